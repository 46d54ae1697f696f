"""Turns a wide table into one row for each cell."""

import re

from detector.errors import LayoutError
from detector.records.staging import STAGED, Staged
from detector.workspace import Connection

_WIDE = "staged_wide"


def unpivot(con: Connection, staged: Staged, where: str) -> None:
    """Replace the staged rows by their cells, when the layout asks for it.

    Parameters
    ----------
    con : Connection
        Holds the table ``staged``; it gains the columns ``pivot_name`` and ``pivot_value``.
    staged : Staged
        Gains the positions of the unpivoted columns and the counts of cells.
    where : str
        Name of the file, for errors.

    Raises
    ------
    LayoutError
        If no column of the header matches the layout's pattern.
    """
    rule = staged.layout.unpivot
    if rule is None:
        return
    at = _matching(staged, where, rule.columns)
    rest = [f"c{place}" for place in range(len(staged.header)) if place not in at]
    names = ", ".join(f"$n{place}" for place in at)
    cells = ", ".join(f"c{place}" for place in at)
    kept = ", ".join(("line", "surplus", *rest))
    con.execute(f"alter table {STAGED} rename to {_WIDE}")
    con.execute(
        f"create temp table {STAGED} as select {kept}, unnest([{names}]) as pivot_name, "  # noqa: S608  our own names
        f"unnest([{cells}]) as pivot_value from {_WIDE}",
        {f"n{place}": staged.header[place] for place in at},
    )
    con.execute(f"drop table {_WIDE}")
    query = f"select count(*), count(*) filter (pivot_value is null) from {STAGED}"  # noqa: S608  our own names
    staged.cells, staged.blank_cells = con.execute(query).fetchall()[0]
    con.execute(f"delete from {STAGED} where pivot_value is null")  # noqa: S608  our own names
    staged.pivoted = at


def _matching(staged: Staged, where: str, pattern: str) -> tuple[int, ...]:
    wanted = re.compile(pattern)
    at = tuple(place for place, name in enumerate(staged.header) if wanted.fullmatch(name.strip()))
    if not at:
        raise LayoutError(
            f"No column of the header matches {pattern!r}", where, "Correct unpivot.columns."
        )
    return at
