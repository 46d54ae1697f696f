"""Keeps the ledgers of loads and files."""

from datetime import UTC, datetime
from importlib.metadata import version

from detector.records.accounts import FileReport
from detector.records.layout import Layout
from detector.workspace import Connection


def begin_load(con: Connection) -> int:
    """Open a load and give its number."""
    (load_id,) = con.execute("select coalesce(max(load_id), 0) + 1 from loads").fetchall()[0]
    at, ours = datetime.now(UTC).replace(tzinfo=None), version("chiptrace")
    con.execute(
        "insert into loads values ($load_id, $at, $version)",
        {"load_id": load_id, "at": at, "version": ours},
    )
    return int(load_id)


def end_load(con: Connection, load_id: int) -> None:
    """Strike a load that brought no file."""
    con.execute(
        "delete from loads where load_id = $load_id and load_id not in (select load_id from files)",
        {"load_id": load_id},
    )


def next_file(con: Connection) -> int:
    """Give the number of the next file."""
    return int(con.execute("select coalesce(max(file_id), 0) + 1 from files").fetchall()[0][0])


def enter_file(
    con: Connection, numbers: tuple[int, int], sha256: str, layout: Layout, report: FileReport
) -> None:
    """Enter a file that has landed; ``numbers`` are those of the file and its load."""
    entry = {
        "file_id": numbers[0],
        "load_id": numbers[1],
        "name": report.name,
        "sha256": sha256,
        "kind": report.kind,
        "layout": report.layout,
        "layout_sha256": layout.fingerprint,
        "source": report.source,
        "encoding": report.encoding,
        "physical_lines": report.physical_lines,
        "loaded": report.loaded,
        "rejected": report.rejected,
        "skipped": report.skipped,
        "superseded": report.superseded,
    }
    names = ", ".join(entry)
    values = ", ".join(f"${name}" for name in entry)
    con.execute(f"insert into files ({names}) values ({values})", entry)  # noqa: S608  our own names


def loaded_before(
    con: Connection, sha256: str, layout: Layout, source: str | None
) -> FileReport | None:
    """Give the report of a file whose content was loaded before with the same layout, or None."""
    found = con.execute(
        "select name, kind, layout, source, encoding, physical_lines from files "
        "where sha256 = $sha256 and layout_sha256 = $layout "
        "and ($source is null or source = $source) order by file_id desc limit 1",
        {"sha256": sha256, "layout": layout.fingerprint, "source": source},
    ).fetchall()
    if not found:
        return None
    name, kind, of_layout, of, encoding, lines = found[0]
    return FileReport(name, kind, of_layout, of, encoding, lines, already_loaded=True)
