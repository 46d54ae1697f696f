"""What a case file holds can be recomputed from the workspace."""

import shutil
from datetime import date

import pytest

from detector.errors import InputError
from detector.report import build_case_file
from detector.report.case_file.evidence import with_unit
from detector.workspace import open_workspace


def test_an_unknown_case_is_refused_with_a_way_to_mend(case_con):
    with pytest.raises(InputError, match="knows no case 'C-NONE'"):
        build_case_file(case_con, "C-NONE")


def test_units_and_value_are_those_of_the_cases_table(case_con, told):
    units, value = case_con.execute(
        "select units, value_usd from cases where case_id = $case_id",
        {"case_id": told.story.case_id},
    ).fetchone()
    assert told.story.value_usd == round(value)
    assert told.story.units == (None if units is None else pytest.approx(units, rel=1e-3))


def test_each_piece_of_evidence_stands_in_the_reasons_of_a_line_of_the_case(case_con, told):
    texts = {
        row[0]
        for row in case_con.execute(
            "select reasons.text from reasons join scores using (scan_id, shipment_no) "
            "where scores.case_id = $case_id",
            {"case_id": told.story.case_id},
        ).fetchall()
    }
    assert told.evidence
    assert {row.text for row in told.evidence} <= texts
    shares = [row.share for row in told.evidence]
    assert shares == sorted(shares, reverse=True)


def test_below_is_recomputed_from_the_feature_table(case_con, told):
    signal, number, below, value = case_con.execute(
        "select signal, reasons.shipment_no, reasons.below, reasons.value from reasons "
        "join scores using (scan_id, shipment_no) where scores.case_id = $case_id "
        "and reasons.below is not null order by reasons.position limit 1",
        {"case_id": told.story.case_id},
    ).fetchone()
    family, column = signal.split(".")
    values = case_con.execute(
        f"select {family}.{column}::double as value from {family} "
        "join scores using (shipment_no) join ledger using (shipment_no) "
        f"where not flagged and {column} is not null and goods_class is not distinct from "
        "(select goods_class from ledger where shipment_no = $number)",
        {"number": number},
    ).df()["value"]
    if len(values) >= 30:
        again = ((values < value).mean() + (values <= value).mean()) / 2
        assert below == pytest.approx(again, abs=1e-6)


def test_every_stop_names_the_record_that_it_is_read_from(told):
    assert told.stops
    assert all(stop.record.count("line ") for stop in told.stops)
    drawn = [stop.number for stop in told.stops if stop.number]
    assert drawn == list(range(1, len(drawn) + 1))


def test_all_fourteen_explanations_are_tested(told):
    assert sorted(test.key for test in told.innocents) == [f"B{no:02d}" for no in range(1, 15)]


def test_the_control_status_of_each_record_is_that_of_its_table_with_a_known_rule(case_con, told):
    rows = dict(
        case_con.execute(
            "select shipment_id, status from control_status join scores using (shipment_no) "
            "where case_id = $case_id",
            {"case_id": told.story.case_id},
        ).fetchall()
    )
    assert {line: row.status for row in told.controls for line in row.lines} == rows
    denied = [row for row in told.controls if row.status == "denied"]
    assert all("(verified)" in row.row or "(background)" in row.row for row in denied)


def test_each_company_of_a_case_stands_on_its_lines_with_a_match_and_a_tier(case_con, told):
    declared = {
        name
        for row in case_con.execute(
            "select exporter, consignee, end_user, forwarder, notify_party, payer, buyer, "
            "intermediate_consignee from shipment_versions join scores using (shipment_no) "
            "where case_id = $case_id",
            {"case_id": told.story.case_id},
        ).fetchall()
        for name in row
        if name
    }
    assert {row.declared for row in told.companies} == declared
    assert all(row.strength == "equal" or row.strength.endswith("bits") for row in told.companies)
    assert {row.tier for row in told.companies} == {"no list loaded"}


def test_known_inferred_and_unknown_are_kept_apart(told):
    assert told.known[0].startswith(f"{told.story.shipments} record")
    assert told.inferred
    assert "What was agreed between the companies" in told.unknown[-1] + told.unknown[-2]
    assert not set(told.known) & set(told.inferred)


def test_a_cleared_case_says_when_on_its_next_page(scanned, case_ids, tmp_path):
    copy = tmp_path / "w.duckdb"
    shutil.copy(scanned, copy)
    with open_workspace(copy) as con:
        con.execute(
            "insert into disposition_versions (case_id, decision, decided_on, decided_by, note) "
            "values ($case_id, 'cleared', $day, 'an analyst', 'serial numbers matched')",
            {"case_id": case_ids[0], "day": date(2020, 1, 9)},
        )
        told = build_case_file(con, case_ids[0])
    assert (told.story.status, told.story.decided_on) == ("cleared", "2020-01-09")
    assert told.decisions[-1].note == "serial numbers matched"
    assert any(event.what.startswith("Decided: cleared") for event in told.timeline)


def test_a_decision_taken_after_the_last_record_stands_on_the_page_too(scanned, case_ids, tmp_path):
    copy = tmp_path / "w.duckdb"
    shutil.copy(scanned, copy)
    with open_workspace(copy) as con:
        con.execute(
            "insert into disposition_versions (case_id, decision, decided_on, decided_by) "
            "values ($case_id, 'cleared', date '2199-01-09', 'an analyst')",
            {"case_id": case_ids[0]},
        )
        assert build_case_file(con, case_ids[0]).story.decided_on == "2199-01-09"


def test_the_files_of_the_case_are_told_with_their_hashes(case_con, told):
    known = {row[0] for row in case_con.execute("select sha256 from files").fetchall()}
    assert {file.sha256 for file in told.files} <= known
    assert sum(file.lines for file in told.files) == told.story.shipments


def test_values_of_the_evidence_are_written_as_its_sentences_write_them(told):
    assert with_unit(1.0, "share") == "100 %"
    assert with_unit(1.9325, "decades") == "× 85.6"
    assert with_unit(3.738, "nats") == "one in 42"
    assert with_unit(34.3, "MADs") == "34.3 MADs"
    worded = [row for row in told.evidence if "a factor of" in row.text]
    assert all(row.value.removeprefix("× ") in row.text for row in worded if "×" in row.value)


def test_what_would_have_to_be_usual_is_a_sentence_of_values_and_no_feature_names(told):
    assert told.changes
    for change in told.changes:
        assert change.told.startswith(("would ", "No single reason"))
        assert "_" not in change.told
