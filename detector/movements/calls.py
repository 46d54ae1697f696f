"""Lay out where each line calls on its way."""

from detector.engine import comment_on
from detector.workspace import Connection

_CALLS = """
    create or replace table transit_call as
    select shipment_no, position::integer as position, upper(trim(port)) as port,
        left(upper(trim(port)), 2) as country
    from (
        select l.shipment_no, unnest(s.transit_ports) as port,
            unnest(range(1, len(s.transit_ports) + 1)) as position
        from ledger l join shipments s using (shipment_no)
        where l.n_transit_ports > 0
    )
    where trim(port) <> ''
    order by shipment_no, position
"""


def lay_out_calls(con: Connection) -> None:
    """Write ``transit_call``: one row per port called at on the way, in order."""
    con.execute(_CALLS)
    comment_on(con, "transit_call", "position", "1 = first port called at")
    comment_on(con, "transit_call", "country", "first two letters of the port's UN/LOCODE")
