"""What a case counts as, by all decisions on record: one answer for pages, exports and figures."""

import json
from datetime import date, timedelta

import pytest

from detector.cases import DESK, told_cases
from detector.report import as_json, build_week, render_week
from detector.results import read_result
from tests.report import scans

LATER = scans.AS_OF + timedelta(days=9)


@pytest.fixture
def scanned(con):
    scans.shipments(con, 600)
    scans.scan(con, 30)
    return con


def ids(con):
    return [
        row[0]
        for row in con.execute("select case_id from cases order by score desc, case_id").fetchall()
    ]


def decide(con, decision, day, **about):
    con.execute(
        "insert into disposition_versions (case_id, shipment_id, decision, decided_on, source) "
        "values ($case_id, $shipment_id, $decision, $day, $source)",
        dict.fromkeys(("case_id", "shipment_id", "source"))
        | {"decision": decision, "day": day}
        | about,
    )


def merge(con, *pairs):
    con.execute(
        "create or replace table case_merge (case_id varchar, into_id varchar, decided_on varchar, "
        "decided_by varchar, note varchar)"
    )
    for one, other in pairs:
        con.execute(
            "insert into case_merge values ($1, $2, '2026-09-20', 'ana', 'one consignment')",
            [one, other],
        )


def standing(con, **how):
    with told_cases(con, 1, **how):
        rows = con.execute("select case_id, status, decided_on from told_case").fetchall()
    return {case_id: (status, day) for case_id, status, day in rows}


def test_a_decision_after_the_last_record_counts_wherever_cases_are_told(scanned):
    first, *others = ids(scanned)
    decide(scanned, "cleared", LATER, case_id=first)
    (kept,) = scanned.execute("select status from cases where case_id = $1", [first]).fetchone()
    assert kept == "open"  # the scan was not allowed to see it
    found = build_week(scanned)
    told = {case.case_id: (case.status, case.decided_on) for case in found.cases}
    assert told[first] == ("cleared", LATER.isoformat())
    assert first not in found.turn.to_do[0]
    assert found.turn.to_do[0].startswith(f"Review {len(others)} open case")
    figures = {figure.label: figure.note for figure in found.figures}
    assert figures["Cases"] == f"{len(others)} open, 1 decided"
    assert found.totals.open_cases == sum(row.open for row in found.typologies) == len(others)
    written = json.loads(as_json(found))
    assert {case["case_id"]: case["status"] for case in written["cases"]}[first] == "cleared"
    exported = read_result(scanned, "cases").set_index("case_id")["status"]
    assert (exported[first], set(exported[others])) == ("cleared", {"open"})
    assert "cleared on 27 September 2026" in render_week(found)


def test_the_last_decision_counts_whatever_its_place_in_the_file(scanned):
    first, *_ = ids(scanned)
    decide(scanned, "cleared", LATER, case_id=first)
    decide(scanned, "referred", LATER - timedelta(days=1), case_id=first)
    decide(scanned, "insufficient", None, case_id=first)
    assert standing(scanned)[first] == ("cleared", LATER)


def test_a_decision_that_is_gone_leaves_the_case_open_again(scanned):
    first, *_ = ids(scanned)
    scanned.execute("update cases set status = 'cleared' where case_id = $1", [first])
    assert standing(scanned)[first] == ("open", None)


def test_lines_decide_a_case_only_when_all_say_the_same(scanned):
    (first, lines) = scanned.execute(
        "select case_id, list(shipment_id) from scores where case_id is not null "
        "group by case_id having count(*) > 1 order by case_id limit 1"
    ).fetchone()
    for line in lines[1:]:
        decide(scanned, "cleared", LATER, shipment_id=line)
    assert standing(scanned)[first] == ("open", None)
    decide(scanned, "cleared", LATER + timedelta(days=1), shipment_id=lines[0])
    assert standing(scanned)[first] == ("cleared", LATER + timedelta(days=1))
    decide(scanned, "diverted", date(2026, 1, 1), case_id=first)
    assert standing(scanned)[first] == ("diverted", date(2026, 1, 1))  # said of the case itself


def test_what_the_desk_decided_can_be_left_out(scanned):
    first, second, *_ = ids(scanned)
    decide(scanned, "cleared", LATER, case_id=first, source=DESK)
    decide(scanned, "referred", LATER, case_id=second, source="another office")
    told = standing(scanned, elsewhere=True)
    assert (told[first][0], told[second][0]) == ("open", "referred")


def test_merged_cases_are_told_as_one_with_all_lines_and_lots_once(scanned):
    first, second, third, *_ = ids(scanned)
    before = scanned.execute(
        "select sum(shipments), max(score), count(*) from cases where case_id in ($1, $2, $3)",
        [first, second, third],
    ).fetchone()
    merge(scanned, (third, second), (second, first))  # a chain leads to its end
    with told_cases(scanned, 1) as merged:
        told = scanned.execute("select * from told_case where case_id = $1", [first]).df().iloc[0]
        (count,) = scanned.execute("select count(*) from told_case").fetchone()
    assert merged == {second: first, third: first}
    assert count == len(ids(scanned)) - 2
    assert (told["shipments"], told["score"]) == before[:2]
    assert standing(scanned, merging=False).keys() == set(ids(scanned))


def test_a_merged_case_counts_as_what_it_is_merged_into(scanned):
    first, second, *_ = ids(scanned)
    merge(scanned, (second, first))
    decide(scanned, "cleared", LATER, case_id=first, source=DESK)
    decide(scanned, "cleared", LATER + timedelta(days=3), case_id=second, source=DESK)  # an echo
    assert standing(scanned)[first] == ("cleared", LATER)
    exported = read_result(scanned, "cases").set_index("case_id")["status"]
    assert (exported[first], exported[second]) == ("cleared", "cleared")
    decide(scanned, "referred", LATER + timedelta(days=5), case_id=second, source="another office")
    assert standing(scanned)[first][0] == "referred"


def test_rings_and_cases_that_the_scan_does_not_hold_merge_nothing(scanned):
    first, second, third, *_ = ids(scanned)
    merge(scanned, (first, second), (second, first), (third, "C-GONE"))
    with told_cases(scanned, 1) as merged:
        assert merged == {}
    assert len(standing(scanned)) == len(ids(scanned))


def test_the_week_tells_merged_cases_once_and_says_how_many(scanned):
    first, second, *others = ids(scanned)
    merge(scanned, (second, first))
    found = build_week(scanned)
    assert second not in {case.case_id for case in found.cases}
    assert second not in {row.case_id for row in found.queue}
    assert found.totals.cases == len(others) + 1
    figures = {figure.label: figure.note for figure in found.figures}
    assert figures["Cases"].endswith("; 1 more merged into them")
    assert sum(row.lines for row in found.typologies) == 30
