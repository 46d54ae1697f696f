"""The way that goods of a case took: declared stops, joined where goods seem to have gone on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from detector.report.case_file.findings import StopInWords
from detector.report.explain.standing import asked
from detector.report.numerals import clipped
from detector.report.route_map import Drawing, Leg, Stop, draw_route
from detector.workspace import Connection, table_exists

MOST_HOPS = 6
Route = tuple[Drawing | None, tuple[StopInWords, ...]]

_LINES = """
    select line.shipment_no, line.shipment_id, files.name, line.line, line.shipped_on,
        line.arrived_on, line.exporter, line.consignee, line.intermediate_consignee,
        line.exporter_country, line.port_of_lading, line.transit_ports,
        line.intermediate_country, line.port_of_unlading, line.consignee_country,
        coalesce(line.destination_country, line.consignee_country)
    from shipment_versions line join asked_line using (shipment_no)
    left join files using (file_id)
    order by line.shipment_no
"""
_STEP = """
    select {here}, {there} from movement_link link join asked_line on shipment_no = {here}
    group by {here}, {there}
    qualify row_number() over (partition by {here} order by sum(quantity) desc, {there}) = 1
    order by {here}
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


def follow_routes(con: Connection, numbers: Sequence[int]) -> dict[int, Route]:
    """Follow goods of some lines back and forth as far as the matching of movements reaches.

    Parameters
    ----------
    con : Connection
    numbers : sequence of int
        shipment_no of the lines to start from.

    Returns
    -------
    dict of int to tuple
        By shipment_no: the map, and the stops in words.
    """
    ways = _ways(con, numbers)
    with asked(con, [number for way in ways.values() for number in way]):
        lines = {int(row[0]): row for row in con.execute(_LINES).fetchall()}
    known: dict[str, Any] = {}
    if table_exists(con, "ref_ports"):
        known = {code: (name, lat, lon) for code, name, lat, lon in con.execute(_PLACES).fetchall()}
    return {
        number: _route([lines[step] for step in way if step in lines], known)
        for number, way in ways.items()
    }


def _route(way: Sequence[tuple[Any, ...]], known: dict[str, Any]) -> Route:
    calls: list[_Call] = []
    for line in way:
        first, *rest = _calls_of(line)
        if calls and _country(calls[-1].code) == _country(first.code):
            calls[-1] = _joined(_dated(calls[-1]), first)
        else:
            calls.append(replace(first, leg="inferred"))
        calls += rest
    drawing, numbers, places = _drawn(known, calls)
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
    return drawing, stops


def _ways(con: Connection, numbers: Sequence[int]) -> dict[int, list[int]]:
    """Step back from each line, then on, where the most goods can have moved; never in a circle."""
    ways = {number: [number] for number in numbers}
    if not table_exists(con, "movement_link"):
        return ways
    for here, there, at in (("outbound_no", "inbound_no", 0), ("inbound_no", "outbound_no", -1)):
        query = _STEP.replace("{here}", here).replace("{there}", there)
        going = set(numbers)
        for _ in range(MOST_HOPS):
            with asked(con, [ways[number][at] for number in going]):
                found = dict(con.execute(query).fetchall()) if going else {}
            steps = {number: found.get(ways[number][at]) for number in going}
            going = set()
            for number, step in steps.items():
                if step is not None and step not in ways[number]:
                    ways[number].insert(0 if at == 0 else len(ways[number]), int(step))
                    going.add(number)
    return ways


def _calls_of(row: tuple[Any, ...]) -> list[_Call]:
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


def _dated(call: _Call) -> _Call:
    """Say of a stop without a day that the stay there cannot be told."""
    return call if call.day else replace(call, what=f"{call.what}, on a day not stated")


def _joined(one: _Call, two: _Call) -> _Call:
    """Tell two calls at one place as one; days between them are the stay."""
    code = one.code if len(one.code) > len(two.code) else two.code
    stay = ""
    if one.day and two.day and two.day > one.day:
        stay = f" {(two.day - one.day).days} days later, could be the same goods:"
    record = one.record if one.record == two.record else f"{one.record}; {two.record}"
    return _Call(code, one.day or two.day, f"{one.what};{stay} {two.what}", record, one.leg)


def _drawn(
    known: dict[str, Any], calls: Sequence[_Call]
) -> tuple[Drawing | None, list[int], dict[str, str]]:
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
