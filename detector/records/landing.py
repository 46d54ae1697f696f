"""Moves the staged records of a file into the workspace as typed rows."""

from detector.records.cells import extra_cells
from detector.records.contract import TABLES, Table
from detector.records.exchange import join_rates
from detector.records.money import USD
from detector.records.reading import ROWS, Reading
from detector.records.rejecting import note_cells, note_lines, reject_lines
from detector.records.staging import STAGED, Place, Staged
from detector.records.superseding import supersede
from detector.workspace import Connection


def land(con: Connection, staged: Staged, reading: Reading, place: Place) -> tuple[int, int, int]:
    """Insert the staged records of one file.

    Parameters
    ----------
    con : Connection
        In a transaction; holds the table ``staged``.
    staged : Staged
    reading : Reading
    place : Place

    Returns
    -------
    tuple of int
        Records loaded, records rejected, versions superseded.
    """
    table = TABLES[staged.layout.kind]
    join_rates(con, reading, table, _shipped_on(reading)[0] if table.kind == "shipments" else "")
    stored = _stored(con, staged, reading, table)
    stored |= _lineage(staged, reading, place)
    usable = _usable(reading, table, stored)
    names = ", ".join(f'"{name}"' for name in stored)
    values = ", ".join(stored.values())
    rows = f"select {values} from {ROWS} where {usable}"  # noqa: S608  our own names
    query = f"insert into {table.versions} ({names}) {rows}"
    loaded = int(str(reading.run(con, query)[0][0]))
    rejected = 0
    if loaded < con.execute(f"select count(*) from {STAGED}").fetchall()[0][0]:  # noqa: S608  our own name
        rejected = reject_lines(con, reading, table, place, usable)
    note_cells(con, reading, table, place, stored | {"usable": usable})
    staged.notes += reading.notes
    note_lines(con, staged, place)
    rejected += sum(not note.line_kept for note in staged.notes)
    return loaded, rejected, supersede(con, table, place)


def _stored(con: Connection, staged: Staged, reading: Reading, table: Table) -> dict[str, str]:
    cells = {name: cell for name, cell in reading.cells.items() if name != "source"}
    out = {name: f"({cell.clean})" for name, cell in cells.items()}
    if table.kind == "shipments":
        out |= _shipment(con, staged, reading)
    if table.kind == "trade_flows":
        out["hs6"] = _hs6(out["hs_code"])
        out["value_usd"] = _money(out["value_usd"], reading.rate)
    return out


def _lineage(staged: Staged, reading: Reading, place: Place) -> dict[str, str]:
    source = f"{reading.bind(place.source)}::varchar"
    if "source" in reading.cells:
        source = f"coalesce({reading.cells['source'].clean}, {source})"
    return {
        "source": source,
        "file_id": reading.bind(place.file_id),
        "load_id": reading.bind(place.load_id),
        "line": staged.line,
        "extra": extra_cells(reading, staged),
    }


def _shipment(con: Connection, staged: Staged, reading: Reading) -> dict[str, str]:
    cells = reading.cells
    shipped_on, precision = _shipped_on(reading)
    highest = "select coalesce(max(shipment_no), 0) + 1 from shipment_versions"
    first = reading.bind(con.execute(highest).fetchall()[0][0])
    stated = cells.get("shipment_id")
    text = f"({stated.clean})" if stated else "null::varchar"
    if stated and stated.rule.repeats == "number":
        nth = f"row_number() over (partition by {text} order by {staged.row})"
        text = f"({text} || case when {nth} > 1 then '/' || {nth} else '' end)"
    nth_cell = f" || '-' || {STAGED}.pivot_name" if staged.cells else ""
    minted = f"({reading.bind(staged.mint)} || '-' || {staged.line}{nth_cell})"
    out = {
        "shipped_on": shipped_on,
        "date_precision": precision,
        "shipment_no": f"({first} + {staged.row})",
        "shipment_id": f"coalesce({text}, {minted})",
        "id_minted": f"({text} is null)",
        "currency": f"'{USD}'",
    }
    if "hs_code" in cells:
        out["hs6"] = _hs6(cells["hs_code"].clean)
    if "currency" in cells:
        money = cells["currency"]
        out["currency"] = f"(case when {money.raw} is null then '{USD}' else {money.clean} end)"
    if "value" in cells:
        out["value_usd"] = _money(cells["value"].clean, reading.rate)
    return out


def _shipped_on(reading: Reading) -> tuple[str, str]:
    shipped, arrived = reading.cells["shipped_on"], reading.cells.get("arrived_on")
    if arrived is None:
        return f"({shipped.clean})", shipped.precision
    precision = f"(case when ({shipped.clean}) is null then {arrived.precision} else {shipped.precision} end)"  # noqa: E501
    return f"coalesce({shipped.clean}, {arrived.clean})", precision


def _money(value: str, rate: str | None) -> str:
    worth = f"({value})" if rate is None else f"({value}) * {rate}"
    return f"try_cast(round({worth}, 2) as decimal(18,2))"


def _hs6(code: str) -> str:
    return f"case when length({code}) >= 6 and {code} <> 'TOTAL' then left({code}, 6) end"


def _usable(reading: Reading, table: Table, stored: dict[str, str]) -> str:
    if table.kind == "shipments":
        return f"({stored['shipped_on']} is not null)"
    needed = [column.name for column in table.columns if column.needed]
    terms = [f"{stored[name]} is not null" for name in needed if name in stored]
    if table.one_of:
        either = [reading.cells[name].clean for name in table.one_of if name in reading.cells]
        terms.append(f"coalesce({', '.join(either)}) is not null")
    return "(" + " and ".join(terms or ["true"]) + ")"
