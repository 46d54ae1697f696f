import dataclasses
import random
import re

import pandas as pd
import pytest

from detector.errors import RecordError
from detector.flows import FlowPlan, analyse_mirror
from detector.records import load_files
from tests.flows.statistics import load, mirrored, statistics

ACCUSING = re.compile(r"smuggl|illegal|guilty|criminal|\bprov(e|es|ed|en|ing)\b|evade", re.I)
HEAD = "period reporter partner flow hs_code value_usd net_weight_kg\n"


@pytest.fixture
def planted(con):
    """Twelve countries that agree, but for what Chile says it sends to Italy from 2021 on."""
    cells = mirrored(3, 24)
    lane = (cells["reporter"] == "IT") & (cells["partner"] == "CL") & (cells["flow"] == "import")
    cells.loc[lane, "value_usd"] *= 4
    load(con, cells)
    return con


def test_a_planted_gap_is_the_most_surprising_and_its_band_leaves_nothing_out(planted):
    found = analyse_mirror(planted)
    top = max(found.gaps, key=lambda gap: abs(gap.surprise))
    assert (top.origin, top.destination) == ("CL", "IT")
    assert top.surprise > 5
    assert 0 < top.low_usd < top.residual_usd < top.high_usd
    share = top.residual_usd / top.expected_usd
    assert share == pytest.approx(3, rel=0.15)


def test_the_order_of_the_records_changes_nothing(con, planted):
    first = analyse_mirror(planted)
    cells = con.execute(
        "select period, reporter, partner, flow, hs_code, value_usd from trade_flows"
    ).df()
    order = list(range(len(cells)))
    random.Random(1).shuffle(order)
    load(con, cells.iloc[order], "shuffled")
    again = analyse_mirror(con, FlowPlan(publisher="shuffled"))
    assert dataclasses.replace(again, publisher="office") == first


def test_aggregates_the_world_and_unnamed_areas_never_enter(con):
    lanes = [("X-ASEAN", "CN"), ("CN", "W00"), ("W00", "CN"), ("CN", "ZZ"), ("CN", "X-EU")]
    rows = [f"2024 {a} {b} {flow} 8542 900000 1" for a, b in lanes for flow in ("export", "import")]
    rows += ["2024 MY CN export 8542 500000 1", "2024 CN MY import 8542 510000 1"]
    statistics(con, HEAD + "\n".join(rows))
    found = analyse_mirror(con)
    assert [(gap.origin, gap.destination) for gap in found.gaps] == [("MY", "CN")]


def test_reconciled_statistics_are_refused(con):
    statistics(
        con,
        """
        period reporter partner flow   hs_code value_usd is_reconciled
        2024   MY       CN      export 8542    500000    true
    """,
    )
    with pytest.raises(RecordError, match="reconciled"):
        analyse_mirror(con)


def test_a_reporter_that_publishes_nothing_is_no_gap_but_is_named(con):
    statistics(con, HEAD + "2024 MY CN export 8542 500000 1\n2024 TH CN export 8542 500000 1")
    with pytest.raises(RecordError, match="both countries publish"):
        analyse_mirror(con)


def test_what_was_sent_and_never_booked_is_a_measure_of_its_own(con):
    statistics(
        con,
        HEAD
        + """
        2024 MY CN export 8542 500000 1
        2024 CN TH import 8542 900000 1
        2024 TH CN export 8542 880000 1
    """,
    )
    found = analyse_mirror(con)
    (lost,) = [one for one in found.shortfalls if one.origin == "MY"]
    assert (lost.missing_usd, lost.low_usd, lost.high_usd) == (500_000, 0, 500_000)


def test_goods_by_way_of_a_third_country_explain_a_gap(con):
    statistics(
        con,
        HEAD
        + """
        2024 MY SG export 8542 900000 1
        2024 SG MY import 8542 100000 1
        2024 MY CN export 8542 100000 1
        2024 CN MY import 8542 800000 1
    """,
    )
    top = next(gap for gap in analyse_mirror(con).gaps if gap.destination == "CN")
    assert top.by_way_of == "SG"
    assert top.by_way_of_usd == top.residual_usd
    assert "to SG never arrives there" in top.innocent


def test_another_heading_explains_a_gap(con):
    statistics(
        con,
        HEAD
        + """
        2024 MY CN export 8471 900000 1
        2024 CN MY import 8471 100000 1
        2024 MY CN export 8473 100000 1
        2024 CN MY import 8473 800000 1
    """,
    )
    top = next(gap for gap in analyse_mirror(con).gaps if gap.product == "8473")
    assert top.other_heading_usd == top.residual_usd
    assert "different headings" in top.innocent


def test_weights_that_agree_speak_of_prices(con):
    statistics(
        con,
        HEAD
        + """
        2024 MY CN export 8473 100000 50
        2024 CN MY import 8473 800000 51
    """,
    )
    (top,) = analyse_mirror(con).gaps
    assert top.weight_ratio == 1.02
    assert "Weights agree" in top.innocent


def test_a_poor_reporter_is_told_from_good_ones(con):
    cells = mirrored(5, 6)
    poor = (cells["reporter"] == "PL") & (cells["flow"] == "export")
    cells.loc[poor, "value_usd"] *= [3 if place % 12 < 6 else 0.3 for place in range(poor.sum())]
    load(con, cells)
    verdicts = {one.reporter: one for one in analyse_mirror(con).reporters}
    assert verdicts["PL"].verdict == "poor"
    assert verdicts["PL"].export_factor > 1.8
    assert {one.verdict for name, one in verdicts.items() if name != "PL"} == {"good"}


def test_exports_that_leave_re_exports_out_are_read_with_them(con):
    countries = ("AU", "BR", "CL", "DE")
    cells = mirrored(9, 6, countries=countries)
    own = cells[(cells["reporter"] == "AU") & (cells["flow"] == "export")]
    again = own.assign(flow="re-export", value_usd=own["value_usd"] * 0.6)
    cells.loc[own.index, "value_usd"] *= 0.4
    load(con, pd.concat([cells, again]))
    told = {one.reporter: one.re_exports for one in analyse_mirror(con).reporters}
    assert told["AU"] == "with re-exports"
    assert told["DE"] == "as stated"


def test_a_month_unlike_the_lanes_own_others_is_told(con):
    cells = mirrored(4, 24, countries=("AU", "BR", "CL", "DE"))
    odd = (cells["period"] == "2021-03") & (cells["reporter"] == "AU") & (
        cells["partner"] == "DE"
    ) & (cells["flow"] == "import")  # fmt: skip
    cells.loc[odd, "value_usd"] *= 6
    load(con, cells)
    (first, *_) = sorted(analyse_mirror(con).odd_periods, key=lambda one: -one.strangeness)
    assert (first.origin, first.destination, first.period) == ("DE", "AU", "2021-03")
    assert first.low_usd < first.usual_usd < first.high_usd < first.imported_usd


def test_no_sentence_accuses(planted):
    told = str(dataclasses.asdict(analyse_mirror(planted)))
    assert not ACCUSING.search(told)


@pytest.mark.shared_data
def test_two_known_lanes_stand_among_the_ten_largest_gaps_of_public_statistics(shared_data, con):

    load_files(con, sorted((shared_data / "wits").glob("*.csv")))
    found = analyse_mirror(con, FlowPlan(products=("8471", "8504", "8517", "8528", "8542")))
    top = [(gap.origin, gap.destination, gap.product) for gap in found.gaps[:10]]
    assert ("MY", "CN", "8542") in top
    assert ("TH", "CN", "8471") in top
