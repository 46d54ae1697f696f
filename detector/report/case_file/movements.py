"""What came before and after the lines of a case, and what their consignees have left."""

import pandas as pd

from detector.report.case_file.findings import Balance, Moved
from detector.report.explain.neighbours import neighbours_of
from detector.report.numerals import clipped
from detector.workspace import Connection, table_exists

MOST_LINES = 12
MOST_MOVED = 40
MOST_BALANCES = 6

_BALANCE = """
    with receivers as (
        select distinct consignee_group from ledger
        where shipment_no in (select unnest($numbers)) and consignee_group is not null
    ), came as (
        select ledger.consignee_group, ledger.shipment_no, ledger.units
        from ledger join receivers using (consignee_group)
        left join twin on twin.shipment_no = ledger.shipment_no
        where ledger.units > 0 and coalesce(twin.is_primary, true)
    ), went as (
        select ledger.consignee_group, sum(link.quantity)::double as quantity
        from movement_link link join ledger on ledger.shipment_no = link.inbound_no
        join receivers using (consignee_group)
        where ledger.units > 0
        group by ledger.consignee_group
    ), named as (
        select party.group_id, min(party.name) as name from party group by party.group_id
    )
    select named.name, sum(came.units)::double as received,
        least(coalesce(any_value(went.quantity), 0), sum(came.units)::double) as sent_on
    from came left join went using (consignee_group)
    join named on named.group_id = came.consignee_group
    group by came.consignee_group, named.name order by received desc, named.name limit $most
"""


def gather_moved(con: Connection, lines: pd.DataFrame) -> tuple[Moved, ...]:
    """List records that may hold the same goods as the first lines of a case.

    Parameters
    ----------
    con : Connection
    lines : DataFrame of shape (n_shipments, n_columns)
        By rank: shipment_no and shipment_id.
    """
    found = []
    for line in lines.head(MOST_LINES).itertuples():
        for near in neighbours_of(con, int(line.shipment_no)):
            party = near.exporter if near.how == "came in before" else near.consignee
            found.append(
                Moved(
                    clipped(line.shipment_id, 40),
                    near.how,
                    near.shipment_id,
                    near.shipped_on,
                    near.lane,
                    party,
                    near.quantity,
                    near.lag_days,
                )
            )
    return tuple(found[:MOST_MOVED])


def read_balances(con: Connection, numbers: list[int]) -> tuple[Balance, ...]:
    """Say what each consignee of the lines received, can have sent on, and may have left."""
    needed = ("ledger", "twin", "movement_link", "party")
    if not all(table_exists(con, name) for name in needed):
        return ()
    rows = con.execute(_BALANCE, {"numbers": numbers, "most": MOST_BALANCES}).fetchall()
    return tuple(
        Balance(clipped(name), received, sent_on, received - sent_on)
        for name, received, sent_on in rows
    )
