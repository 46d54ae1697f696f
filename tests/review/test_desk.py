"""What the desk acknowledges is there afterwards, whatever happens to the process."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from detector.errors import IntegrityError, ReviewError, WorkspaceError
from detector.review import (
    Verdict,
    decide,
    desk_file,
    open_desk,
    snapshot_file,
)
from detector.workspace import open_workspace
from tests.review.flags import flag

ROOT = Path(__file__).parents[2]
SEEN = Verdict("refer", "papers do not agree with the weight")


def test_what_was_decided_stands_after_opening_again(tmp_path, clock):
    with open_desk(tmp_path / "w.duckdb", clock) as desk:
        decide(desk, flag(), "ana", SEEN)
        head = desk.head
    with open_desk(tmp_path / "w.duckdb", clock) as desk:
        assert (desk.standing("C-1").disposition, desk.head) == ("refer", head)


def test_a_second_writer_is_told_what_to_do(tmp_path, desk, monkeypatch):
    held = WorkspaceError("Another process has the workspace open", "", "")
    held.where = str(desk_file(tmp_path / "w.duckdb"))

    def refuse(*_given, **_named):
        raise held

    monkeypatch.setattr("detector.review.desk.open_workspace", refuse)
    with (
        pytest.raises(WorkspaceError, match="review desk is open in another process"),
        open_desk(tmp_path / "w.duckdb"),
    ):
        pass


def test_the_second_of_two_gets_a_clear_message_and_writes_nothing(desk):
    version = desk.standing("C-1").version
    decide(desk, flag(), "ana", SEEN, version)
    with pytest.raises(ReviewError, match="ana changed this case while you had it open"):
        decide(desk, flag(), "ben", SEEN, version)
    assert len(desk.events) == 1


def test_moments_never_run_backwards(desk, clock):
    first = desk.append("viewed", "C-1", "ana", {})
    clock.now -= timedelta(hours=3)
    assert desk.append("viewed", "C-1", "ana", {}).made_at >= first.made_at


def test_a_tampered_file_is_not_opened(tmp_path, clock):
    with open_desk(tmp_path / "w.duckdb", clock) as desk:
        decide(desk, flag(), "ana", SEEN)
    with open_workspace(desk_file(tmp_path / "w.duckdb")) as con:
        con.execute("update events set actor = 'ben'")
    with (
        pytest.raises(IntegrityError, match="Event 1 was changed"),
        open_desk(tmp_path / "w.duckdb", clock),
    ):
        pass


def test_the_snapshot_holds_the_contracts_columns_and_the_head(tmp_path, desk):
    decide(desk, flag(), "ana", SEEN)
    told = pq.read_table(snapshot_file(tmp_path / "w.duckdb"))
    assert told.to_pylist()[0]["decision"] == "referred"
    assert told.schema.metadata[b"chiptrace.desk.head"].decode() == desk.head


def test_a_duplicate_follows_its_master_and_a_ring_has_no_label(tmp_path, desk):
    snapshot = snapshot_file(tmp_path / "w.duckdb")
    decide(desk, flag("C-2"), "ana", Verdict("duplicate", "the same consignment", "", "C-1"))
    assert pq.read_table(snapshot).num_rows == 0
    decide(desk, flag("C-1"), "ana", SEEN)
    assert pq.read_table(snapshot)["decision"].to_pylist() == ["referred", "referred"]
    ring = {"disposition": "duplicate", "note": "the same consignment"}  # of an earlier version
    desk.append("closed", "C-3", "ana", ring | {"duplicate_of": "C-4"})
    desk.append("closed", "C-4", "ana", ring | {"duplicate_of": "C-3"})
    assert pq.read_table(snapshot).num_rows == 2


def test_nothing_acknowledged_is_lost_in_twenty_kills():
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.desk_kill", "--print", "--rounds", "20"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(told.stdout)
    assert (found["rounds"], found["lost"], found["chain"]) == (20, 0, "holds")
    assert found["decisions_not_in_the_snapshot"] == 0
    assert found["acknowledged"] >= 20
