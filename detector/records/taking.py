"""Takes records into the staged table and says of every line that is none why not."""

from collections.abc import Callable, Iterable, Sequence

from detector.records.lines import Record
from detector.records.staging import Note, Stage, Staged
from detector.workspace import Connection

Tell = Callable[[str], None]
_TELL_EVERY = 50_000


def take_records(
    con: Connection,
    staged: Staged,
    records: Iterable[Record],
    header_at: int,
    tell: Tell | None = None,
) -> None:
    """Stage all records after the header.

    Parameters
    ----------
    con : Connection
    staged : Staged
        Gains the counts of skipped lines, the physical lines and the notes.
    records : iterable of Record
        All of the file, title and header included.
    header_at : int
        Which record is the header; first = 0, -1 = there is none among them.
    tell : callable or None
        Called now and then with how far the reading is.
    """
    header, foot = staged.header, staged.layout.file.foot
    stage = Stage(con, len(header))
    in_foot, last = False, 0
    for number, record in enumerate(records):
        last = record.line + max(record.span, 1) - 1
        if number <= header_at:
            staged.skipped["header" if number == header_at else "title"] += record.span
            continue
        in_foot = in_foot or _begins_foot(record.cells, foot)
        why = "foot" if in_foot else _no_record(record.cells, header)
        if why:
            staged.skipped[why] += record.span
            continue
        staged.skipped["continuation"] += record.span - 1
        _take(stage, staged, record, len(header))
        if tell and number % _TELL_EVERY == 0:
            tell(f"Reading line {record.line:,}")
    stage.flush()
    staged.physical_lines = last


def trimmed(cells: Sequence[str]) -> list[str]:
    """Give the names of a header row, without blank ones at its end."""
    names = [cell.replace("\ufeff", "").strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _take(stage: Stage, staged: Staged, record: Record, width: int) -> None:
    cells, surplus = record.cells, None
    for fault in record.faults:
        staged.notes.append(Note(record.line, None, None, fault))
    if len(cells) > width:
        beyond = [cell for cell in cells[width:] if cell.strip()]
        if beyond:
            surplus = "|".join(beyond)
            reason = f"{len(cells)} cells where the header has {width}"
            staged.notes.append(Note(record.line, None, surplus, reason))
        cells = cells[:width]
    elif len(cells) < width:
        reason = f"{len(cells)} cells where the header has {width}"
        staged.notes.append(Note(record.line, None, None, reason))
        cells = [*cells, *([""] * (width - len(cells)))]
    stage.add(record.line, cells, surplus)


def _no_record(cells: Sequence[str], header: Sequence[str]) -> str:
    if not any(cell and not cell.isspace() for cell in cells):
        return "blank"
    if header and cells[0].strip() == header[0] and trimmed(cells) == list(header):
        return "header"
    return ""


def _begins_foot(cells: Sequence[str], foot: Sequence[str]) -> bool:
    if not foot:
        return False
    first = next((cell.strip() for cell in cells if cell.strip()), "")
    return any(first.startswith(mark) for mark in foot)
