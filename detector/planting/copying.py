"""Copies of the records that end with a day."""

from collections.abc import Sequence
from datetime import date

from detector.records import lay_out
from detector.workspace import Connection, open_memory, table_exists

ALWAYS = ("files", "loads", "party_versions", "rate_versions", "area_code_versions")
BY_DAY = {
    "shipment_versions": "shipped_on <= $as_of and superseded_by is null",
    "watchlist_versions": "(listed_on is null or listed_on <= $as_of) and superseded_by is null",
    "trade_flow_versions": "superseded_by is null and case when length(period) = 4 "
    "then period < strftime($as_of, '%Y') else period < strftime($as_of, '%Y-%m') end",
}
NEVER = date(9999, 12, 31)


def copy_records(con: Connection) -> Connection:
    """Copy what a workspace holds beside its shipments into memory."""
    copy = open_memory()
    lay_out(copy)
    for table in ALWAYS:
        if table_exists(con, table) and table_exists(copy, table):
            _carry(con, copy, table, "true", {})
    return copy


def let_in(
    copy: Connection, con: Connection, as_of: date = NEVER, tables: Sequence[str] = tuple(BY_DAY)
) -> None:
    """Put into the copy what was there on a day: all records when no day is given.

    Shipments by departure, their arrivals where they had arrived, names by the day of listing,
    statistics once their period has ended.
    """
    for table in tables:
        where = BY_DAY[table]
        copy.execute(f"delete from {table}")  # noqa: S608  names stand above
        _carry(con, copy, table, where, {"as_of": as_of})
    copy.execute(
        "update shipment_versions set arrived_on = null where arrived_on > $as_of",
        {"as_of": as_of},
    )


def _carry(
    con: Connection, copy: Connection, table: str, where: str, values: dict[str, object]
) -> None:
    rows = con.sql(f"select * from {table} where {where}", params=values).to_arrow_table()  # noqa: S608  names and conditions stand above
    copy.register("carried", rows)
    copy.execute(f"insert into {table} by name select * from carried")  # noqa: S608  names stand above
    copy.unregister("carried")
