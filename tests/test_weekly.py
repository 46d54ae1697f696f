import hashlib
import json
import shutil

import pytest

from detector.cli import main
from detector.errors import InputError, WorkspaceError
from detector.weekly import WeeklyPlan, run_weekly
from detector.workspace import open_workspace
from tests.example import QUICK


def bytes_below(folder):
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.fixture(scope="module")
def begun(scanned, tmp_path_factory):
    """Give a folder with a scanned workspace, and an inbox with one file that is new to it."""
    folder = tmp_path_factory.mktemp("begun")
    shutil.copy(scanned, folder / "w.duckdb")
    (folder / "inbox").mkdir()
    shutil.copy(scanned.parent / "shipments.csv", folder / "inbox" / "a.csv")
    lists = "name,programme,country,listed_on\nInvented Trading Ltd.,List A,HK,2025-01-01\n"
    (folder / "inbox" / "list.csv").write_text(lists, encoding="utf-8")
    plan = WeeklyPlan(folder / "inbox", folder / "w.duckdb", folder / "reports")
    before = bytes_below(folder / "inbox")
    done = run_weekly(plan, QUICK)
    assert bytes_below(folder / "inbox") == before
    return folder, plan, done


def test_what_is_new_is_loaded_scanned_and_reported(begun):
    folder, plan, done = begun
    assert [report.name for report in done.reports] == ["list.csv"]
    assert done.known == 1
    assert done.scan.scan_id == 2
    assert (folder / "reports").is_dir()
    assert str(done.page).startswith(str(plan.out))
    with open_workspace(plan.workspace, read_only=True) as con:
        assert con.execute("select count(*) from scans").fetchall() == [(2,)]
    left = {file.name for file in folder.iterdir()}
    assert left == {"inbox", "reports", "w.duckdb"}


def test_the_second_run_says_nothing_new_and_changes_no_byte(begun, capsys):
    folder, plan, _ = begun
    before = bytes_below(folder)
    told = ["weekly", "--inbox", str(plan.inbox), "--workspace", str(plan.workspace)]
    assert main([*told, "--out", str(plan.out)]) == 0
    assert "Nothing new: 2 files" in capsys.readouterr().out
    assert main([*told, "--out", str(plan.out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["data"]["known"] == 2
    assert bytes_below(folder) == before


def test_files_that_no_layout_fits_are_all_named_and_nothing_changes(begun, tmp_path):
    folder = begun[0]
    shutil.copytree(folder, tmp_path / "w")
    moved = WeeklyPlan(tmp_path / "w/inbox", tmp_path / "w/w.duckdb", tmp_path / "w/reports")
    (moved.inbox / "b.csv").write_text("colour,taste\nred,sweet\n", encoding="utf-8")
    (moved.inbox / "c.bin").write_bytes(bytes(range(256)))
    listed = "name,programme,country,listed_on\nOther Trading Ltd.,List A,HK,2025-01-01\n"
    (moved.inbox / "d.csv").write_text(listed, encoding="utf-8")
    before = bytes_below(tmp_path)
    with pytest.raises(InputError) as caught:
        run_weekly(moved, QUICK)
    assert "2 files of 3" in caught.value.what
    assert "b.csv" in caught.value.what
    assert "c.bin" in caught.value.what
    assert "d.csv" not in caught.value.what
    assert bytes_below(tmp_path) == before


def test_a_scan_that_fails_leaves_all_as_it_was(tmp_path):
    (tmp_path / "inbox").mkdir()
    listed = "name,programme,country,listed_on\nOther Trading Ltd.,List A,HK,2025-01-01\n"
    (tmp_path / "inbox" / "list.csv").write_text(listed, encoding="utf-8")
    plan = WeeklyPlan(tmp_path / "inbox", tmp_path / "w.duckdb", tmp_path / "reports")
    assert main(["weekly", "--inbox", str(plan.inbox), "-w", str(plan.workspace)]) == 4
    assert {file.name for file in tmp_path.iterdir()} == {"inbox"}


def test_a_missing_inbox_and_a_missing_folder_are_told(tmp_path):
    with pytest.raises(InputError, match="no folder"):
        run_weekly(WeeklyPlan(tmp_path / "none", tmp_path / "w.duckdb", tmp_path))
    with pytest.raises(WorkspaceError, match="does not exist"):
        run_weekly(WeeklyPlan(tmp_path, tmp_path / "none" / "w.duckdb", tmp_path))
