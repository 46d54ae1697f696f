"""Tell the chain of one line as plain data."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from detector.workspace import Connection, table_exists

_PRIMARY = "select twin_no from twin where shipment_no = $number and not is_primary"
_CHAIN = """
    select chain.chain_id, chain.units_at_start::double, chain.units_kept::double,
        chain.in_accelerators, chain.ends_how, count(*) over () as ways
    from chain join chain_hop using (chain_id)
    where chain_hop.shipment_no = $number
    order by chain.units_kept desc, chain.n_hops desc, chain.chain_id limit 1
"""
_STEPS = """
    select hop.shipment_no, line.shipment_id, line.source, ledger.shipped_on, ledger.arrived_on,
        line.exporter, line.consignee, ledger.exporter_country, ledger.destination_country,
        case when ledger.units > 0 then ledger.units else ledger.pieces end as amount,
        hop.lag_days, hop.quantity::double, hop.least::double, hop.most::double,
        change.hs_in, change.hs_out, change.class_in, change.class_out, change.brand_in,
        change.brand_out, change.kg_step, change.usd_step, change.packages_step
    from chain_hop hop join ledger using (shipment_no)
    join shipment_versions line using (shipment_no)
    left join chain_hop before on before.chain_id = hop.chain_id
        and before.position = hop.position - 1
    left join movement_change change on change.inbound_no = before.shipment_no
        and change.outbound_no = hop.shipment_no
    where hop.chain_id = $chain_id order by hop.position
"""


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from the line before: before and after, or ln of after over before, per piece.

    All are None on the first line of a chain.
    """

    hs: tuple[str | None, str | None]
    goods_class: tuple[str | None, str | None]
    brand: tuple[str | None, str | None]
    kg_step: float | None
    usd_step: float | None
    packages_step: float | None


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One line of a chain; the last five say how it hangs on the line before.

    ``amount`` is what the line holds; ``quantity``, ``least`` and ``most`` are how much of the line
    before it can hold: in the order of arrival, at least, and at most, in any order.
    """

    shipment_no: int
    shipment_id: str
    source: str
    shipped_on: date
    arrived_on: date | None
    exporter: str | None
    consignee: str | None
    from_country: str | None
    to_country: str | None
    amount: float | None
    lag_days: int | None
    quantity: float | None
    least: float | None
    most: float | None
    changes: Changes


@dataclass(frozen=True, slots=True)
class ToldChain:
    """The chain on which most goods of a line can have moved, and how many other ways there are.

    ``in_accelerators`` says whether amounts are accelerators or pieces of one HS heading;
    ``ends_how`` is ``goes on``, ``in transit``, ``installed``, ``known end``, ``waits`` or
    ``vanishes``.
    """

    chain_id: int
    units_at_start: float
    units_kept: float
    in_accelerators: bool
    ends_how: str
    other_ways: int
    steps: tuple[ChainStep, ...]


def tell_chain(con: Connection, shipment_no: int) -> ToldChain | None:
    """Tell the chain of a line, or of the record that stands for its movement.

    Parameters
    ----------
    con : Connection
        A workspace that has been scanned; it is only read.
    shipment_no : int

    Returns
    -------
    ToldChain, optional
        None where the line hangs on no other.
    """
    if not table_exists(con, "chain"):
        return None
    primary = con.execute(_PRIMARY, {"number": shipment_no}).fetchall()
    number = int(primary[0][0]) if primary else shipment_no
    found = con.execute(_CHAIN, {"number": number}).fetchall()
    if not found:
        return None
    chain_id, start, kept, in_accelerators, ends_how, ways = found[0]
    steps = con.execute(_STEPS, {"chain_id": chain_id}).fetchall()
    return ToldChain(
        chain_id,
        start,
        kept,
        bool(in_accelerators),
        ends_how,
        ways - 1,
        tuple(_step(step) for step in steps),
    )


def _step(row: tuple[Any, ...]) -> ChainStep:
    hs_in, hs_out, class_in, class_out, brand_in, brand_out, *steps = row[14:]
    changes = Changes((hs_in, hs_out), (class_in, class_out), (brand_in, brand_out), *steps)
    told: list[Any] = [*row[:14], changes]
    return ChainStep(*told)
