"""The workspace: one DuckDB file that every step reads from and writes to.

The only module that imports duckdb; everything else receives a `Connection`.
"""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from detector.errors import StorageError, WorkspaceError

Connection = duckdb.DuckDBPyConnection
DatabaseError = duckdb.Error
MemoryShort = duckdb.OutOfMemoryException

SCHEMA_VERSION = 1

_CLOSED = {
    "python_enable_replacements": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}


def open_memory(memory_limit: str = "4GB", threads: int = 0) -> Connection:
    """Open a workspace that lives in memory only, for rehearsals and tests."""
    return _settle(duckdb.connect(":memory:", config=dict(_CLOSED)), memory_limit, threads)


@contextmanager
def open_workspace(
    path: Path | str, *, read_only: bool = False, memory_limit: str = "4GB", threads: int = 0
) -> Iterator[Connection]:
    """Open a workspace file, making it when it is missing, and close it at the end.

    Parameters
    ----------
    path : Path or str
        The DuckDB file.
    read_only : bool
        Open for reading; the file must exist.
    memory_limit : str
        Memory that DuckDB may take.
    threads : int
        Threads that DuckDB may use; 0 = as many as there are cores.

    Yields
    ------
    Connection

    Raises
    ------
    WorkspaceError
        If another process holds the file, or the file is no workspace of this version.
    StorageError
        If the disk is full while the workspace is open.
    """
    path = Path(path)
    con = _connect(path, read_only)
    try:
        _settle(con, memory_limit, threads)
        _check_version(con, path, read_only)
        yield con
    except duckdb.Error as error:
        if _is_disk_full(error):
            raise disk_full(path) from error
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise disk_full(path) from error
        raise
    finally:
        con.close()


@contextmanager
def open_next_generation(
    path: Path | str, *, memory_limit: str = "4GB", threads: int = 0
) -> Iterator[Connection]:
    """Change a copy of a workspace, then put it in the place of the old one in one step.

    Who reads the old file meanwhile, such as the review server, goes on reading it unharmed. Where
    there is no workspace yet, it is made in place. On an error nothing is changed.

    Raises
    ------
    WorkspaceError
        If another process holds the file for writing, or changed it meanwhile.
    StorageError
        If the disk is full.
    """
    path = Path(path)
    if not path.exists():
        with open_workspace(path, memory_limit=memory_limit, threads=threads) as con:
            yield con
        return
    copy, before = copy_workspace(path, f"{os.getpid()}.next")
    try:
        with open_workspace(copy, memory_limit=memory_limit, threads=threads) as con:
            yield con
        if mark_of(path) != before:
            raise WorkspaceError(
                "Another process changed the workspace meanwhile; nothing was changed here",
                str(path),
                "Run the command again.",
            )
        copy.replace(path)
        path.with_name(path.name + ".wal").unlink(missing_ok=True)
    finally:
        copy.unlink(missing_ok=True)
        copy.with_name(copy.name + ".wal").unlink(missing_ok=True)


def copy_workspace(path: Path, ending: str) -> tuple[Path, tuple[int, int, int]]:
    """Copy a workspace beside itself while nobody writes it.

    Returns
    -------
    tuple
        The copy, and a mark that changes when the workspace does.

    Raises
    ------
    WorkspaceError
        If another process holds the file for writing.
    StorageError
        If the disk is full; no copy is left.
    """
    with open_workspace(path, read_only=True, memory_limit="256MB", threads=1):
        copy, mark = path.with_name(f"{path.name}.{ending}"), mark_of(path)
        try:
            shutil.copyfile(path, copy)
            journal = path.with_name(path.name + ".wal")
            if journal.exists():
                shutil.copyfile(journal, copy.with_name(copy.name + ".wal"))
        except OSError as error:
            copy.unlink(missing_ok=True)
            raise disk_full(path) from error
    return copy, mark


def open_unnamed(path: Path, memory_limit: str = "1GB", threads: int = 1) -> Connection:
    """Open a file for reading and take its name away: it is gone when the last reader closes."""
    con = _settle(_connect(path, read_only=True), memory_limit, threads)
    path.unlink()
    return con


@contextmanager
def transaction(con: Connection) -> Iterator[None]:
    """Do all of what follows or none of it."""
    con.execute("begin transaction")
    try:
        yield
    except BaseException:
        con.execute("rollback")
        raise
    con.execute("commit")


