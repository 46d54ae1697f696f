"""Reads Excel and OpenDocument workbooks."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from detector.errors import InputError, LayoutError
from detector.records.headers import LOOK_AT, choose, fit
from detector.records.layout import Layout
from detector.records.lines import Record
from detector.records.staging import Note, Staged
from detector.records.taking import Tell, take_records, trimmed
from detector.workspace import Connection

Value = int | float | str | bool | time | date | datetime | timedelta
Sheet = list[list[Value]]


def read_workbook(
    con: Connection, path: Path, layouts: Sequence[Layout], tell: Tell | None = None
) -> Staged:
    """Put the rows of the sheet that fits best into the table ``staged``.

    Sheets after it with the same header follow; their lines are counted on. Others are told of.

    Raises
    ------
    InputError
        If the file is no workbook, is damaged or protected.
    LayoutError
        If no layout fits the header of any sheet, or the layout's sheet is missing.
    """
    sheets = _sheets(path)
    wanted = layouts[0].file.sheet if len(layouts) == 1 else None
    if wanted is not None and wanted not in sheets:
        raise LayoutError(
            f"The workbook has no sheet {wanted!r}",
            path.name,
            f"Its sheets are {', '.join(map(repr, sheets))}.",
        )
    name, layout, at = _best(sheets, layouts, path, wanted)
    header = _row(sheets[name], at)
    staged = Staged(header, layout, f"sheet {name}")
    alike = {} if wanted else {other: _found(rows, header) for other, rows in sheets.items()}
    followers = [other for other in alike if alike[other] is not None and other != name]
    if followers:
        staged.encoding = f"sheets {', '.join((name, *followers))}"
    staged.skipped["title"] += sum(alike[other] or 0 for other in followers)
    parts = [(sheets[name], 0), *((sheets[other], alike[other] or 0) for other in followers)]
    take_records(con, staged, _records(parts), at, tell)
    for other, rows in sheets.items():
        is_read = other == name or other in followers
        if not is_read and any(any(value != "" for value in row) for row in rows):
            staged.notes.append(Note(0, None, other, "a sheet that was not read"))
    return staged


def as_text(value: Value) -> str:
    """Write a cell's value as a person reads it.

    Examples
    --------
    >>> as_text(85423100.0), as_text(0.5), as_text(datetime(2025, 3, 9))
    ('85423100', '0.5', '2025-03-09')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat().removesuffix("T00:00:00")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _sheets(path: Path) -> dict[str, Sheet]:
    try:
        book = CalamineWorkbook.from_path(str(path))
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
    except (CalamineError, OSError, ValueError) as error:
        raise InputError(
            f"The file is no workbook that can be read: {error}",
            str(path),
            "Unpack it, take its password off, or save the table as CSV.",
        ) from error


def _best(
    sheets: dict[str, Sheet], layouts: Sequence[Layout], path: Path, wanted: str | None
) -> tuple[str, Layout, int]:
    best: tuple[float, str, Layout, int] | None = None
    failure: LayoutError | None = None
    for name, rows in sheets.items():
        if wanted not in (None, name):
            continue
        first = [[as_text(value) for value in row] for row in rows[:LOOK_AT]]
        try:
            layout, at = choose(first, layouts, path.name)
        except LayoutError as error:
            failure = failure or error
            continue
        rank = fit(first[at], layout)
        if best is None or rank > best[0]:
            best = (rank, name, layout, at)
    if best is None:
        raise failure or InputError("The workbook is empty", str(path), "Name another file.")
    return best[1:]


def _records(parts: Sequence[tuple[Sheet, int]]) -> Iterator[Record]:
    before = 0
    for rows, first in parts:
        for number in range(first, len(rows)):
            yield Record(before + number + 1, 1, [as_text(value) for value in rows[number]])
        before += len(rows)


def _row(rows: Sheet, at: int) -> list[str]:
    return trimmed([as_text(value) for value in rows[at]])


def _found(rows: Sheet, header: list[str]) -> int | None:
    first = range(min(len(rows), LOOK_AT))
    return next((at for at in first if _row(rows, at) == header), None)
