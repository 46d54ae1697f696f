from datetime import date

import numpy as np
import pandas as pd
import pytest

from detector.errors import RecordError
from detector.evaluate.replay import ReplayPlan, backtest, scan_week
from detector.planting.copying import copy_records, let_in
from detector.records import load_files
from detector.settings import Settings
from detector.workspace import open_memory
from tests.sample import sample, write_sample

PLAN = ReplayPlan(date(2025, 9, 1), date(2025, 10, 12), per_week=20)


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    con = open_memory(memory_limit="1GB")
    load_files(con, [write_sample(tmp_path_factory.mktemp("lines") / "shipments.csv")])
    yield con
    con.close()


@pytest.fixture(scope="module")
def truth(records):
    """Say that forty lines, spread over the weeks reviewed, are positive."""
    ids = records.execute(
        "select shipment_id from shipments where shipped_on between date '2025-08-25' "
        "and date '2025-10-12' order by hash(shipment_id) limit 40"
    ).df()["shipment_id"]
    return pd.DataFrame(
        {
            "shipment_id": ids,
            "scheme_id": [f"K{at // 4}" for at in range(len(ids))],
            "typology": "T01",
            "role": "inbound",
            "units": 8.0,
            "difficulty": "clear",
        }
    )


def ids(con):
    return con.execute("select shipment_id from shipments order by shipment_id").df()["shipment_id"]


def scored(con, values):
    return pd.Series(np.asarray(values, dtype=float), index=pd.Index(ids(con)))


def constant(con, _as_of):
    return scored(con, np.zeros(len(ids(con))))


def drawn(con, as_of):
    return scored(con, np.random.default_rng(as_of.toordinal()).random(len(ids(con))))


def thrown(con, _as_of):
    return scored(con, np.random.default_rng().random(len(ids(con))))


def later_lines_of_its_consignee(con, _as_of):
    lines = con.execute(
        "select shipment_id, count(*) over (partition by consignee) as n from shipments "
        "order by shipment_id"
    ).df()
    return lines.set_index("shipment_id")["n"]


def by_value(con, _as_of):
    lines = con.execute(
        "select shipment_id, value_usd::double as v from shipments order by shipment_id"
    ).df()
    return lines.set_index("shipment_id")["v"].fillna(0)


def test_a_detector_that_reads_the_future_is_exposed(records, truth):
    assert backtest(records, truth, later_lines_of_its_consignee, PLAN).verdict.reads_the_future
    assert not backtest(records, truth, by_value, PLAN).verdict.reads_the_future


def test_a_constant_detector_is_exposed(records, truth):
    verdict = backtest(records, truth, constant, PLAN).verdict
    assert verdict.tied_share == 1
    assert not verdict.better_than_chance


def test_a_random_detector_is_exposed_with_and_without_a_seed(records, truth):
    seeded, unseeded = (backtest(records, truth, stub, PLAN).verdict for stub in (drawn, thrown))
    assert (seeded.repeats, unseeded.repeats) == (True, False)
    assert not seeded.better_than_chance
    assert not unseeded.better_than_chance


def test_a_detector_that_finds_them_beats_chance_and_is_timed(records, truth):
    def knows(con, _as_of):
        return scored(con, ids(con).isin(truth["shipment_id"]))

    told = backtest(records, truth, knows, PLAN)
    assert told.verdict.better_than_chance
    assert told.schemes_found == told.units_found == 1
    assert told.days_to_first_flag is not None
    assert told.days_to_first_flag >= 0
    assert sum(week.positives for week in told.weeks) == len(truth)


def test_the_copy_ends_with_the_week_and_holds_only_labels_revealed_before(records, truth):
    seen = []

    def looks(con, as_of):
        last, known, labels = con.execute(
            "select max(shipped_on), (select count(*) from shipments), "
            "(select count(*) from dispositions) from shipments"
        ).fetchall()[0]
        seen.append((as_of, last, known, labels))
        return drawn(con, as_of)

    told = backtest(records, truth, looks, PLAN)
    in_turn = [row for at, row in enumerate(seen) if at not in (4, 5)]  # the harness's own probes
    assert [row[3] for row in in_turn] == [20 * at for at in range(len(told.weeks))]
    assert all(last <= as_of for as_of, last, _, _ in in_turn)


def test_the_workspace_is_left_as_it_was(records, truth):
    backtest(records, truth, constant, PLAN)
    assert records.execute("select count(*) from dispositions").fetchall() == [(0,)]
    assert len(ids(records)) == len(sample().shipments)


def test_a_line_is_reviewed_once_and_some_are_drawn_at_random(records, truth):
    told = backtest(records, truth, by_value, PLAN)
    assert all((week.reviewed, week.explored) == (20, 2) for week in told.weeks)
    assert [week.as_of for week in told.weeks] == sorted({week.as_of for week in told.weeks})


def test_the_same_replay_gives_the_same_weeks(records, truth):
    assert backtest(records, truth, by_value, PLAN) == backtest(records, truth, by_value, PLAN)


def test_less_than_a_week_is_refused(records, truth):
    with pytest.raises(RecordError, match="no whole week"):
        backtest(records, truth, constant, ReplayPlan(date(2025, 9, 1), date(2025, 9, 3)))


def test_names_listed_and_statistics_published_later_are_not_seen(records):
    copy = copy_records(records)
    for name, day in (("Early", "2025-01-01"), ("Late", "2025-12-01")):
        records.execute(
            "insert into watchlist_versions (name, listed_on) values ($name, $day::date)",
            {"name": name, "day": day},
        )
        records.execute(
            "insert into trade_flow_versions (period, reporter) "
            "values ($day, 'SG'), ('2025', 'SG')",
            {"day": day[:7]},
        )
    let_in(copy, records, date(2025, 9, 1))
    assert copy.execute("select name from watchlist").fetchall() == [("Early",)]
    assert copy.execute("select period from trade_flows").fetchall() == [("2025-01",)]
    records.execute("delete from watchlist_versions")
    records.execute("delete from trade_flow_versions")
    copy.close()


@pytest.mark.slow
def test_a_scan_reads_no_future_and_repeats(records, truth):
    plan = ReplayPlan(date(2025, 9, 1), date(2025, 9, 14))
    verdict = backtest(records, truth, scan_week(Settings(trees=10)), plan).verdict
    assert not verdict.reads_the_future
    assert verdict.repeats
