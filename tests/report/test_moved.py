"""Lanes, parties, figures and patterns are recomputed from scores and records."""

import shutil
from datetime import date, timedelta

import pytest

from detector.report import build_week, render_week, write_report
from detector.report.trends import TOO_FEW
from detector.workspace import open_workspace
from tests.report import scans

LATELY = (
    "from scores join shipment_versions line using (shipment_no) "
    "where scan_id = 1 and line.shipped_on > $day"
)


@pytest.fixture(scope="module")
def real(scanned):
    with open_workspace(scanned, read_only=True) as con:
        yield con, build_week(con)


def test_key_figures_stand_beside_the_last_seven_days(real):
    con, found = real
    day = date.fromisoformat(found.made.as_of) - timedelta(days=7)
    told = {figure.label: figure.change for figure in found.figures}
    lines, computing, flagged = con.execute(
        f"select count(*), count(scores.units), count(*) filter (flagged) {LATELY}", {"day": day}
    ).fetchone()
    assert told["Lines scored"].recent == lines
    assert told["Computing goods"].recent == computing
    assert told["Flagged"].recent == flagged
    assert all(change is not None for change in told.values())


def test_each_lane_that_carries_flags_stands_beside_its_own_past(real):
    con, found = real
    day = date.fromisoformat(found.made.as_of) - timedelta(days=7)
    for lane in found.lanes[:5]:
        (recent,) = con.execute(
            f"select count(*) {LATELY} and scores.units is not null and exporter_country = $start "
            "and coalesce(destination_country, consignee_country) = $end",
            {"day": day, "start": lane.start, "end": lane.end},
        ).fetchone()
        assert lane.change.recent == recent


def test_parties_told_as_moved_lie_outside_and_those_with_flags_stand_first(real):
    con, found = real
    assert found.moved.parties
    flagged = [party.flagged for party in found.moved.parties if party.flagged]
    assert flagged
    for party in found.moved.parties[:5]:
        (lines,) = con.execute(
            "select count(*) from ledger where is_computing "
            "and $group in (exporter_group, consignee_group)",
            {"group": party.group},
        ).fetchone()
        assert party.lines == lines
        assert party.flagged or party.change.verdict not in ("usual", TOO_FEW)
    assert all(lane.change.verdict.startswith("unusually") for lane in found.moved.lanes)


def test_patterns_add_up_to_all_cases(real):
    con, found = real
    cases, lines = con.execute("select count(*), sum(shipments) from cases").fetchone()
    assert sum(row.cases for row in found.typologies) == cases
    assert sum(row.lines for row in found.typologies) == lines
    assert all(row.new is None for row in found.typologies)


def test_a_story_says_how_much_of_its_reasons_speak_for_its_pattern(real):
    _, found = real
    named = [case for case in found.cases if case.typology != "unusual"]
    assert named
    assert all(0.4 <= case.likeness <= 1 for case in named)


def test_units_of_a_story_lie_in_their_interval(real):
    _, found = real
    ranged = [case for case in found.cases if case.units_low is not None]
    assert ranged
    assert all(case.units_low <= case.units * 1.001 for case in ranged)
    assert all(case.units <= case.units_high * 1.001 for case in ranged)


def test_where_no_statistics_are_loaded_the_displacement_watch_says_so(real):
    _, found = real
    assert "no monthly or yearly statistics of trade are loaded" in found.displacement[0]
    assert 'id="displacement"' in render_week(found)


def test_a_cleared_case_says_so_on_later_weekly_pages(scanned, tmp_path):
    copy = tmp_path / "w.duckdb"
    shutil.copy(scanned, copy)
    with open_workspace(copy) as con:
        (case_id,) = con.execute("select case_id from cases order by score desc limit 1").fetchone()
        con.execute(
            "insert into disposition_versions (case_id, decision, decided_on) "
            "values ($case_id, 'cleared', $day)",
            {"case_id": case_id, "day": date(2020, 1, 9)},
        )
        found = build_week(con)
    assert (found.cases[0].status, found.cases[0].decided_on) == ("cleared", "2020-01-09")
    assert "cleared on 9 January 2020" in render_week(found)


