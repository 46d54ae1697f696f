"""Decisions reach the next scan and report while others read the workspace."""

import shutil
import subprocess
import sys

import pytest

from detector.cli import main
from detector.errors import WorkspaceError
from detector.review import (
    Verdict,
    bring_in,
    decide,
    decline,
    draw_lines,
    open_desk,
    open_docket,
    put_on_docket,
)
from detector.workspace import open_next_generation, open_workspace

READER = """
import sys
from pathlib import Path
from detector.workspace import open_workspace
with open_workspace(Path(sys.argv[1]), read_only=True) as con:
    print("open", flush=True)
    sys.stdin.readline()
    print(con.execute("select count(*) from scores").fetchall()[0][0], flush=True)
"""


@pytest.fixture
def workspace(tmp_path, scanned):
    shutil.copyfile(scanned, tmp_path / "w.duckdb")
    return tmp_path / "w.duckdb"


def test_a_decision_is_in_the_next_report_with_the_head_of_the_chain(workspace, tmp_path):
    (key, *_) = open_docket(workspace).flags
    note = ("--note", "weights do not agree with the papers", "--as", "ana")
    assert main(["review", "decide", key, "refer", "-w", str(workspace), *note]) == 0
    assert main(["report", "-w", str(workspace), "--out", str(tmp_path), "--single-file"]) == 0
    (page,) = tmp_path.glob("*-W*.html")
    with open_desk(workspace) as desk:
        head = desk.head
    assert head in page.read_text(encoding="utf-8")
    with open_workspace(workspace, read_only=True) as con:
        rows = con.execute("select case_id, decision, decided_by from dispositions").fetchall()
    assert rows == [(key, "referred", "ana")]


def test_a_decision_taken_back_is_gone_from_the_labels(workspace):
    flag = next(iter(open_docket(workspace).flags.values()))
    with open_desk(workspace) as desk:
        decide(desk, flag, "ana", Verdict("refer", "papers do not agree"))
        with open_workspace(workspace) as con:
            assert bring_in(con, workspace) == 1
            assert bring_in(con, workspace) == 0  # nothing new
        decline(desk, flag.key, "ben", "these were other goods")
        with open_workspace(workspace) as con:
            bring_in(con, workspace)
            assert con.execute("select count(*) from dispositions").fetchall() == [(0,)]


def test_a_generation_is_published_while_another_process_reads(workspace):
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(workspace)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:
        assert reader.stdout is not None and reader.stdin is not None
        assert reader.stdout.readline() == "open\n"
        with pytest.raises(WorkspaceError, match="Another process"), open_workspace(workspace):
            pass
        with open_next_generation(workspace) as con:
            con.execute("delete from scores")
        reader.stdin.write("\n")
        reader.stdin.flush()
        assert int(reader.stdout.readline()) > 0
    with open_workspace(workspace, read_only=True) as con:
        assert con.execute("select count(*) from scores").fetchall() == [(0,)]


def test_a_generation_that_fails_changes_nothing_and_leaves_nothing(workspace):
    before = workspace.read_bytes()
    with pytest.raises(KeyError), open_next_generation(workspace) as con:
        con.execute("delete from scores")
        raise KeyError
    assert workspace.read_bytes() == before
    assert [file.name for file in workspace.parent.glob("*.next*")] == []


def test_a_workspace_changed_meanwhile_is_not_overwritten(workspace):
    with (
        pytest.raises(WorkspaceError, match="changed the workspace meanwhile"),
        open_next_generation(workspace),
        open_workspace(workspace) as con,
    ):
        con.execute("create table later (n integer)")


def test_lines_below_are_drawn_with_equal_chances_and_the_same_seed_draws_alike(workspace):
    with open_workspace(workspace, read_only=True) as con:
        drawn, probability = draw_lines(con, 1, 5, "seed")
        again, _ = draw_lines(con, 1, 5, "seed")
        below = con.execute("select count(*) from scores where not flagged").fetchall()[0][0]
    assert drawn == again
    assert len(set(drawn)) == 5
    assert probability == pytest.approx(5 / below, rel=0.05)
    with open_desk(workspace) as desk:
        assert len(put_on_docket(desk, drawn, probability, 1)) == 5