def compact_workspace(path: Path) -> None:
    """Write a closed workspace anew, so that the bytes of deleted rows are gone from its file.

    Raises
    ------
    WorkspaceError
        If the file cannot be opened.
    StorageError
        If the disk is full; the file stays as it was.
    """
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    names = [str(file).replace("'", "''") for file in (path, part)]
    con = open_memory()
    try:
        con.execute(f"attach '{names[0]}' as worn (read_only)")
        con.execute(f"attach '{names[1]}' as fresh")
        con.execute("copy from database worn to fresh")
        con.execute("detach fresh")
    except duckdb.Error as error:
        part.unlink(missing_ok=True)
        if _is_disk_full(error):
            raise disk_full(path) from error
        raise WorkspaceError(
            f"The file could not be written anew: {str(error).splitlines()[0]}",
            str(path),
            "Run the command again when no other process has the workspace open.",
        ) from error
    finally:
        con.close()
    part.replace(path)


def table_exists(con: Connection, name: str) -> bool:
    """Say whether a table or view of that name is there."""
    found = con.execute(
        "select 1 from duckdb_tables() where table_name = $name "
        "union all select 1 from duckdb_views() where view_name = $name",
        {"name": name},
    ).fetchall()
    return bool(found)


def disk_full(path: Path) -> StorageError:
    """Tell that the disk is full; what was begun has been rolled back."""
    return StorageError(
        "The disk is full; nothing was changed", str(path), "Free some space and run it again."
    )


def mark_of(path: Path) -> tuple[int, int, int]:
    """Return what changes when a file is written or replaced."""
    told = path.stat()
    return told.st_ino, told.st_size, told.st_mtime_ns


def _connect(path: Path, read_only: bool) -> Connection:
    if read_only and not path.exists():
        raise WorkspaceError(
            "There is no workspace here",
            str(path),
            "Make one with: chiptrace load FILE --workspace.",
        )
    if not path.parent.is_dir():
        raise WorkspaceError(
            "The folder of the workspace does not exist", str(path.parent), "Make it first."
        )
    try:
        return duckdb.connect(str(path), read_only=read_only, config=dict(_CLOSED))
    except duckdb.IOException as error:
        if _is_disk_full(error):
            raise disk_full(path) from error
        if "lock" in str(error).lower():
            raise WorkspaceError(
                "Another process has the workspace open",
                str(path),
                "Wait until it ends, or stop it, and run the command again.",
            ) from error
        raise WorkspaceError(
            "The file is not a chiptrace workspace",
            str(path),
            "Name a workspace made by chiptrace, or a file that does not exist yet.",
        ) from error
    except duckdb.Error as error:
        raise WorkspaceError(
            f"The workspace cannot be opened: {str(error).splitlines()[0]}",
            str(path),
            "Name a workspace made by chiptrace, or a file that does not exist yet.",
        ) from error


def _settle(con: Connection, memory_limit: str, threads: int) -> Connection:
    try:
        con.execute("set memory_limit = $limit", {"limit": memory_limit})
    except duckdb.Error as error:
        con.close()
        raise WorkspaceError(
            f"The memory limit {memory_limit!r} is not understood",
            "setting memory_limit",
            "Write a size such as '4GB'.",
        ) from error
    if threads:
        con.execute("set threads = $threads", {"threads": threads})
    con.execute("set enable_progress_bar = false")
    return con


def _check_version(con: Connection, path: Path, read_only: bool) -> None:
    if not table_exists(con, "workspace"):
        strangers = con.execute("select count(*) from information_schema.tables").fetchall()[0][0]
        if strangers or read_only:
            raise WorkspaceError(
                "The DuckDB file is not a chiptrace workspace",
                str(path),
                "Name a workspace made by chiptrace, or a file that does not exist yet.",
            )
        con.execute("create table workspace (schema_version integer)")
        con.execute("insert into workspace values ($version)", {"version": SCHEMA_VERSION})
    found = con.execute("select max(schema_version) from workspace").fetchall()[0][0]
    if found != SCHEMA_VERSION:
        raise WorkspaceError(
            f"The workspace has format {found}; this chiptrace reads format {SCHEMA_VERSION}",
            str(path),
            "Open it with the chiptrace that made it, or load the files into a new workspace.",
        )


def _is_disk_full(error: Exception) -> bool:
    told = str(error).lower()
    return "no space left" in told or "disk full" in told or "failed to offload data" in told