@pytest.mark.browser
def test_each_row_of_the_queue_says_how_its_case_stands(scanned, browser, tmp_path):
    copy = tmp_path / "w.duckdb"
    shutil.copy(scanned, copy)
    with open_workspace(copy) as con:
        con.execute(
            "insert into disposition_versions (case_id, decision, decided_on) "
            "select case_id, 'cleared', $day from scores where case_id is not null "
            "order by rank limit 1",
            {"day": date(2020, 1, 9)},
        )
        rows = build_week(con).queue
        page = write_report(con, tmp_path, single_file=True)
    decided = {row.case_id for row in rows if row.decided}
    assert {row.decided for row in rows} == {"cleared on 9 January 2020", ""}
    assert decided == {rows[0].case_id}
    with browser.new_context(java_script_enabled=False) as quiet, browser.new_context() as lively:
        for visitor in (quiet, lively):
            seen = visitor.new_page()
            seen.goto(page.as_uri())
            cell = seen.locator("#rows .c-case").first
            assert cell.inner_text().split("\n") == [rows[0].case_id, "cleared on 9 January 2020"]


def test_a_case_is_cleared_too_when_each_of_its_lines_is(scanned, tmp_path):
    copy = tmp_path / "w.duckdb"
    shutil.copy(scanned, copy)
    with open_workspace(copy) as con:
        (case_id,) = con.execute("select case_id from cases order by score desc limit 1").fetchone()
        con.execute(
            "insert into disposition_versions (shipment_id, decision, decided_on) "
            "select shipment_id, 'cleared', $day from scores where case_id = $case_id",
            {"case_id": case_id, "day": date(2020, 2, 1)},
        )
        assert build_week(con).cases[0].decided_on == "2020-02-01"


def test_a_case_that_took_in_another_keeps_its_decisions(scanned, tmp_path):
    copy = tmp_path / "w.duckdb"
    shutil.copy(scanned, copy)
    with open_workspace(copy) as con:
        (case_id,) = con.execute("select case_id from cases order by score desc limit 1").fetchone()
        con.execute("update scans set scan_id = 2")
        for table in ("scores", "cases", "reasons"):
            con.execute(f"update {table} set scan_id = 2")
        con.execute(
            "insert into scans select * replace (1 as scan_id) from scans;"
            "insert into scores select * replace (1 as scan_id, 'C-OLD' as case_id) from scores "
            "where case_id = '" + case_id + "' limit 1"
        )
        con.execute(
            "insert into disposition_versions (case_id, decision, decided_on) "
            "values ('C-OLD', 'cleared', $day)",
            {"day": date(2020, 3, 1)},
        )
        found = build_week(con)
    story = next(case for case in found.cases if case.case_id == case_id)
    assert (story.status, story.decided_on) == ("cleared", "2020-03-01")


def test_what_became_of_the_flags_before_adds_up_by_decision(con):
    scans.shipments(con, 400)
    scans.scan(con, 30, as_of=scans.AS_OF - timedelta(days=7))
    con.execute(
        "insert into disposition_versions (shipment_id, decision, decided_on) "
        "select shipment_id, 'cleared', $day from scores where flagged limit 4",
        {"day": scans.AS_OF},
    )
    scans.scan(con, 20)
    con.execute("update scans set settings = '{\"seed\": 9}' where scan_id = 2")
    told = build_week(con).turn.before
    assert {row[0]: row[1] + row[2] for row in told.became} == {"cleared": 4, "": 26}
    assert sum(row[1] for row in told.became) == told.still_flagged
    assert ("seed", "20240501", "9") in told.settings_changed
    assert told.both_scored > 300
