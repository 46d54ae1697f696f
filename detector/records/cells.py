"""Says for every column of a file how its text becomes a typed cell."""

import json
from collections.abc import Sequence

from detector.records.cell_readers import read_cell
from detector.records.column import Column
from detector.records.contract import TABLES
from detector.records.headers import columns_of
from detector.records.layout import ColumnRule
from detector.records.reading import Cell, Reading
from detector.records.staging import STAGED, Staged
from detector.workspace import Connection

_SOURCE = Column("source", "text", "where the line came from")


def read_cells(con: Connection, staged: Staged, where: str) -> Reading:
    """Work out how each column of a staged file is read.

    Words that are not plain are read in Python, once for each distinct word, and joined back.

    Parameters
    ----------
    con : Connection
        Holds the table ``staged``.
    staged : Staged
    where : str
        Name of the file, for errors.

    Raises
    ------
    LayoutError
        If a needed column has no match in the header.
    """
    reading = Reading(staged.line)
    layout, table = staged.layout, TABLES[staged.layout.kind]
    places = columns_of(staged.header, layout, where)
    for column in (*table.columns, _SOURCE):
        if column.name in places and column.name not in reading.cells:
            rule = layout.columns[column.name]
            cell = Cell(column, rule, _raw(reading, rule, places[column.name]))
            reading.cells[column.name] = cell
            read_cell(con, reading, cell, staged.header)
    return reading


def extra_cells(reading: Reading, staged: Staged) -> str:
    """Give the SQL of a JSON object of the filled cells that the layout does not name."""
    asked = set(staged.pivoted)
    for places in columns_of(staged.header, staged.layout, "").values():
        asked |= set(places)
    names = _told_apart(staged.header)
    left = [(name, f"{STAGED}.c{at}") for at, name in enumerate(names) if at not in asked]
    if staged.first_line is None:
        left.append(("(surplus)", f"{STAGED}.surplus"))
    if not left:
        return "null"
    filled = ", ".join(cell for _, cell in left)
    pairs = ", ".join(
        f"{reading.bind(json.dumps(name, ensure_ascii=False) + ': ')} || to_json({cell})::varchar"
        for name, cell in left
    )
    told = f"'{{' || concat_ws(', ', {pairs}) || '}}'"
    return f"case when coalesce({filled}) is not null then {told} end"


def _told_apart(header: Sequence[str]) -> list[str]:
    names: list[str] = []
    for at, name in enumerate(header, 1):
        told = name if name and name not in names else f"{name or 'column'} ({at})"
        names.append(told)
    return names


def _raw(reading: Reading, rule: ColumnRule, places: list[int]) -> str:
    pivot = {-1: f"{STAGED}.pivot_name", -2: f"{STAGED}.pivot_value"}
    blank = [reading.bind(word.casefold()) for word in rule.blank]
    parts = []
    for at in places:
        part = pivot.get(at, f"{STAGED}.c{at}")
        if blank:
            part = f"case when lower({part}) not in ({', '.join(blank)}) then {part} end"
        parts.append(part)
    if not parts:
        return f"{reading.bind(rule.constant)}::varchar"
    if rule.join and len(parts) > 1:
        raw = f"nullif(concat_ws({reading.bind(rule.joiner)}, {', '.join(parts)}), '')"
    else:
        raw = parts[0] if len(parts) == 1 else f"coalesce({', '.join(parts)})"
    if rule.pattern is not None:
        found = f"regexp_extract({raw}, {reading.bind(rule.pattern)}, 1)"
        raw = f"coalesce(nullif({found}, ''), {raw})"
    return raw if rule.constant is None else f"coalesce({raw}, {reading.bind(rule.constant)})"
