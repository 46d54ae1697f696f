"""Reads the cells of one column: plain ones in SQL, odd spellings once per word in Python."""

import math
from collections.abc import Callable, Sequence

from detector.records.dates import DateReader
from detector.records.headers import unit_column
from detector.records.numbers import BLANKS, NumberReader, mass_factor, unit_factor
from detector.records.reading import Cell, Reading, Word
from detector.records.staging import STAGED, Note
from detector.records.words import word_reader
from detector.workspace import Connection

_DAYS = "between date '1900-01-01' and date '2199-12-31'"
EITHER_ORDER = "day and month could be either way in all dates: the day is taken to come first"
_DIGITS = "'[0-9]{1,15}'"


def read_cell(con: Connection, reading: Reading, cell: Cell, header: Sequence[str]) -> None:
    """Work out the SQL of a cell: ``clean``, ``reason``, ``remark`` and ``precision``.

    Parameters
    ----------
    con : Connection
        Holds the table ``staged``.
    reading : Reading
        Takes the joins and values that the cell needs.
    cell : Cell
        With ``raw``; the rest is filled in.
    header : sequence of str
        Names in the file, for a column that names units.
    """
    kind = cell.column.cell
    if kind in ("number", "money"):
        _read_number(con, reading, cell)
        _scale(con, reading, cell, header)
    elif kind in ("date", "month"):
        _read_date(con, reading, cell)
    elif kind in ("list", "ports"):
        _read_list(con, reading, cell)
    elif kind == "text" and not cell.rule.values:
        cell.clean = cell.raw
    else:
        _read_words(con, reading, cell)


def _read_list(con: Connection, reading: Reading, cell: Cell) -> None:
    text, mark = cell.raw, reading.bind(cell.rule.split)
    if cell.column.cell == "ports":
        _read_words(con, reading, cell)
        text, mark = cell.clean, "'|'"
    elif cell.rule.split != "|":
        text = f"replace({text}, '|', {mark})"
    trimmed = f"list_transform(string_split({text}, {mark}), lambda x: trim(x))"
    parts = f"list_filter({trimmed}, lambda x: x <> '')"
    cell.clean = f"case when len({parts}) > 0 then {parts} end"


def _read_number(con: Connection, reading: Reading, cell: Cell) -> None:
    rule = cell.rule
    cast = f"try_cast({cell.raw} as double)"
    plain = f"case when isfinite({cast}) and {cast} >= 0 then {cast} end"
    if rule.decimal == ",":
        plain = f"case when regexp_full_match({cell.raw}, {_DIGITS}) then {cast} end"
    odd = reading.distinct(con, f"case when {plain} is null then {cell.raw} end")
    unit = cell.column.unit
    reader = NumberReader(odd, rule.decimal, of_mass=unit == "kg", of_any=unit == "packages")
    if reader.decimal == "," and rule.decimal is None:
        plain = f"case when not contains({cell.raw}, '.') then {plain} end"
        odd = reading.distinct(con, f"case when {plain} is null then {cell.raw} end")
    cell.clean = plain
    if odd:
        name = reading.join(con, cell.raw, [_number(reader, raw) for raw in odd])
        cell.clean = f"coalesce({plain}, {name}.clean::double)"
        cell.reason = reading.reason_of(name)


def _number(reader: NumberReader, raw: str) -> Word:
    number, told = reader.read(raw)
    if number is not None and number < 0:
        return Word(raw, None, "negative")
    return Word(raw, None if number is None else repr(number), told or None)


def _scale(con: Connection, reading: Reading, cell: Cell, header: Sequence[str]) -> None:
    factor = unit_factor(cell.rule.unit)
    if factor is not None and factor != 1.0:
        cell.clean = f"({cell.clean}) * {reading.bind(factor)}::double"
    at = unit_column(header, cell.rule)
    if at is None:
        return
    raw = f"{STAGED}.c{at}"
    words = []
    for word in reading.distinct(con, raw):
        known = _factor(cell.rule.values.get(word, word))
        told = None if known is not None else f"the unit {word!r} is not known"
        words.append(Word(word, None if known is None else repr(known), told))
    if words:
        name = reading.join(con, raw, words)
        of_unit = f"case when {raw} is null then 1.0 else {name}.clean::double end"
        unknown = f"case when {cell.raw} is not null then {name}.reason end"
        cell.clean = f"({cell.clean}) * {of_unit}"
        cell.reason = f"coalesce({cell.reason}, {unknown})"


def _factor(word: str) -> float | None:
    try:
        factor = float(word)
    except ValueError:
        return mass_factor(word)
    return factor if 0 < factor < math.inf else None


def _read_words(con: Connection, reading: Reading, cell: Cell) -> None:
    raws = reading.distinct(con, cell.raw)
    read: Callable[[str], Word] = word_reader(cell.column, cell.rule, raws)
    words = []
    for raw in raws:
        told = read(cell.rule.values.get(raw, raw))
        words.append(Word(raw, told.clean, told.reason, told.remark))
    as_stored = "::boolean" if cell.column.cell == "bool" else ""
    if all(word.raw == word.clean and not word.remark for word in words):
        cell.clean = f"({cell.raw}){as_stored}"
        return
    name = reading.join(con, cell.raw, words)
    cell.clean, cell.reason = f"{name}.clean{as_stored}", reading.reason_of(name)
    if any(word.remark for word in words):
        cell.remark = f"{name}.remark"


def _read_date(con: Connection, reading: Reading, cell: Cell) -> None:
    rule = cell.rule
    cast = f"try_cast({cell.raw} as date)"
    plain = f"case when {cast} {_DAYS} then {cast} end"
    if rule.formats or rule.calendar == "roc" or rule.values:
        plain = "null::date"
    odd = reading.distinct(con, f"case when {plain} is null then {cell.raw} end")
    cell.clean = plain
    if odd:
        reader = DateReader(odd, rule.formats, rule.calendar)
        words = [_date(reader, raw, rule.values.get(raw, raw)) for raw in odd]
        if reader.unclear:
            reading.notes.append(Note(0, cell.column.name, reader.unclear, EITHER_ORDER))
        name = reading.join(con, cell.raw, words)
        cell.clean = f"coalesce({plain}, {name}.clean::date)"
        cell.reason = reading.reason_of(name)
        cell.precision = f"coalesce({name}.remark, 'day')"
    if cell.column.cell == "month":
        cell.clean = f"date_trunc('month', {cell.clean})::date"


def _date(reader: DateReader, raw: str, stated: str) -> Word:
    if stated.casefold() in BLANKS:
        return Word(raw)
    made, told = reader.read(stated)
    if made is None:
        return Word(raw, None, told)
    if told == "year":
        return Word(raw, None, "a year without a month")
    return Word(raw, made.isoformat(), None, told)
