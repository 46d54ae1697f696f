"""Joins the exchange rates that a file asks for."""

import pyarrow as pa

from detector.records.contract import Table
from detector.records.money import USD, Rates
from detector.records.reading import ROWS, Reading, put
from detector.workspace import Connection

_TABLE = "rate_of_day"


def join_rates(con: Connection, reading: Reading, table: Table, shipped_on: str) -> None:
    """Put the rate of each line's currency beside it, and its SQL into ``reading.rate``.

    Parameters
    ----------
    con : Connection
    reading : Reading
    table : Table
    shipped_on : str
        SQL of the day of a shipment; not used for other kinds.
    """
    cells = reading.cells
    if table.kind == "trade_flows" and cells["value_usd"].rule.currency is not None:
        _join(con, reading, reading.bind(cells["value_usd"].rule.currency), cells["period"].clean)
    elif table.kind == "shipments" and "value" in cells and "currency" in cells:
        money = cells["currency"]
        stated = f"(case when {money.raw} is null then '{USD}' else {money.clean} end)"
        _join(con, reading, stated, shipped_on)


def _join(con: Connection, reading: Reading, currency: str, day: str) -> None:
    cells = f"select {currency}::varchar as currency, {day} as day from {ROWS}"  # noqa: S608  our own names
    known = "currency is not null and day is not null"
    query = f"select distinct currency, day from ({cells}) where {known} order by all"  # noqa: S608  our own names
    pairs = reading.run(con, query)
    if all(code == USD for code, _ in pairs):
        reading.rate = f"case when {currency} = '{USD}' then 1.0 end"
        return
    rates = Rates(con)
    found = [rates.at(str(code), day) for code, day in pairs]
    rows = {
        "currency": pa.array([str(code) for code, _ in pairs], pa.string()),
        "day": pa.array([day for _, day in pairs]),
        "rate": pa.array(found, pa.float64()),
    }
    put(con, _TABLE, pa.table(rows))
    reading.made.append(_TABLE)
    as_text = "::varchar" if isinstance(pairs[0][1], str) else ""
    reading.joins[_TABLE] = (
        f"left join {_TABLE} on {_TABLE}.currency = {currency} and {_TABLE}.day = ({day}){as_text}"
    )
    reading.rate = f"{_TABLE}.rate"
    reading.lacks_rates = None in found
