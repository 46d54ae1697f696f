"""Match what a company received to what it sent on, first in first out."""

import numpy as np

from detector.engine import comment_on
from detector.movements.queue import first_out
from detector.workspace import Connection

SCALE = 1000

_ENTRIES = """
    with moved as (
        select ledger.* from ledger left join twin using (shipment_no)
        where coalesce(twin.is_primary, true) and ledger.is_computing
    ), measured as (
        select *, case when units > 0 then 'units' when pieces > 0 then hs4 end as class,
            case when units > 0 then units else pieces end as amount
        from moved
    ), entry as (
        select shipment_no, exporter_id as party_id, class, false as inward, day_no, amount
        from measured where exporter_id is not null
        union all
        select distinct shipment_no, party_id, class, true as inward,
            coalesce(date_diff('day', date '2000-01-01', arrived_on)::integer, day_no), amount
        from (
            select shipment_no, unnest([consignee_id, intermediate_id, end_user_id]) as party_id,
                class, arrived_on, day_no, amount
            from measured where not in_transit
        )
        where party_id is not null
    ), both_ways as (
        select party_id, class from entry where class is not null
        group by party_id, class having min(inward) <> max(inward)
    )
    select shipment_no, party_id, inward, day_no, round(amount * $scale)::bigint as amount,
        dense_rank() over (order by party_id, class) as place
    from entry semi join both_ways using (party_id, class)
    where amount > 0 and amount < 1e12
    order by place, day_no, inward desc, shipment_no
"""
_LINKS = """
    create or replace table movement_link as
    select inbound_no, outbound_no, party_id, (amount / $scale)::decimal(18, 3) as quantity,
        lag_days
    from linked order by inbound_no, outbound_no, party_id
"""


def link_movements(con: Connection, hold_days: int) -> None:
    """Write ``movement_link``: inbound line, outbound line, the company between, what it carried.

    Goods with accelerators are counted in accelerators whatever they are declared as; other
    computing goods in pieces per HS heading. Each movement counts once (see ``twin``).

    Parameters
    ----------
    con : Connection
        Holds ``ledger`` and ``twin``.
    hold_days : int
        An arrival that has waited longer is taken to have stayed.
    """
    entries = con.execute(_ENTRIES, {"scale": SCALE}).df()
    numbers = entries["shipment_no"].to_numpy(np.int64)
    days = entries["day_no"].to_numpy(np.int64)
    came, went, amount = first_out(
        entries["place"].to_numpy(np.int64),
        days,
        entries["inward"].to_numpy(np.bool_),
        entries["amount"].to_numpy(np.int64),
        hold_days,
    )
    linked = entries.iloc[went][["party_id"]].assign(
        inbound_no=numbers[came],
        outbound_no=numbers[went],
        amount=amount,
        lag_days=days[went] - days[came],
    )
    con.register("linked", linked)
    con.execute(_LINKS, {"scale": SCALE})
    con.unregister("linked")
    comment_on(con, "movement_link", "party_id", "company that received and sent on")
    comment_on(con, "movement_link", "quantity", "accelerators, or pieces of the same HS heading")
    comment_on(con, "movement_link", "lag_days", "days from arrival to departure")
