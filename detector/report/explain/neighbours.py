"""The records that may be of the same goods as one line."""

from dataclasses import dataclass

from detector.report.numerals import clipped, rounded
from detector.report.queue import lane_of
from detector.workspace import Connection, table_exists

MOST_NEIGHBOURS = 20


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A record that may be of the same goods.

    ``how`` is ``same movement``, ``came in before`` or ``went on after``; ``quantity`` is in
    accelerators, or in pieces of the same HS heading.
    """

    how: str
    shipment_id: str
    source: str
    shipped_on: str
    exporter: str
    consignee: str
    lane: tuple[str, ...]
    quantity: float | None
    lag_days: int | None


_TOLD = """
    select linked.how, line.shipment_id, line.source, line.shipped_on, line.exporter,
        line.consignee, line.exporter_country, line.intermediate_country, line.consignee_country,
        line.destination_country, linked.quantity::double, linked.lag_days
    from ({links}) linked join shipment_versions line using (shipment_no)
    order by linked.how, line.shipped_on, line.shipment_no limit $most
"""
_TWIN = """
    select 'same movement' as how, twin_no as shipment_no, null as quantity, null as lag_days
    from twin where shipment_no = $number
"""
_MOVED = """
    select 'came in before' as how, inbound_no as shipment_no, sum(quantity) as quantity,
        min(lag_days) as lag_days
    from movement_link where outbound_no = $number group by inbound_no
    union all
    select 'went on after', outbound_no, sum(quantity), min(lag_days)
    from movement_link where inbound_no = $number group by outbound_no
"""


def neighbours_of(con: Connection, number: int) -> tuple[Neighbour, ...]:
    """Give the other record of the same movement, and what came in before or went on after."""
    links = [
        query
        for table, query in (("twin", _TWIN), ("movement_link", _MOVED))
        if table_exists(con, table)
    ]
    if not links:
        return ()
    query = _TOLD.replace("{links}", " union all ".join(links))
    rows = con.execute(query, {"number": number, "most": MOST_NEIGHBOURS}).fetchall()
    return tuple(
        Neighbour(
            how,
            clipped(shipment_id, 60),
            clipped(source, 60),
            shipped_on.isoformat(),
            clipped(exporter),
            clipped(consignee),
            lane_of(*places),
            rounded(quantity),
            lag_days,
        )
        for how, shipment_id, source, shipped_on, exporter, consignee, *places, quantity, lag_days in rows  # noqa: E501
    )
