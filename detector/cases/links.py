"""Which flagged shipments belong together: one movement, one party, or goods that went on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from detector.cases.lines import Line
from detector.workspace import Connection, table_exists

LINK_DAYS = 120
HUB_LINES = 100


@dataclass(frozen=True, slots=True)
class Link:
    """Two flagged shipments that belong together, and why: ``twin``, ``onward`` or ``party``."""

    earlier: int
    later: int
    kind: str


_TWINS = """
    select twin.twin_no as earlier, twin.shipment_no as later, 'twin' as kind
    from twin semi join flagged using (shipment_no)
    where not is_primary and twin_no in (select shipment_no from flagged)
    order by all
"""
_MOVED = """
    select link.inbound_no as earlier, link.outbound_no as later, 'onward' as kind
    from movement_link link
    join ledger came on came.shipment_no = link.inbound_no
    join ledger went on went.shipment_no = link.outbound_no
    where inbound_no in (select shipment_no from flagged)
        and outbound_no in (select shipment_no from flagged)
    group by all
    having sum(quantity) * 2 >= least(
        case when any_value(came.units) > 0 then any_value(came.units)
            else any_value(came.pieces) end,
        case when any_value(went.units) > 0 then any_value(went.units)
            else any_value(went.pieces) end)
    order by all
"""
_CROWDED = """
    select party, count(*) > $hub_lines as is_hub from (
        select exporter_group as party, shipment_no from ledger
        union select consignee_group, shipment_no from ledger
    ) where party is not null group by party order by party
"""


def find_links(con: Connection, lines: Sequence[Line]) -> list[Link]:
    """Find what ties flagged shipments together.

    Shipments through the same exporter or consignee belong together when they carry the same
    kind of goods and lie within `LINK_DAYS`. A company with more than `HUB_LINES` lines in all
    is a hub: shipments through it belong together only when the company on the other side is the
    same too. Records of one movement, and goods matched as sent on, are tied when the tables
    ``twin`` and ``movement_link`` exist.

    Parameters
    ----------
    con : Connection
        Holds ``ledger``, and the view ``flagged`` of shipment numbers.
    lines : sequence of Line
        By date.
    """
    found = _from_table(con, "twin", _TWINS) + _from_table(con, "movement_link", _MOVED)
    counted = con.execute(_CROWDED, {"hub_lines": HUB_LINES}).fetchall()
    hubs = {party for party, is_hub in counted if is_hub}
    return found + _onward(lines, hubs) + _same_party(lines, hubs)


def _from_table(con: Connection, table: str, query: str) -> list[Link]:
    if not table_exists(con, table):
        return []
    return [Link(*row) for row in con.execute(query).fetchall()]


def _onward(lines: Sequence[Line], hubs: set[int]) -> list[Link]:
    """Tie what a company received to the next thing it sent on; hubs are left to the matcher."""
    waiting: dict[tuple[int, str], Line] = {}
    found = []
    for line in lines:
        if line.sender is not None and line.sender not in hubs:
            came = waiting.get((line.sender, line.goods_group))
            if came and _near(came.shipped_on, line.shipped_on):
                found.append(Link(came.number, line.number, "onward"))
        if line.receiver is not None and line.receiver != line.sender:
            waiting[line.receiver, line.goods_group] = line
    return found


def _same_party(lines: Sequence[Line], hubs: set[int]) -> list[Link]:
    last: dict[tuple[object, ...], Line] = {}
    found = []
    for line in lines:
        for key in _party_keys(line.sender, line.receiver, hubs):
            place = (*key, line.goods_group)
            before = last.get(place)
            if before and _near(before.shipped_on, line.shipped_on):
                found.append(Link(before.number, line.number, "party"))
            last[place] = line
    return found


def _party_keys(
    sender: int | None, receiver: int | None, hubs: set[int]
) -> Iterable[tuple[object, ...]]:
    if sender is not None and sender not in hubs:
        yield ("from", sender)
    if receiver is not None and receiver not in hubs:
        yield ("to", receiver)
    if sender is not None and receiver is not None:
        yield ("pair", sender, receiver)


def _near(earlier: date, later: date) -> bool:
    return (later - earlier).days <= LINK_DAYS


def connected(numbers: Iterable[int], links: Iterable[Link]) -> list[list[int]]:
    """Gather linked shipments into groups, each sorted, in the order of their first member.

    Examples
    --------
    >>> connected([4, 1, 2, 3], [Link(1, 3, "twin")])
    [[1, 3], [2], [4]]
    """
    parent = {number: number for number in sorted(numbers)}

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for link in links:
        first, second = sorted((root(link.earlier), root(link.later)))
        parent[second] = first
    groups: dict[int, list[int]] = {}
    for number in parent:
        groups.setdefault(root(number), []).append(number)
    return list(groups.values())
