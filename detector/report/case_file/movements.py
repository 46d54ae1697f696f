"""What came before and after the lines of a case, and what their consignees have left."""

import pandas as pd

from detector.report.case_file.findings import Balance, Moved
from detector.report.explain.neighbours import Neighbour, neighbours_of
from detector.report.numerals import clipped
from detector.workspace import Connection, table_exists

MOST_LINES = 12
SAME = "same movement"
MOST_MOVED = 40
MOST_BALANCES = 6

_BALANCE = """
    with receivers as (
        select distinct member.case_id, ledger.consignee_group
        from ledger join case_member member using (shipment_no)
        where ledger.consignee_group is not null
    ), companies as (
        select distinct consignee_group from receivers
    ), inbound as (
        select ledger.consignee_group, ledger.shipment_no, ledger.units
        from ledger semi join companies using (consignee_group) where ledger.units > 0
    ), came as (
        select inbound.consignee_group, sum(inbound.units)::double as received
        from inbound left join twin on twin.shipment_no = inbound.shipment_no
        where coalesce(twin.is_primary, true) group by inbound.consignee_group
    ), went as (
        select inbound.consignee_group, sum(link.quantity)::double as quantity
        from movement_link link join inbound on inbound.shipment_no = link.inbound_no
        group by inbound.consignee_group
    ), named as (
        select party.group_id, min(party.name) as name from party
        where party.group_id in (select consignee_group from companies) group by party.group_id
    )
    select receivers.case_id, named.name, came.received,
        least(coalesce(went.quantity, 0), came.received) as sent_on
    from receivers join came using (consignee_group) left join went using (consignee_group)
    join named on named.group_id = receivers.consignee_group
    qualify row_number() over (
        partition by receivers.case_id order by came.received desc, named.name) <= $most
    order by receivers.case_id, came.received desc, named.name
"""


def gather_moved(con: Connection, lines: pd.DataFrame) -> dict[str, list[Moved]]:
    """List records that may hold the same goods as the first lines of each case.

    Two records of one movement that both stand in the case are told once.

    Parameters
    ----------
    con : Connection
    lines : DataFrame of shape (n_shipments, n_columns)
        By case and rank: case_id, shipment_no and shipment_id.
    """
    first = lines.groupby("case_id", sort=False).head(MOST_LINES)
    near = neighbours_of(con, [int(number) for number in first["shipment_no"]])
    found: dict[str, list[Moved]] = {}
    for line in first.itertuples():
        told = found.setdefault(str(line.case_id), [])
        pairs = {(one.record, one.line) for one in told if one.how == SAME}
        moved = (_moved(line.shipment_id, one) for one in near.get(int(line.shipment_no), ()))
        told += [one for one in moved if one.how != SAME or (one.line, one.record) not in pairs]
    return {case_id: told[:MOST_MOVED] for case_id, told in found.items()}


def read_balances(con: Connection) -> dict[str, list[Balance]]:
    """Say what each consignee of each case received, can have sent on, and may have left.

    Parameters
    ----------
    con : Connection
        Holds ``case_member``, as `members_seen` lays it out.
    """
    needed = ("ledger", "twin", "movement_link", "party")
    if not all(table_exists(con, name) for name in needed):
        return {}
    found: dict[str, list[Balance]] = {}
    rows = con.execute(_BALANCE, {"most": MOST_BALANCES}).fetchall()
    for case_id, name, received, sent_on in rows:
        told = Balance(clipped(name), received, sent_on, received - sent_on)
        found.setdefault(str(case_id), []).append(told)
    return found


def _moved(line: object, near: Neighbour) -> Moved:
    party = near.exporter if near.how == "came in before" else near.consignee
    return Moved(
        clipped(line, 40),
        near.how,
        near.shipment_id,
        near.shipped_on,
        near.lane,
        party,
        near.quantity,
        near.lag_days,
    )
