"""The desk in the terminal."""

import json
import shutil

import pytest

from detector.cli import main
from detector.review import open_docket


@pytest.fixture
def workspace(tmp_path, scanned):
    shutil.copyfile(scanned, tmp_path / "w.duckdb")
    return tmp_path / "w.duckdb"


def test_a_case_goes_from_new_to_a_bundle_that_holds(workspace, tmp_path, capsys):
    where = ("-w", str(workspace))
    (key, *_) = open_docket(workspace).flags
    note = ("--note", "seen the papers at the port")
    assert main(["review", "decide", key, "confirmed diversion", *where, *note, "--as", "ana"]) == 0
    assert "second person" in capsys.readouterr().out
    assert main(["review", "agree", key, *where, "--as", "ana"]) == 12
    assert main(["review", "agree", key, *where, "--as", "ben"]) == 0
    assert main(["review", "list", *where, "--state", "closed"]) == 0
    assert "confirmed diversion  (ana)" in capsys.readouterr().out
    assert main(["review", "export", key, *where, "--out", str(tmp_path)]) == 0
    assert main(["review", "verify", "--bundle", str(tmp_path / f"case-{key}.zip")]) == 0
    capsys.readouterr()
    assert main(["review", "verify", *where, "--json"]) == 0
    head = json.loads(capsys.readouterr().out)["data"]["head"]
    assert main(["review", "verify", *where, "--head", head[:12]]) == 0
    assert main(["review", "verify", *where, "--head", "0" * 12]) == 7


def test_a_case_that_is_not_there_is_refused_whatever_its_name(workspace):
    note = ("--note", "seen the papers at the port")
    assert main(["review", "decide", "../../etc", "refer", "-w", str(workspace), *note]) == 12
    assert main(["review", "export", "../../etc/x", "-w", str(workspace)]) != 0
