"""The records that may be of the same goods as one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from detector.report.explain.standing import asked
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
    select linked.asked_no, linked.how, line.shipment_id, line.source, line.shipped_on,
        line.exporter, line.consignee, line.exporter_country, line.intermediate_country,
        line.consignee_country, line.destination_country, linked.quantity::double, linked.lag_days
    from ({links}) linked join shipment_versions line using (shipment_no)
    qualify row_number() over (
        partition by linked.asked_no order by linked.how, line.shipped_on, line.shipment_no
    ) <= $most
    order by linked.asked_no, linked.how, line.shipped_on, line.shipment_no
"""
_TWIN = """
    select asked_line.shipment_no as asked_no, 'same movement' as how, twin_no as shipment_no,
        null as quantity, null as lag_days
    from twin join asked_line using (shipment_no)
"""
_MOVED = """
    select outbound_no as asked_no, 'came in before' as how, inbound_no as shipment_no,
        sum(quantity) as quantity, min(lag_days) as lag_days
    from movement_link join asked_line on shipment_no = outbound_no
    group by outbound_no, inbound_no
    union all
    select inbound_no, 'went on after', outbound_no, sum(quantity), min(lag_days)
    from movement_link join asked_line on shipment_no = inbound_no
    group by inbound_no, outbound_no
"""


def neighbours_of(con: Connection, numbers: Sequence[int]) -> dict[int, tuple[Neighbour, ...]]:
    """Give other records of the same movement, and what came in before or went on after.

    Returns
    -------
    dict of int to tuple of Neighbour
        By shipment_no of those that have any.
    """
    links = [
        query
        for table, query in (("twin", _TWIN), ("movement_link", _MOVED))
        if table_exists(con, table)
    ]
    if not links:
        return {}
    query = _TOLD.replace("{links}", " union all ".join(links))
    with asked(con, numbers):
        rows = con.execute(query, {"most": MOST_NEIGHBOURS}).fetchall()
    found: dict[int, list[Neighbour]] = {}
    for number, *told in rows:
        found.setdefault(int(number), []).append(_neighbour(told))
    return {number: tuple(near) for number, near in found.items()}


def _neighbour(told: list[Any]) -> Neighbour:
    how, shipment_id, source, shipped_on, exporter, consignee, *places, quantity, lag_days = told
    return Neighbour(
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
