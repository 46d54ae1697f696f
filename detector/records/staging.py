"""Holds the records of one file as text in a temporary table, with the line of each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from detector.records.layout import Layout
from detector.workspace import Connection

STAGED = "staged"
_BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Note:
    """Something found while a file was read: a row of ``rejects`` to be."""

    line: int
    column: str | None
    value: str | None
    reason: str
    line_kept: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file lands: the numbers of load and file, its name and its source."""

    load_id: int
    file_id: int
    name: str
    source: str


@dataclass(slots=True)
class Staged:
    """A file whose records stand in the table ``staged``: ``line``, ``surplus``, ``c0``, ``c1`` ...

    Attributes
    ----------
    header : list of str
        Names as in the file, one for each of ``c0``, ``c1`` ...
    layout : Layout
    encoding : str
    physical_lines : int
    skipped : Counter
        Lines that are no records, by why.
    notes : list of Note
    first_line : int or None
        Line of the first row, where rows stand on successive lines and the table has neither
        ``line`` nor ``surplus``.
    first_row : int
        Number that DuckDB gave the first row; inside a transaction it is not 0.
    pivoted : tuple of int
        Positions of the columns that were unpivoted.
    cells, blank_cells : int
        Of a wide table: its cells, and those of them that are blank.
    mint : str
        What a minted id begins with.
    """

    header: list[str]
    layout: Layout
    encoding: str
    physical_lines: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    notes: list[Note] = field(default_factory=list)
    first_line: int | None = None
    first_row: int = 0
    pivoted: tuple[int, ...] = ()
    cells: int = 0
    blank_cells: int = 0
    mint: str = ""

    @property
    def row(self) -> str:
        """SQL of the place of a row among those staged; first = 0."""
        return f"({STAGED}.rowid - {self.first_row:d})"

    @property
    def line(self) -> str:
        """SQL of the line on which a row begins."""
        return (
            f"{STAGED}.line" if self.first_line is None else f"({self.row} + {self.first_line:d})"
        )

    def count_rows(self, con: Connection) -> None:
        """Find the number of the first row."""
        (least,) = con.execute(f"select coalesce(min(rowid), 0) from {STAGED}").fetchall()[0]  # noqa: S608  our own name
        self.first_row = int(least)


class Stage:
    """Writes rows of text into the temporary table ``staged``."""

    def __init__(self, con: Connection, width: int) -> None:
        self.con, self.width = con, width
        self.names = ["line", "surplus", *(f"c{at}" for at in range(width))]
        self.lines: list[int] = []
        self.rows: list[Sequence[str | None]] = []
        self.surplus: list[str | None] = []
        clear(con)
        columns = ", ".join(f"{name} varchar" for name in self.names[1:])
        con.execute(f"create temp table {STAGED} (line bigint, {columns})")

    def add(self, line: int, cells: Sequence[str | None], surplus: str | None = None) -> None:
        """Take one record of as many cells as the table has columns; blank cells become null."""
        self.lines.append(line)
        self.rows.append([cell.strip() or None if cell else None for cell in cells])
        self.surplus.append(surplus)
        if len(self.lines) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what was taken."""
        if not self.lines:
            return
        text = pa.string()
        columns = [pa.array(column, text) for column in zip(*self.rows, strict=True)]
        arrays = [pa.array(self.lines, pa.int64()), pa.array(self.surplus, text), *columns]
        self.con.register("staged_rows", pa.table(arrays, names=self.names))
        try:
            self.con.execute(f"insert into {STAGED} select * from staged_rows")  # noqa: S608  our own names
        finally:
            self.con.unregister("staged_rows")
        self.lines, self.rows, self.surplus = [], [], []


def clear(con: Connection) -> None:
    """Take the temporary table away."""
    con.execute(f"drop table if exists {STAGED}")
