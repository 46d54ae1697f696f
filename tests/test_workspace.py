import subprocess
import sys

import pytest

from detector.errors import WorkspaceError
from detector.workspace import open_workspace, table_exists, transaction


def test_a_workspace_is_made_where_there_is_none(tmp_path):
    with open_workspace(tmp_path / "w.duckdb") as con:
        con.execute("create table kept (n integer)")
    with open_workspace(tmp_path / "w.duckdb") as con:
        assert table_exists(con, "kept")


def test_reading_makes_no_workspace(tmp_path):
    with (
        pytest.raises(WorkspaceError, match="There is no workspace here"),
        open_workspace(tmp_path / "w.duckdb", read_only=True),
    ):
        pass
    assert not (tmp_path / "w.duckdb").exists()


def test_a_file_of_another_kind_is_refused_and_left_alone(tmp_path):
    (tmp_path / "w.duckdb").write_text("a,b\n1,2\n" * 2000)
    before = (tmp_path / "w.duckdb").read_bytes()
    with pytest.raises(WorkspaceError, match="workspace"), open_workspace(tmp_path / "w.duckdb"):
        pass
    assert (tmp_path / "w.duckdb").read_bytes() == before


def test_a_workspace_of_another_version_is_refused(tmp_path):
    with open_workspace(tmp_path / "w.duckdb") as con:
        con.execute("update workspace set schema_version = 99")
    with pytest.raises(WorkspaceError, match="format 99"), open_workspace(tmp_path / "w.duckdb"):
        pass


def test_a_workspace_held_by_another_process_is_refused_in_plain_words(tmp_path):
    path = tmp_path / "w.duckdb"
    hold = (
        "import sys, pathlib; from detector.workspace import open_workspace\n"
        "with open_workspace(pathlib.Path(sys.argv[1])):\n"
        "    print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(WorkspaceError, match="Another process"), open_workspace(path):
            pass
        other.communicate("")


def test_a_failed_transaction_changes_nothing(con):
    con.execute("create table kept (n integer)")
    with pytest.raises(ZeroDivisionError), transaction(con):
        con.execute("insert into kept values (1)")
        raise ZeroDivisionError
    assert con.execute("select count(*) from kept").fetchall() == [(0,)]


def test_a_memory_limit_that_is_no_size_is_refused(tmp_path):
    with (
        pytest.raises(WorkspaceError, match="memory limit"),
        open_workspace(tmp_path / "w.duckdb", memory_limit="lots"),
    ):
        pass


def test_no_extension_is_ever_fetched(con):
    asked = con.execute(
        "select current_setting('autoinstall_known_extensions'), "
        "current_setting('autoload_known_extensions')"
    ).fetchall()
    assert asked == [(False, False)]
