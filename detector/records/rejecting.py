"""Tells what could not be read: lines that are not loaded, cells that are null."""

import pyarrow as pa

from detector.records.contract import Table
from detector.records.reading import ROWS, Cell, Reading, put
from detector.records.staging import Place, Staged
from detector.workspace import Connection

ARRIVAL_STANDS_IN = "no shipping date: the arrival date stands in"
NO_RATE = "no exchange rate for the day"


def reject_lines(con: Connection, reading: Reading, table: Table, place: Place, usable: str) -> int:
    """Write the lines that are not usable into ``rejects``; return how many.

    Parameters
    ----------
    con : Connection
    reading : Reading
    table : Table
    place : Place
    usable : str
        SQL of whether a line is loaded.
    """
    column, value, reason = _first_fault(reading, table)
    query = (
        f"insert into rejects select {_file(reading, place)}, {reading.line}, {column}, {value}, "  # noqa: S608  our own names
        f"{reason}, false from {ROWS} where not coalesce({usable}, false)"
    )
    return int(str(reading.run(con, query)[0][0]))


def note_cells(
    con: Connection, reading: Reading, table: Table, place: Place, kept: dict[str, str]
) -> None:
    """Write what was odd about cells of loaded lines into ``rejects``.

    Parameters
    ----------
    con : Connection
    reading : Reading
    table : Table
    place : Place
    kept : dict
        SQL by stored column, and of whether a line is loaded under ``usable``.
    """
    told = [fault for cell in reading.cells.values() for fault in _faults(cell)]
    if table.kind == "shipments":
        told += _shipment_faults(reading, kept)
    for name, value, reason, where in told:
        query = (
            f"insert into rejects select {_file(reading, place)}, {reading.line}, "  # noqa: S608  our own names
            f"{reading.bind(name)}, {value}, {reason}, true from {ROWS} "
            f"where {kept['usable']} and {where}"
        )
        reading.run(con, query)


def note_lines(con: Connection, staged: Staged, place: Place) -> None:
    """Write what was found while the file was cut into lines into ``rejects``.

    What was found on a line that is not loaded is told with the reason why not, so that each such
    line has one row.
    """
    notes = staged.notes
    if not notes:
        return
    columns = {
        "line": pa.array([note.line for note in notes], pa.int64()),
        "column_name": pa.array([note.column for note in notes], pa.string()),
        "value": pa.array([note.value for note in notes], pa.string()),
        "reason": pa.array([note.reason for note in notes], pa.string()),
        "line_kept": pa.array([note.line_kept for note in notes], pa.bool_()),
    }
    put(con, "notes_found", pa.table(columns))
    mine: dict[str, object] = {"file": place.file_id}
    con.execute(
        "update rejects set reason = rejects.reason || ': ' || told.reason from (select line, "
        "string_agg(reason, '; ' order by reason) as reason from notes_found where line_kept "
        "group by line) as told where file_id = $file and not line_kept "
        "and rejects.line = told.line",
        mine,
    )
    con.execute(
        "insert into rejects select $load, $file, $name, line, column_name, value, reason, "
        "line_kept from notes_found where not line_kept or line not in "
        "(select line from rejects where file_id = $file and not line_kept)",
        mine | {"load": place.load_id, "name": place.name},
    )
    con.execute("drop table notes_found")


def _file(reading: Reading, place: Place) -> str:
    return ", ".join(reading.bind(part) for part in (place.load_id, place.file_id, place.name))


def _faults(cell: Cell) -> list[tuple[str, str, str, str]]:
    told = []
    if cell.reason != "null":
        where = f"({cell.clean}) is null and {cell.raw} is not null and {cell.reason} is not null"
        told.append((cell.column.name, cell.raw, cell.reason, where))
    if cell.remark != "null":
        told.append((cell.column.name, cell.raw, cell.remark, f"{cell.remark} is not null"))
    return told


def _shipment_faults(reading: Reading, kept: dict[str, str]) -> list[tuple[str, str, str, str]]:
    cells, told = reading.cells, []
    shipped = cells["shipped_on"]
    if "arrived_on" in cells:
        where = f"({shipped.clean}) is null and {shipped.reason} is null"
        told.append(("shipped_on", shipped.raw, f"'{ARRIVAL_STANDS_IN}'", where))
    if "value" in cells and "currency" in cells and reading.lacks_rates:
        has_value = f"({cells['value'].clean}) is not null and {kept['currency']} is not null"
        where = f"{kept['value_usd']} is null and {has_value}"
        told.append(("value_usd", kept["currency"], f"'{NO_RATE}'", where))
    return told


def _first_fault(reading: Reading, table: Table) -> tuple[str, str, str]:
    """Give the SQL of column, value and reason of the first needed cell that is null."""
    needed = [column.name for column in table.columns if column.needed]
    if table.kind == "shipments":
        needed = ["shipped_on"]
    names = [name for name in (*needed, *table.one_of) if name in reading.cells]
    column = value = reason = ""
    for cell in (reading.cells[name] for name in names):
        test = f"when ({cell.clean}) is null then"
        column += f"{test} '{cell.column.name}' "
        value += f"{test} {cell.raw} "
        of_text = f"coalesce({cell.reason}, 'not stated')"
        reason += f"{test} case when {cell.raw} is null then 'blank' else {of_text} end "
    if table.kind == "trade_flows":
        column, value = (
            column + "else 'value_usd' ",
            value + f"else {reading.cells['value_usd'].raw} ",
        )
        reason += f"else '{'out of range' if reading.rate is None else NO_RATE}' "
    return f"case {column}end", f"case {value}end", f"case {reason}end"
