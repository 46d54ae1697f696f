import numpy as np
import pandas as pd
import pytest

from detector.features import lay_out_yardsticks
from tests.features.test_families import world
from tests.ledgers import VALUES

KINDS = {
    "heading value": (["hs6", "declared_class"], "usd_per_piece", 3),
    "heading density": (["hs6", "declared_class"], "usd_per_kg", 3),
    "heading weight": (["hs6", "declared_class"], "kg_per_piece", 3),
    "line value": (["goods_class", "consignee_country"], "value_usd", 12),
}


@pytest.fixture
def laid_out(con):
    """A world of some 400 lines, its yardsticks, and its ledger as a frame."""
    world(con, "2024-12-31")
    lay_out_yardsticks(con, VALUES)
    return con, con.execute("select * from ledger").df()


@pytest.mark.parametrize("kind", KINDS)
def test_medians_by_counted_steps_are_those_of_the_values_themselves(laid_out, kind):
    con, lines = laid_out
    keys, measure, near = KINDS[kind]
    made = con.execute(
        "select peers, month_no, n, middle, spread from yardstick where kind = $kind",
        {"kind": kind},
    ).df()
    lines = lines.assign(
        peers=lines[keys[0]] + "/" + lines[keys[1]],
        size=np.log(pd.to_numeric(lines[measure]).astype(float)),
    )
    assert len(made) > 20
    for told in made.itertuples():
        before = lines[(lines["peers"] == told.peers) & (lines["month_no"] < told.month_no)]
        before = before[before["month_no"] >= told.month_no - 12]
        recent = before[before["month_no"] >= told.month_no - near]
        peers = recent if len(recent) >= VALUES["min_peers"] else before
        assert told.n == len(peers)
        assert told.middle == pytest.approx(peers["size"].median(), abs=0.011)
        spread = (before["size"] - peers["size"].median()).abs().median()
        assert told.spread == pytest.approx(
            max(spread, 0.1 if kind == "line value" else 0.05), abs=0.025
        )


def test_only_months_that_a_line_asks_for_have_a_yardstick(laid_out):
    con, lines = laid_out
    months = con.execute("select distinct month_no from yardstick").df()["month_no"]
    assert set(months) <= set(lines["month_no"]) - {lines["month_no"].min()}


def test_equal_values_have_themselves_as_middle_and_the_least_spread(con):
    world(con, "2024-12-31")
    con.execute("update ledger set value_usd = 1000, goods_class = 'part'")
    lay_out_yardsticks(con, VALUES)
    told = con.execute(
        "select distinct round(exp(middle), 4), spread from yardstick where kind = 'line value'"
    ).fetchall()
    assert told == [(1000.0, 0.1)]
