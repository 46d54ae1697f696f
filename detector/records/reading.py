"""The cells of one file as SQL, the words read for them, and the values that are bound."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from detector.records.column import Column
from detector.records.layout import ColumnRule
from detector.records.staging import STAGED, Note
from detector.workspace import Connection

ROWS = "@rows"


@dataclass(frozen=True, slots=True)
class Word:
    """A spelling that stands in a file, and what it was read as."""

    raw: str
    clean: str | None = None
    reason: str | None = None
    remark: str | None = None


@dataclass(slots=True)
class Cell:
    """One column of the contract as this file fills it.

    Attributes
    ----------
    column : Column
    rule : ColumnRule
    raw : str
        SQL of the cell's text; blank = null.
    clean : str
        SQL of the typed value.
    reason : str
        SQL of why the cell is null although it has text; null where it is fine.
    remark : str
        SQL of what is to be told although the cell was read.
    precision : str
        SQL of a date's precision.
    """

    column: Column
    rule: ColumnRule
    raw: str
    clean: str = "null"
    reason: str = "null"
    remark: str = "null"
    precision: str = "'day'"


@dataclass(slots=True)
class Reading:
    """The cells of a file, the joins that they need, and the values that are bound.

    Attributes
    ----------
    line : str
        SQL of the line on which a row begins.
    cells : dict of Cell
        By column of the contract; and ``source`` where the file states it.
    rate : str or None
        SQL of US dollars for one unit of the line's currency; None = all are dollars.
    lacks_rates : bool
        For some currency and day of the file there is no rate.
    """

    line: str
    cells: dict[str, Cell] = field(default_factory=dict)
    rate: str | None = None
    lacks_rates: bool = False
    joins: dict[str, str] = field(default_factory=dict)
    values: dict[str, object] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)

    def bind(self, value: object) -> str:
        """Bind a value and give its placeholder."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f"${name}"

    def bound(self, sql: str) -> dict[str, object]:
        """Give those of the bound values that an SQL text asks for."""
        return {name: self.values[name] for name in re.findall(r"\$(v\d+)", sql)}

    def run(self, con: Connection, sql: str) -> list[tuple[object, ...]]:
        """Run an SQL text with the values that it asks for, and fetch its rows.

        ``@rows`` stands for the staged rows with those tables of words beside them that the text
        speaks of.
        """
        sql = sql.replace(ROWS, self._rows(sql))
        return con.execute(sql, self.bound(sql)).fetchall()

    def _rows(self, sql: str) -> str:
        asked: list[str] = []
        for name, join in reversed(self.joins.items()):
            if re.search(rf"\b{name}\.", " ".join((sql, *asked))):
                asked.append(join)
        return " ".join((STAGED, *reversed(asked)))

    def distinct(self, con: Connection, raw: str) -> list[str]:
        """Fetch the distinct texts that an SQL expression has over the staged rows."""
        words = f"select {raw} as word from {ROWS}"  # noqa: S608  our own names
        query = f"select distinct word from ({words}) where word is not null order by word"  # noqa: S608  our own names
        return [str(row[0]) for row in self.run(con, query)]

    def join(self, con: Connection, raw: str, words: Sequence[Word]) -> str:
        """Put what was read of the words of an SQL expression beside the staged rows.

        Returns
        -------
        str
            Name of the joined table, with the columns clean, reason and remark.
        """
        name = f"word_{len(self.made)}"
        columns = [[getattr(word, part) for word in words] for part in Word.__slots__]
        arrays = [pa.array(column, pa.string()) for column in columns]
        put(con, name, pa.table(arrays, names=list(Word.__slots__)))
        self.made.append(name)
        if any(word.reason for word in words):
            self.faulty.add(name)
        self.joins[name] = f"left join {name} on {name}.raw = {raw}"
        return name

    def reason_of(self, name: str) -> str:
        """Give the SQL of the reason in a joined table; null when no word has one."""
        return f"{name}.reason" if name in self.faulty else "null"

    def clear(self, con: Connection) -> None:
        """Take the tables of words away."""
        for name in self.made:
            con.execute(f"drop table if exists {name}")
        self.made.clear()


def put(con: Connection, name: str, rows: pa.Table) -> None:
    """Make a temporary table of an Arrow table."""
    con.register("rows_put", rows)
    try:
        con.execute(f"create or replace temp table {name} as select * from rows_put")  # noqa: S608  our own name
    finally:
        con.unregister("rows_put")
