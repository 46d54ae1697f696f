"""Copies of the records that end with a day, for the replay."""

from datetime import date

import numpy as np
import pandas as pd

from detector.records import lay_out
from detector.workspace import Connection, open_memory, table_exists

CARRIED = ("files", "loads", "party_versions", "watchlist_versions", "trade_flow_versions")
CARRIED_LATER = ("rate_versions", "area_code_versions")
LINES = "shipment_versions"


def copy_records(con: Connection) -> Connection:
    """Copy what a workspace holds beside its shipments into memory."""
    copy = open_memory()
    lay_out(copy)
    for table in (*CARRIED, *CARRIED_LATER):
        if table_exists(con, table) and table_exists(copy, table):
            _carry(con, copy, table, "true", {})
    return copy


def let_in(copy: Connection, con: Connection, as_of: date) -> None:
    """Put the shipments up to a day into the copy; an arrival after it is not known yet."""
    copy.execute("delete from shipment_versions")
    _carry(con, copy, LINES, "shipped_on <= $as_of and superseded_by is null", {"as_of": as_of})
    copy.execute("update shipment_versions set arrived_on = null where arrived_on > $as_of",
                 {"as_of": as_of})  # fmt: skip


def with_all(con: Connection, copy: Connection) -> Connection:
    """Copy the records with all shipments, and the labels revealed so far."""
    whole = copy_records(con)
    _carry(con, whole, LINES, "superseded_by is null", {})
    _carry(copy, whole, "disposition_versions", "true", {})
    return whole


def _carry(
    con: Connection, copy: Connection, table: str, where: str, values: dict[str, object]
) -> None:
    rows = con.sql(f"select * from {table} where {where}", params=values).to_arrow_table()  # noqa: S608  names and conditions stand above
    copy.register("carried", rows)
    copy.execute(f"insert into {table} by name select * from carried")  # noqa: S608  names stand above
    copy.unregister("carried")


def reveal(copy: Connection, shown: pd.DataFrame, as_of: date) -> None:
    """Write the labels of the lines shown as dispositions.

    Parameters
    ----------
    shown : DataFrame of shape (n_shown, 4)
        shipment_id, positive, selected_by, selection_probability.
    """
    made = shown.assign(
        decision=np.where(shown["positive"], "diverted", "cleared"),
        decided_on=pd.Timestamp(as_of),
        decided_by="replay",
        source="replay",
    )
    copy.register("shown", made.drop(columns="positive"))
    copy.execute("insert into disposition_versions by name select * from shown")
    copy.unregister("shown")
