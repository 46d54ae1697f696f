"""Small lists and resolved parties, written as a person would write them."""

from datetime import date
from typing import Any

import pandas as pd

from detector.parties import resolve
from detector.records.tables import lay_out
from detector.workspace import Connection

AS_OF = date(2026, 9, 18)
_SHIPMENT = {
    "exporter": "Harbour Systems",
    "exporter_country": "TW",
    "consignee": "Quiet Buyer",
    "consignee_country": "MY",
}


def entries_of(*rows: dict[str, Any]) -> pd.DataFrame:
    """Give entries of a list; what a row does not name is blank."""
    blank = {"aliases": (), "country": None, "address": None, "programme": "oak-list"}
    blank |= {"source": "oaks", "listed_on": pd.Timestamp("2024-01-01")}
    return pd.DataFrame([{"entry": at} | blank | row for at, row in enumerate(rows)])


def watchlist(con: Connection, *rows: dict[str, Any]) -> None:
    """Load entries of a list into a workspace; listed on 2024-01-01 unless told."""
    lay_out(con)
    for line, row in enumerate(rows, 2):
        told = {"listed_on": date(2024, 1, 1), "source": "oaks", "line": line, "file_id": 1}
        _insert(con, "watchlist_versions", told | row)


def shipped(con: Connection, *rows: dict[str, Any], restricted: tuple[int, ...] = ()) -> None:
    """Lay shipments, their goods and their resolved parties out; numbered from 1."""
    lay_out(con)
    for number, row in enumerate(rows, 1):
        told = {"shipment_no": number, "shipment_id": f"S{number}", "source": "exports"}
        told |= {"shipped_on": date(2026, 9, 1), **_SHIPMENT, "file_id": 1, "line": number}
        _insert(con, "shipment_versions", told | row)
    con.execute(
        "create or replace table goods as select shipment_no, list_contains($numbers, shipment_no) "
        "as is_restricted from shipments order by shipment_no",
        {"numbers": list(restricted)},
    )
    resolve(con, AS_OF)


def _insert(con: Connection, table: str, row: dict[str, Any]) -> None:
    names = ", ".join(row)
    holes = ", ".join(f"${name}" for name in row)
    con.execute(f"insert into {table} ({names}) values ({holes})", row)
