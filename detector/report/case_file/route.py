"""The way that goods of a case took: declared stops, joined where goods seem to have gone on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from detector.report.case_file.findings import StopInWords
from detector.report.numerals import clipped
from detector.report.route_map import Drawing, Leg, Stop, draw_route
from detector.workspace import Connection, table_exists

MOST_HOPS = 6

_LINE = """
    select line.shipment_no, line.shipment_id, files.name, line.line, line.shipped_on,
        line.arrived_on, line.exporter, line.consignee, line.intermediate_consignee,
        line.exporter_country, line.port_of_lading, line.transit_ports,
        line.intermediate_country, line.port_of_unlading, line.consignee_country,
        coalesce(line.destination_country, line.consignee_country)
    from shipment_versions line left join files using (file_id)
    where line.shipment_no = $number
"""
_BEFORE = """
    select inbound_no from movement_link where outbound_no = $number
    group by inbound_no order by sum(quantity) desc, inbound_no limit 1
"""
_AFTER = """
    select outbound_no from movement_link where inbound_no = $number
    group by outbound_no order by sum(quantity) desc, outbound_no limit 1
"""
_PLACES = """
    select unlocode as code, name, lat, lon from ref_ports
    union all select iso2, name, lat, lon from ref_countries
    order by code
"""


@dataclass(frozen=True, slots=True)
class _Call:
    code: str
    day: date | None
    what: str
    record: str
    leg: str = "declared"  # what leads to it


def follow_route(
    con: Connection, number: int
) -> tuple[Drawing | None, tuple[StopInWords, ...], tuple[int, ...]]:
    """Follow a line's goods back and forth as far as the matching of movements reaches.

    Parameters
    ----------
    con : Connection
    number : int
        shipment_no of the line to start from.

    Returns
    -------
    tuple
        The map, the stops in words, and the shipment_no of each line on the way.
    """
    way = _way(con, number)
    calls: list[_Call] = []
    for line in way:
        first, *rest = _calls_of(con, line)
        if calls and _country(calls[-1].code) == _country(first.code):
            calls[-1] = _joined(calls[-1], first)
        else:
            calls.append(replace(first, leg="inferred"))
        calls += rest
    drawing, numbers, places = _drawn(con, calls)
    stops = tuple(
        StopInWords(
            numbers[at],
            places.get(call.code, ""),
            call.code,
            call.day.isoformat() if call.day else "",
            call.what,
            call.record,
        )
        for at, call in enumerate(calls)
    )
    return drawing, stops, tuple(way)


def _way(con: Connection, number: int) -> list[int]:
    way = [number]
    if not table_exists(con, "movement_link"):
        return way
    for query, place in ((_BEFORE, 0), (_AFTER, -1)):
        for _ in range(MOST_HOPS):
            found = con.execute(query, {"number": way[place]}).fetchall()
            if not found or found[0][0] in way:
                break
            way.insert(0 if place == 0 else len(way), int(found[0][0]))
    return way


def _calls_of(con: Connection, number: int) -> list[_Call]:
    (row,) = con.execute(_LINE, {"number": number}).fetchall()
    _, shipment_id, file, place, shipped, arrived, exporter, consignee, middle, *codes = row
    start, lading, transit, between, unlading, end, goal = codes
    record = f"{clipped(shipment_id, 40)} ({clipped(file, 40)}, line {place})"
    sender, receiver = (clipped(name, 60) or "not stated" for name in (exporter, consignee))
    calls = [(start, shipped, f"shipped by {sender}")]
    if lading and str(lading)[:2] == start:
        calls = [(lading, shipped, f"shipped by {sender}")]
    elif lading:
        calls.append((lading, shipped, "loaded"))
    calls += [(port, None, "called at") for port in _listed(transit)]
    if between:
        calls.append((between, None, f"intermediate consignee {clipped(middle, 60)}".strip()))
    if unlading:
        calls.append((unlading, arrived, "unloaded"))
    calls += [(end, arrived, f"received by {receiver}"), (goal, None, "declared destination")]
    told: list[_Call] = []
    for code, day, what in calls:
        if not code:
            continue
        call = _Call(clipped(code, 12), day, what, record)
        same = told and told[-1].what != "called at" and _country(told[-1].code) == code
        if same or (told and told[-1].code == call.code):
            if call.what != "declared destination":
                told[-1] = _joined(told[-1], call)
        else:
            told.append(call)
    return told or [_Call("??", shipped, f"shipped by {sender}", record)]


def _joined(one: _Call, two: _Call) -> _Call:
    """Tell two calls at one place as one; days between them are the stay."""
    code = one.code if len(one.code) > len(two.code) else two.code
    stay = ""
    if one.day and two.day and two.day > one.day:
        stay = f" {(two.day - one.day).days} days later, could be the same goods:"
    record = one.record if one.record == two.record else f"{one.record}; {two.record}"
    return _Call(code, one.day or two.day, f"{one.what};{stay} {two.what}", record, one.leg)


def _drawn(
    con: Connection, calls: Sequence[_Call]
) -> tuple[Drawing | None, list[int], dict[str, str]]:
    known: dict[str, Any] = {}
    if table_exists(con, "ref_ports"):
        known = {code: (name, lat, lon) for code, name, lat, lon in con.execute(_PLACES).fetchall()}
    numbers: list[int] = []
    stops: list[Stop] = []
    legs: list[Leg] = []
    names: dict[str, str] = {}
    broken = False
    for call in calls:
        place = known.get(call.code) or known.get(_country(call.code))
        if place is None or place[1] is None:
            numbers.append(0)
            broken = True
            continue
        names[call.code] = place[0]
        if stops:
            kind = "inferred" if broken else call.leg
            legs.append(Leg(len(stops) - 1, len(stops), kind))
        stops.append(Stop(call.code, place[0], place[1], place[2]))
        numbers.append(len(stops))
        broken = False
    return draw_route(stops, legs), numbers, names


def _country(code: str) -> str:
    return code[:2]


def _listed(cell: object) -> list[object]:
    return list(cell) if isinstance(cell, list | tuple) else []
