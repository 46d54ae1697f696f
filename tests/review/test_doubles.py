"""A case that repeats another: one on pages, two at the desk, apart again when it is opened."""

import csv
import json
import shutil

import pytest

from detector.cli import main
from detector.errors import ReviewError
from detector.review import (
    Verdict,
    check_double,
    decide,
    decline,
    import_decisions,
    open_desk,
    open_docket,
    status_of,
    write_decisions,
)
from tests.review.flags import docket, flag

NOTE = "the same consignment, filed twice"
DOUBLE = Verdict("duplicate", NOTE, "", "C-1")


@pytest.fixture
def workspace(tmp_path, scanned):
    shutil.copyfile(scanned, tmp_path / "w.duckdb")
    return tmp_path / "w.duckdb"


def test_pages_tell_both_as_one_and_the_old_id_leads_there_until_it_is_opened_again(
    workspace, tmp_path, capsys
):
    where, out = ("-w", str(workspace)), tmp_path / "out"
    keep, *_, old = open_docket(workspace).flags
    said = ("--note", NOTE, "--as", "ana")
    assert main(["review", "decide", old, "duplicate", *where, *said, "--duplicate-of", keep]) == 0
    assert main(["report", *where, "--out", str(out)]) == 0
    (page,) = out.glob("*-W*.json")
    week = json.loads(page.read_text(encoding="utf-8"))
    assert old not in {case["case_id"] for case in week["cases"]}
    assert old not in {row["case_id"] for row in week["queue"]}
    (folder,) = out.glob("*-cases")
    leads = (folder / f"case-{old}.html").read_text(encoding="utf-8")
    assert f"Merged into case {keep}" in leads and f'href="case-{keep}.html"' in leads
    told = json.loads((folder / f"case-{keep}.json").read_text(encoding="utf-8"))
    assert [(one["case_id"], one["into_id"], one["note"]) for one in told["merged"]] == [
        (old, keep, NOTE)
    ]
    lines = {line["shipment_id"] for line in told["story"]["lines"]}
    assert set(open_docket(workspace).flags[old].lines) & lines or told["story"]["more_lines"]
    assert f"{old} repeats this case" in (folder / f"case-{keep}.html").read_text(encoding="utf-8")

    capsys.readouterr()
    assert main(["case", old, *where, "--out", str(tmp_path / "one")]) == 0
    assert f"{old} is merged into {keep}" in capsys.readouterr().out
    assert (tmp_path / "one" / f"case-{old}.html").read_text(encoding="utf-8") == leads

    assert main(["review", "reopen", old, *where, "--note", "these were other goods"]) == 0
    assert main(["case", old, *where, "--out", str(tmp_path / "two")]) == 0
    again = (tmp_path / "two" / f"case-{old}.html").read_text(encoding="utf-8")
    assert "Merged into" not in again and "What the records state" in again


def test_the_terminal_and_pages_agree_on_what_a_case_counts_as(workspace, capsys):
    where = ("-w", str(workspace))
    first, *_, last = open_docket(workspace).flags
    assert main(["review", "decide", first, "refer", *where, "--note", NOTE]) == 0
    said = ("--note", NOTE, "--duplicate-of", first)
    assert main(["review", "decide", last, "duplicate", *where, *said]) == 0
    assert main(["train", *where]) == 0  # brings the desk's decisions in
    capsys.readouterr()
    assert main(["review", "list", *where, "--json"]) == 0
    listed = {row["key"]: row["status"] for row in json.loads(capsys.readouterr().out)["data"]}
    assert (
        main(
            [
                "export",
                "cases",
                *where,
                "--format",
                "json",
                "--out",
                str(workspace.parent / "c.json"),
            ]
        )
        == 0
    )
    exported = json.loads((workspace.parent / "c.json").read_text(encoding="utf-8"))
    assert {row["case_id"]: row["status"] for row in exported} == listed
    assert (listed[first], listed[last]) == ("referred", "referred")
    assert set(listed.values()) == {"referred", "open"}


def test_a_decision_loaded_from_elsewhere_shows_in_the_list(workspace, tmp_path, capsys):
    where = ("-w", str(workspace))
    first, *_ = open_docket(workspace).flags
    file = tmp_path / "dispositions.csv"
    file.write_text(f"case_id,decision,decided_on\n{first},cleared,2031-02-03\n", encoding="utf-8")
    assert main(["load", str(file), *where]) == 0
    capsys.readouterr()
    assert main(["review", "list", *where]) == 0
    assert "on record: cleared 2031-02-03" in capsys.readouterr().out.splitlines()[0]
    with open_desk(workspace) as desk:
        found = open_docket(workspace)
        assert status_of(desk, found, first) == ("cleared", "2031-02-03")
        decide(desk, found.flags[first], "ana", Verdict("refer", NOTE))
        assert status_of(desk, found, first) == ("cleared", "2031-02-03")  # of the later day


def test_a_duplicate_of_nothing_known_is_refused(desk):
    with pytest.raises(ReviewError, match="There is no case 'C-9'"):
        check_double(desk, docket(flag()), "duplicate", "C-9")
    check_double(desk, docket(flag()), "duplicate", "C-1")
    decide(desk, flag("C-9"), "ana", Verdict("refer", NOTE))
    check_double(desk, docket(flag()), "duplicate", "C-9")  # an earlier scan knew it


def test_a_ring_of_duplicates_is_refused(desk):
    decide(desk, flag("C-2"), "ana", DOUBLE)
    decide(desk, flag("C-3"), "ana", Verdict("duplicate", NOTE, "", "C-2"))
    with pytest.raises(ReviewError, match="cannot double itself"):
        decide(desk, flag("C-1"), "ana", Verdict("duplicate", NOTE, "", "C-3"))
    decline(desk, "C-2", "ben", "these were other goods")
    decide(desk, flag("C-1"), "ana", Verdict("duplicate", NOTE, "", "C-3"))


def test_another_desk_learns_which_case_it_repeats(tmp_path, desk, clock):
    decide(desk, flag("C-2"), "ana", DOUBLE)
    write_decisions(desk, tmp_path / "decisions.csv")
    told = (tmp_path / "decisions.csv").read_text(encoding="utf-8")
    (row,) = csv.DictReader(told.splitlines())
    assert (row["disposition"], row["duplicate_of"]) == ("duplicate", "C-1")
    with open_desk(tmp_path / "other.duckdb", clock) as other:
        assert import_decisions(other, tmp_path / "decisions.csv", "ben").taken == 1
        assert other.standing("C-2").duplicate_of == "C-1"
        assert other.labels.doubles_of("C-1") == ["C-2"]


def test_the_desks_pages_lead_from_one_to_the_other_and_refuse_what_is_not_there(served):
    ana = served.client("ana")
    keep, old = served.keys[-2:]
    told = served.decide(ana, old, "duplicate", NOTE, duplicate_of="C-NOWHERE")
    assert (told.status_code, "There is no case" in told.text) == (409, True)
    assert served.decide(ana, old, "duplicate", NOTE, duplicate_of=keep).status_code == 303
    assert f'href="/case/{keep}"' in ana.get(f"/case/{old}").text
    assert f'<a href="/case/{old}">{old}</a> repeats this case' in ana.get(f"/case/{keep}").text
    assert f"Case {old}" in ana.get(f"/case/{old}/file").text  # the desk shows each by itself
    served.act(ana, old, "decline", note="these were other goods")
    assert "repeats this case" not in ana.get(f"/case/{keep}").text
