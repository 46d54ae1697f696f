"""Decisions come in from CSV and go out again."""

import csv

from detector.review import Verdict, decide, import_decisions, open_desk, write_decisions
from tests.review.flags import flag


def test_decisions_come_in_once_and_what_cannot_be_read_is_told(desk, tmp_path):
    file = tmp_path / "theirs.csv"
    file.write_text(
        "case_id,shipment_id,decision,decided_on,decided_by,note\n"
        "C-1,,cleared,2026-08-30,eva,returned goods\n"
        ",S-7,diverted,2026-08-31,eva,\n"
        "C-2,,perhaps,,,\n"
        "C-3,,referred,someday,,\n"
    )
    told = import_decisions(desk, file, "ana")
    assert (told.taken, told.known, len(told.refused)) == (2, 0, 2)
    assert import_decisions(desk, file, "ana").known == 2
    assert desk.standing("C-1").decided_by == "eva"


def test_a_decision_of_ours_is_not_overwritten(desk, tmp_path):
    decide(desk, flag(), "ana", Verdict("refer", "papers do not agree"))
    file = tmp_path / "theirs.csv"
    file.write_text("case_id,decision,decided_by\nC-1,cleared,eva\n")
    assert "another decision" in import_decisions(desk, file, "ana").refused[0]
    assert desk.standing("C-1").disposition == "refer"


def test_what_one_desk_writes_another_takes_and_no_cell_is_a_formula(desk, tmp_path, clock):
    decide(desk, flag(), "ana", Verdict("refer", "=HYPERLINK(0) in the papers"))
    write_decisions(desk, tmp_path / "ours.csv")
    with (tmp_path / "ours.csv").open() as opened:
        (row,) = csv.DictReader(opened)
    assert row["note"].startswith("'=")
    with open_desk(tmp_path / "other.duckdb", clock) as other:
        assert import_decisions(other, tmp_path / "ours.csv", "ben").taken == 1
