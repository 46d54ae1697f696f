from datetime import date, timedelta

from detector.report import build_week
from detector.report.findings import TrendWeek
from detector.report.tallies import usual_range
from tests.report import scans


def weeks(*flagged):
    first = date(2026, 1, 5)
    return tuple(
        TrendWeek(f"W{place}", (first + timedelta(weeks=place)).isoformat(), 100, count, None)
        for place, count in enumerate(flagged)
    )


def test_under_eight_weeks_nothing_is_called_usual():
    told = usual_range(weeks(1, 2, 3, 40), 7)
    assert (told.low, told.high, told.verdict) == (None, None, "too few weeks to say")


def test_a_week_within_the_spread_of_the_weeks_before_is_usual():
    told = usual_range(weeks(4, 5, 6, 5, 4, 6, 5, 4, 5), 7)
    assert (told.low, told.high, told.verdict) == (2, 8, "usual")


def test_a_week_beyond_the_spread_is_unusual_in_words():
    before = (4, 5, 6, 5, 4, 6, 5, 4)
    assert usual_range(weeks(*before, 20), 7).verdict == "unusually many"
    assert usual_range(weeks(*before, 0), 7).verdict == "unusually few"


def test_a_week_that_is_not_over_is_not_called_quiet():
    told = usual_range(weeks(4, 5, 6, 5, 4, 6, 5, 4, 0), 3)
    assert told.verdict == "week not complete"


def test_totals_are_those_of_the_tables(con):
    scans.shipments(con, 500)
    scans.scan(con, 25)
    totals = build_week(con).totals
    counted = con.execute("""
        select count(*), count(*) filter (flagged), count(units) from scores
    """).fetchone()
    assert (totals.lines, totals.flagged, totals.computing) == counted
    (worth,) = con.execute("select round(sum(value_usd)) from cases").fetchone()
    assert totals.value_usd == worth


def test_lanes_and_weeks_add_up_to_the_flags(con):
    scans.shipments(con, 800)
    scans.scan(con, 40)
    found = build_week(con)
    assert sum(lane.flagged for lane in found.lanes) == 40
    first = date.fromisoformat(found.trend[0].monday)
    (within,) = con.execute(
        "select count(*) from scores join shipments using (shipment_no) "
        "where flagged and shipped_on >= $first",
        {"first": first},
    ).fetchone()
    assert sum(week.flagged for week in found.trend) == within
    assert len(found.trend) == 26


def test_shares_of_reasons_add_up_to_one(con):
    scans.shipments(con, 300)
    scans.scan(con, 30)
    assert abs(sum(signal.share for signal in build_week(con).signals) - 1) < 0.01


def test_what_came_to_the_queue_and_what_left_it_is_counted(con):
    scans.shipments(con, 300)
    scans.scan(con, 10)
    assert build_week(con).totals.newly_flagged is None
    scans.scan(con, 25)
    found = build_week(con)
    assert (found.totals.newly_flagged, found.totals.no_longer_flagged) == (15, 0)
    assert sum(row.is_new for row in found.queue) == 15
    scans.scan(con, 5)
    assert build_week(con).totals.no_longer_flagged == 20


def test_the_other_record_of_a_movement_adds_nothing_to_its_lane(con):
    scans.shipments(con, 100)
    scans.scan(con, 100)
    before = sum(lane.value_usd for lane in build_week(con).lanes)
    con.execute("create table twin (shipment_no bigint, twin_no bigint, is_primary boolean)")
    con.execute("insert into twin values (1, 2, true), (2, 1, false)")
    (twin,) = con.execute("select value_usd from shipments where shipment_no = 2").fetchone()
    after = sum(lane.value_usd for lane in build_week(con).lanes)
    assert abs(before - after - float(twin)) < 10
