"""The flagged lines that cases are made of, as declared and as the ledger knows them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from detector.workspace import Connection


@dataclass(frozen=True, slots=True)
class Line:
    """One flagged line; ``goods_group`` is the kind of goods that it may be joined by."""

    number: int
    source: str
    shipment_id: str
    shipped_on: date
    sender: int | None
    receiver: int | None
    stops: tuple[str, ...]
    goods_class: str | None
    hs4: str | None
    goods_group: str
    units: float | None
    value_usd: float | None
    parties: tuple[str, ...]


_LINES = """
    select l.shipment_no, coalesce(l.source, ''), coalesce(l.shipment_id, ''), l.shipped_on,
        l.exporter_group, l.consignee_group, l.destination_country, l.goods_class, l.hs4,
        case when l.units > 0 then 'accelerators'
            when coalesce(l.goods_class, 'other') not in ('other', 'other_electronics')
            then l.goods_class else 'HS ' || coalesce(l.hs4, '?') end as goods_group,
        l.units::double, l.value_usd::double,
        l.exporter_country, s.transit_ports, l.intermediate_country, l.consignee_country,
        s.exporter, s.intermediate_consignee, s.consignee, s.end_user
    from ledger l join flagged using (shipment_no) join shipments s using (shipment_no)
    order by l.shipped_on, l.shipment_no
"""


def read_lines(con: Connection) -> list[Line]:
    """Read the lines of the view ``flagged``, by date."""
    return [_line(told) for told in con.execute(_LINES).fetchall()]


@contextmanager
def flagged_view(con: Connection, numbers: Sequence[int]) -> Iterator[None]:
    """Let SQL see the numbers of the flagged shipments as ``flagged``."""
    con.register("flagged", pd.DataFrame({"shipment_no": sorted(numbers)}, dtype="int64"))
    try:
        yield
    finally:
        con.unregister("flagged")


def _line(told: tuple[Any, ...]) -> Line:
    number, source, shipment_id, shipped_on, sender, receiver, destination, *rest = told
    goods_class, hs4, goods_group, units, value, start, ports, middle, end, *names = rest
    called = [str(port)[:2] for port in ports] if isinstance(ports, list) else []
    stops = (start, *called, middle, end, destination)
    return Line(
        number=number,
        source=str(source),
        shipment_id=str(shipment_id),
        shipped_on=shipped_on,
        sender=sender,
        receiver=receiver,
        stops=tuple(str(stop) for stop in stops if stop),
        goods_class=str(goods_class) if goods_class else None,
        hs4=str(hs4) if hs4 else None,
        goods_group=str(goods_group),
        units=units,
        value_usd=value,
        parties=tuple(str(name) for name in names if name and str(name).strip()),
    )
