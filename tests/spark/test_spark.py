"""The same rows, scores and flags on Spark as on DuckDB."""

import shutil
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from detector.engine import build_family, read_family
from detector.errors import FeatureError
from detector.features import FAMILIES, YARDSTICKS, lay_out_wordings, lay_out_yardsticks
from detector.movements import find_twins, link_movements
from detector.pipeline import ScanPlan, scan
from detector.settings import Settings
from detector.workspace import open_workspace
from tests.features.test_families import world

pytestmark = pytest.mark.spark
PARTIES = ("party", "party_link")
CONTENTS = ("contents", "contents_hint", "contents_sibling")
MOVEMENTS = ("ledger", "movement_change", "mass_balance", *YARDSTICKS)
LOOK_BACK = [name for name in FAMILIES if read_family("detector.features", name).looks == "back"]
QUICK = Settings(trees=20, neighbours=10, folds=3, rehearsal_shipments=0)
VALUES = {
    "as_of": "2030-01-01",
    "min_peers": QUICK.min_peers,
    "peer_days": QUICK.peer_days,
    "hold_days": QUICK.hold_days,
}
FIRST_LINES = "select shipped_on from shipments order by shipped_on limit 1 offset 600"


def far_apart(here: pd.DataFrame, there: pd.DataFrame) -> list[str]:
    """Name the columns in which two tables differ by more than a millionth."""
    assert list(here.columns) == list(there.columns)
    assert len(here) == len(there)
    found = []
    for name in here:
        mine, other = here[name], there[name]
        if mine.dtype.kind in "fiu":
            same = np.isclose(mine, other, rtol=1e-9, atol=1e-9, equal_nan=True)
        else:
            same = (mine == other) | (mine.isna() & other.isna())
        if not np.all(same):
            found.append(name)
    return found


@pytest.fixture(scope="module")
def both(session, scanned, tmp_path_factory):
    """Scan one sample up to a day on DuckDB and on Spark; give tables, scores and the workspace."""
    from detector.engine.spark import Spark

    folder = tmp_path_factory.mktemp("both")
    told = {}
    for name, how in (("duckdb", {}), ("spark", {"on": Spark(session, folder / "exchange")})):
        file = folder / f"{name}.duckdb"
        shutil.copy(scanned, file)
        with open_workspace(file) as con:
            as_of = con.execute(FIRST_LINES).fetchall()[0][0]
            summary = scan(con, ScanPlan(as_of=as_of, budget=20), QUICK, **how)
            told[name] = tables(con) | {
                "scores": con.execute(
                    "select shipment_no, score, p_value, flagged from scores "
                    "where scan_id = $scan order by shipment_no",
                    {"scan": summary.scan_id},
                ).df()
            }
    return told, folder / "spark.duckdb"


def tables(con) -> dict[str, pd.DataFrame]:
    """Read what was built by portable queries."""
    names = (*PARTIES, *CONTENTS, *MOVEMENTS, *FAMILIES)
    return {name: con.execute(f"from {name} order by all").df() for name in names}


@pytest.fixture(scope="module")
def earlier(both, session):
    """Build what looks back on Spark again, from the first three quarters of the same ledger."""
    from detector.engine.spark import Spark

    _, file = both
    with open_workspace(file) as con:
        con.execute(
            "delete from ledger where day_no > (select quantile_disc(day_no, 0.75) from ledger)"
        )
        engine = Spark(session, file.parent / "again")
        find_twins(con)
        link_movements(con, QUICK.hold_days)
        lay_out_wordings(con)
        lay_out_yardsticks(con, VALUES, engine)
        for name in LOOK_BACK:
            build_family(con, read_family("detector.features", name), VALUES, engine)
        return {
            name: con.execute(f"from {name} order by all").df().set_index("shipment_no")
            for name in LOOK_BACK
        }


@pytest.mark.parametrize("name", [*PARTIES, *CONTENTS, *MOVEMENTS, *FAMILIES])
def test_a_table_gives_the_same_rows_on_both_engines(both, name):
    told, _ = both
    assert len(told["duckdb"][name]) > 20
    assert far_apart(told["duckdb"][name], told["spark"][name]) == []


def test_scores_and_flags_are_the_same_on_both_engines(both):
    here, there = both[0]["duckdb"]["scores"], both[0]["spark"]["scores"]
    assert len(here) > 400
    for name in ("score", "p_value"):
        assert np.mean(np.abs(here[name] - there[name]) <= 1e-6) >= 0.999
    assert here["flagged"].sum() == 20
    assert here["flagged"].tolist() == there["flagged"].tolist()


@pytest.mark.parametrize("name", LOOK_BACK)
def test_the_past_stands_still_on_spark(both, earlier, name):
    after = both[0]["spark"][name].set_index("shipment_no")
    before = earlier[name]
    assert len(after) > len(before) > 300
    pd.testing.assert_frame_equal(after.loc[before.index], before)


def test_a_query_that_spark_refuses_names_its_file(con, engine):
    world(con, "2024-03-31")
    family = read_family("detector.features", "serials")
    broken = replace(family, query="select shipment_no, list_sum([1]) as x from ledger")
    with pytest.raises(FeatureError) as refused:
        engine.fill(con, broken, VALUES)
    assert refused.value.where == "detector.features/serials.sql"


def test_rows_are_judged_in_batches_on_the_workers_and_come_back_in_order(engine, monkeypatch):
    monkeypatch.setattr("detector.engine.spark._LINES", 40)
    rows = pd.DataFrame({"price.gap": np.arange(100.0), "units": [8.0, np.nan] * 50})
    told = engine.judge(_worked_out, rows)
    pd.testing.assert_frame_equal(told[["price.gap"]], rows[["price.gap"]] * 2)
    assert told["unknown"].tolist() == [0.0, 1.0] * 50
    assert told["batch"].max() < 100
    pd.testing.assert_frame_equal(told, engine.judge(_worked_out, rows.set_index(rows.index + 7)))


def _worked_out(rows):
    unknown = rows["units"].isna().astype(float)
    return rows[["price.gap"]].mul(2).assign(unknown=unknown, batch=float(len(rows)))
