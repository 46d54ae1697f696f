"""Loads files of records into a workspace: whole or not at all."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from detector.errors import ChiptraceError, InputError, RecordError, StorageError, WorkspaceError
from detector.records.accounts import FileReport, LoadPlan, account
from detector.records.cells import read_cells
from detector.records.columnar import read_frame, read_parquet
from detector.records.contract import TABLES
from detector.records.delimited import UncleanError, read_delimited
from detector.records.documents import read_json
from detector.records.landing import land
from detector.records.layout import Layout
from detector.records.ledger import begin_load, end_load, enter_file, loaded_before, next_file
from detector.records.pivoting import unpivot
from detector.records.shelf import CANONICAL, canonical, find_layout, shelf
from detector.records.sources import default_source
from detector.records.staging import Place, Staged, clear
from detector.records.survey import Survey, survey
from detector.records.tables import lay_out
from detector.records.taking import Tell
from detector.records.workbooks import read_workbook
from detector.workspace import Connection, DatabaseError, transaction


def load_files(
    con: Connection,
    paths: Sequence[Path | str],
    plan: LoadPlan | None = None,
    tell: Tell | None = None,
) -> tuple[FileReport, ...]:
    """Load files into the workspace, all of them or none.

    Parameters
    ----------
    con : Connection
    paths : sequence of Path or str
        CSV (also packed), JSON, JSON lines, Parquet or Excel files.
    plan : LoadPlan or None
    tell : callable or None
        Called with a line of text when a step begins.

    Returns
    -------
    tuple of FileReport
        One for each path.

    Raises
    ------
    InputError
        If a file is missing, unreadable or of a kind that is not read.
    LayoutError
        If a layout is malformed or none fits.
    RecordError
        If ``strict`` and something cannot be read.
    StorageError
        If the disk is full.
    WorkspaceError
        If the workspace cannot be written to.
    """
    plan = plan or LoadPlan()
    layouts = _layouts(plan)
    surveys = {Path(path): survey(Path(path)) for path in paths}
    while True:
        try:
            return _load_all(con, surveys, layouts, plan, tell)
        except UncleanError as error:
            surveys[error.path] = replace(surveys[error.path], is_clean=False)
        except DatabaseError as error:
            raise _told(error, ", ".join(path.name for path in surveys)) from error


def load_frame(
    con: Connection, kind: str, frame: pd.DataFrame, source: str = "frame"
) -> FileReport:
    """Load a DataFrame with canonical columns.

    Parameters
    ----------
    con : Connection
    kind : str
        Kind of records; a key of `detector.records.contract.TABLES`.
    frame : DataFrame of shape (n_lines, n_columns)
        Columns named as in the contract; others are kept in ``extra``.
    source : str
        Where the lines came from.

    Returns
    -------
    FileReport

    Raises
    ------
    LayoutError
        If a needed column is missing.
    """
    _check_kind(kind, "load_frame")
    layout = canonical(kind)
    digest = hashlib.sha256(frame.to_csv(index=False).encode("utf-8", "surrogatepass")).hexdigest()
    try:
        with transaction(con):
            lay_out(con)
            load_id = begin_load(con)
            report = loaded_before(con, digest, layout, source)
            if report is None:
                staged = read_frame(con, frame, [layout], source)
                place = Place(load_id, next_file(con), source, source)
                report = _land_file(con, staged, place, digest, strict=False)
            end_load(con, load_id)
            return report
    except DatabaseError as error:
        raise _told(error, source) from error


def _load_all(
    con: Connection,
    surveys: Mapping[Path, Survey],
    layouts: Sequence[Layout],
    plan: LoadPlan,
    tell: Tell | None,
) -> tuple[FileReport, ...]:
    with transaction(con):
        lay_out(con)
        load_id = begin_load(con)
        reports = tuple(
            _load_file(con, path, told, layouts, (plan, load_id, tell))
            for path, told in surveys.items()
        )
        end_load(con, load_id)
    return reports


def _layouts(plan: LoadPlan) -> list[Layout]:
    if plan.kind is not None:
        _check_kind(plan.kind, "--kind")
    if plan.layout is None and plan.kind is None:
        return list(shelf().values())
    if plan.layout is None and plan.kind is not None:
        others = [one for one in shelf().values() if not one.name.startswith(CANONICAL)]
        return [canonical(plan.kind), *(one for one in others if one.kind == plan.kind)]
    layout = find_layout(str(plan.layout), plan.kind)
    if plan.kind not in (None, layout.kind):
        raise InputError(
            f"The layout {layout.name} is for {layout.kind}, not for {plan.kind}",
            "--kind",
            "Leave --kind away, or name another layout.",
        )
    return [layout]


def _check_kind(kind: str, where: str) -> None:
    if kind not in TABLES:
        known = ", ".join(TABLES)
        raise InputError(f"There is no kind {kind!r} of records", where, f"Use one of {known}.")


def _load_file(
    con: Connection,
    path: Path,
    told: Survey,
    layouts: Sequence[Layout],
    asked: tuple[LoadPlan, int, Tell | None],
) -> FileReport:
    plan, load_id, tell = asked
    if tell:
        tell(f"Reading {path.name}")
    staged = _read(con, path, told, layouts, tell)
    known = loaded_before(con, told.sha256, staged.layout, plan.source)
    if known is not None:
        clear(con)
        return known
    unpivot(con, staged, path.name)
    source = plan.source or default_source(path.name)
    place = Place(load_id, next_file(con), path.name, source)
    if tell:
        tell(f"Writing {path.name}: {staged.physical_lines:,} lines, layout {staged.layout.name}")
    return _land_file(con, staged, place, told.sha256, strict=plan.strict)


def _read(
    con: Connection,
    path: Path,
    told: Survey,
    layouts: Sequence[Layout],
    tell: Tell | None,
) -> Staged:
    if told.form == "parquet":
        return read_parquet(con, path, layouts)
    if told.form == "workbook":
        return read_workbook(con, path, layouts, tell)
    if told.form == "text":
        return read_delimited(con, path, told, layouts, tell)
    return read_json(con, path, told, layouts, tell)


def _land_file(
    con: Connection, staged: Staged, place: Place, sha256: str, *, strict: bool
) -> FileReport:
    staged.mint = f"{place.source}-{sha256[:12]}"
    staged.count_rows(con)
    reading = read_cells(con, staged, place.name)
    landed = land(con, staged, reading, place)
    reading.clear(con)
    clear(con)
    report = account(con, staged, place, landed)
    if strict and (report.rejected or report.kept_notes):
        raise _first_reject(con, place.file_id)
    enter_file(con, (place.file_id, place.load_id), sha256, staged.layout, report)
    return report


def _first_reject(con: Connection, file_id: int) -> RecordError:
    file, line, column, value, reason = con.execute(
        "select file, line, column_name, value, reason from rejects where file_id = $file "
        "order by line, column_name limit 1",
        {"file": file_id},
    ).fetchall()[0]
    shown = "" if value is None else f" {value[:80]!r}"
    return RecordError(
        f"{column or 'line'}{shown}: {reason}",
        f"{file}, line {line}",
        "Correct the line, or load without --strict.",
    )


def _told(error: Exception, where: str) -> ChiptraceError:
    told = str(error).splitlines()[0]
    lower = told.lower()
    if "no space left" in lower or "disk full" in lower or "failed to offload" in lower:
        return StorageError(
            "The disk is full; nothing was changed", where, "Free some space and load again."
        )
    if "out of memory" in lower:
        return StorageError(
            "The memory limit is too small for the file; nothing was changed",
            where,
            "Raise memory_limit in the settings, or load the file in parts.",
        )
    if "read-only" in lower:
        return WorkspaceError(
            "The workspace is open for reading only", where, "Open it for writing and load again."
        )
    return WorkspaceError(
        f"The workspace refused the records; nothing was changed: {told}",
        where,
        "Load the files one by one to find the one at fault.",
    )
