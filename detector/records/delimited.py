"""Reads delimited text: fast through DuckDB where it is clean, carefully where it is not."""

import codecs
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from detector.errors import InputError, LayoutError
from detector.records.headers import LOOK_AT, choose, fit
from detector.records.layout import Layout
from detector.records.lines import Record, RecordReader, physical_lines
from detector.records.staging import STAGED, Staged, clear
from detector.records.survey import CHUNK, Survey, open_bytes
from detector.records.taking import Tell, take_records, trimmed
from detector.workspace import Connection, DatabaseError

_SPACES = "' ' || chr(9) || chr(160) || chr(12288)"
DELIMITERS = (",", ";", "\t", "|")


class UncleanError(Exception):
    """DuckDB's own reader stumbled over a file, and the transaction with it: read it carefully."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


def read_delimited(
    con: Connection,
    path: Path,
    told: Survey,
    layouts: Sequence[Layout],
    tell: Tell | None = None,
) -> Staged:
    """Put the records of a delimited file into the table ``staged``.

    Parameters
    ----------
    con : Connection
    path : Path
    told : Survey
    layouts : sequence of Layout
        Those to choose among.
    tell : callable or None
        Called now and then with how many lines were read.

    Returns
    -------
    Staged

    Raises
    ------
    InputError
        If the text cannot be decoded.
    LayoutError
        If no layout fits the header.
    UncleanError
        If a file that looked clean is not.
    """
    encoding = _encoding(layouts, told)
    rows, layout, at, delimiter = _recognise(told, encoding, layouts, path)
    header = trimmed(rows[at].cells)
    staged = Staged(header, layout, encoding)
    if told.is_clean and encoding in ("utf-8", "utf-8-sig"):
        first = rows[at].line + rows[at].span
        plain_top = all(row.span == 1 and not row.faults for row in rows[: at + 1])
        if plain_top and _read_fast(con, path, told, staged, (delimiter, first)):
            return staged
    _read_carefully(con, path, told, staged, (delimiter, at, tell))
    return staged


def first_records(told: Survey, encoding: str, delimiter: str, quote: str) -> list[Record]:
    """Give the first records of a text, decoded from the head of the file."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(told.head)
    lines = physical_lines([text], returns_end_lines="\n" not in text)
    return list(islice(RecordReader(delimiter, quote).read(lines), LOOK_AT))


def _encoding(layouts: Sequence[Layout], told: Survey) -> str:
    stated = layouts[0].file.encoding if len(layouts) == 1 else None
    if stated is None:
        return told.encoding
    marked = told.encoding.endswith("-sig") or told.encoding in ("utf-16", "utf-32")
    return told.encoding if marked else stated


def _recognise(
    told: Survey, encoding: str, layouts: Sequence[Layout], path: Path
) -> tuple[list[Record], Layout, int, str]:
    best: tuple[float, list[Record], Layout, int, str] | None = None
    failure: LayoutError | None = None
    widest = 0
    for delimiter in _delimiters(layouts):
        rows = first_records(told, encoding, delimiter, layouts[0].file.quote)
        fitting = [one for one in layouts if one.file.delimiter in (None, delimiter)]
        width = max((len(row.cells) for row in rows), default=0)
        try:
            layout, at = choose([row.cells for row in rows], fitting, path.name)
        except LayoutError as error:
            if failure is None or width > widest:
                failure, widest = error, width
            continue
        rank = fit(rows[at].cells, layout)
        if best is None or rank > best[0]:
            best = (rank, rows, layout, at, delimiter)
    if best is None:
        raise failure or InputError("The file holds no lines", str(path), "Name another file.")
    return best[1:]


def _delimiters(layouts: Sequence[Layout]) -> tuple[str, ...]:
    stated = {one.file.delimiter for one in layouts} - {None}
    if len(layouts) == 1 and stated:
        return tuple(str(one) for one in stated)
    return tuple(dict.fromkeys((*DELIMITERS, *(str(one) for one in stated))))


def _read_fast(
    con: Connection, path: Path, told: Survey, staged: Staged, cut: tuple[str, int]
) -> bool:
    """Let DuckDB read the file; false when its records do not stand one on each line."""
    delimiter, first = cut
    is_glob = any(letter in str(path) for letter in "*?[")
    if staged.layout.file.foot or staged.layout.unpivot or is_glob:
        return False
    names = {f"c{at}": "VARCHAR" for at in range(len(staged.header))}
    spaces = "" if not told.has_tabs or delimiter == "\t" else f", {_SPACES}"
    cells = ", ".join(f"nullif(trim({name}{spaces}), '') as {name}" for name in names)
    clear(con)
    try:
        con.execute(
            f"create temp table {STAGED} as select {cells} from read_csv($path, header = false, "  # noqa: S608  our own names
            "skip = $skip, delim = $delim, quote = $quote, escape = $quote, auto_detect = false, "
            "columns = $columns, strict_mode = true, ignore_errors = true, compression = $packing, "
            "max_line_size = 33554432)",
            {
                "path": str(path),
                "skip": first - 1,
                "delim": delimiter,
                "quote": staged.layout.file.quote,
                "columns": names,
                "packing": told.packing or "none",
            },
        )
    except DatabaseError as error:
        raise UncleanError(path) from error
    if not _is_one_record_a_line(con, staged.header, told.lines - first + 1):
        clear(con)
        return False
    staged.physical_lines, staged.first_line = told.lines, first
    staged.skipped.update({"title": first - 2, "header": 1})
    return True


def _is_one_record_a_line(con: Connection, header: Sequence[str], lines: int) -> bool:
    filled = ", ".join(f"c{at}" for at in range(len(header)))
    repeats = " and ".join(f"c{at} is not distinct from $h{at}" for at in range(len(header)))
    query = (
        f"select count(*), count(*) filter (coalesce({filled}) is null), "  # noqa: S608  our own names
        f"count(*) filter ({repeats}) from {STAGED}"
    )
    heads = {f"h{at}": name or None for at, name in enumerate(header)}
    return con.execute(query, heads).fetchall()[0] == (lines, 0, 0)


def _read_carefully(
    con: Connection,
    path: Path,
    told: Survey,
    staged: Staged,
    cut: tuple[str, int, Tell | None],
) -> None:
    delimiter, at, tell = cut
    reader = RecordReader(delimiter, staged.layout.file.quote, len(staged.header))
    no_feed = _has_no_feed(told, staged.encoding)
    with open_bytes(path, told.packing) as file:
        lines = physical_lines(_decoded(file, staged.encoding), returns_end_lines=no_feed)
        take_records(con, staged, reader.read(lines), at, tell)


def _has_no_feed(told: Survey, encoding: str) -> bool:
    head = codecs.getincrementaldecoder(encoding)("replace").decode(told.head)
    return "\n" not in head and "\r" in head


def _decoded(file: Iterable[bytes], encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    read = getattr(file, "read")  # noqa: B009  any binary file
    while chunk := read(CHUNK):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)
