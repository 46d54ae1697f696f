"""What a party page holds can be recomputed from the workspace."""

import shutil
from datetime import date

import pytest

from detector.report.case_file import build_case_files
from detector.report.explain import standing
from detector.report.party_file import build_party_files
from detector.report.scope import choose_scope
from detector.workspace import open_workspace

ROLES = tuple(f"{role}_group" for role in standing.ROLES)


def group_of(con, party):
    (group,) = con.execute(
        "select distinct group_id from party_link where name = $name", {"name": party.name}
    ).fetchone()
    return group


def test_each_company_with_a_page_stands_on_a_line_of_a_case(cases, parties):
    wanted = {one.page for case in cases for one in case.companies if one.page}
    assert {party.party_id for party in parties} == wanted
    assert len(parties) > 5
    assert all(party.cases for party in parties)


def test_lines_flags_and_days_are_recomputed_from_ledger_and_scores(party_con, parties):
    anywhere = " or ".join(f"{role} = $group" for role in ROLES)
    for party in parties[:12]:
        told = party_con.execute(
            "select count(*), count(*) filter (flagged), min(ledger.shipped_on), "
            f"max(ledger.shipped_on) from ledger join scores using (shipment_no) where {anywhere}",
            {"group": group_of(party_con, party)},
        ).fetchone()
        assert (party.lines, party.flagged) == told[:2]
        assert (party.first_seen, party.last_seen) == (str(told[2]), str(told[3]))


def test_months_and_lanes_add_up_to_all_lines(parties):
    for party in parties:
        assert sum(lane.lines for lane in party.lanes) <= party.lines
        assert sum(month.lines for month in party.months) <= party.lines
        if party.first_seen >= party.months[0].month and len(party.lanes) < 12:
            assert sum(lane.lines for lane in party.lanes) == party.lines


def test_the_last_seven_days_are_those_before_the_scan(party_con, parties):
    anywhere = " or ".join(f"{role} = $group" for role in ROLES)
    for party in parties[:12]:
        (recent,) = party_con.execute(
            f"select count(*) from ledger where ({anywhere}) "
            "and shipped_on > (select max(as_of) from scans) - interval 7 day",
            {"group": group_of(party_con, party)},
        ).fetchone()
        assert party.change.recent == recent


def test_what_came_and_went_is_that_of_the_mass_balance(party_con, parties):
    kept = [(party, row) for party in parties for row in party.kept]
    assert kept
    for party, row in kept[:8]:
        received, forwarded = party_con.execute(
            "select received, forwarded from mass_balance join party on place = party_id::varchar "
            "where scope = 'party' and group_id = $group and party.country is not distinct from "
            "$country order by month desc limit 1",
            {"group": group_of(party_con, party), "country": row.country or None},
        ).fetchone()
        assert row.received == pytest.approx(received, rel=1e-3)
        assert row.forwarded == pytest.approx(forwarded, rel=1e-3)


def test_a_workspace_without_lists_says_that_nothing_was_searched(parties):
    assert all(party.tiers == () for party in parties)


def test_decisions_on_a_case_stand_on_the_pages_of_its_companies(scanned, tmp_path, cases):
    copy, case = tmp_path / "w.duckdb", cases[0]
    shutil.copy(scanned, copy)
    with open_workspace(copy) as con:
        con.execute(
            "insert into disposition_versions (case_id, decision, decided_on, decided_by, note) "
            "values ($case_id, 'cleared', $day, 'an analyst', 'papers seen')",
            {"case_id": case.story.case_id, "day": date(2020, 1, 9)},
        )
        scope = choose_scope(con, None)
        (told,) = build_case_files(con, (case.story.case_id,), scope)
        named = {told.story.case_id: told.companies}
        found = build_party_files(con, scope, named, "the command")
    assert found
    for party in found:
        assert [row.note for row in party.decisions if row.about == case.story.case_id]
