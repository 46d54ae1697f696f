"""Composes a route map: which part of the world, the legs, the dots, their labels, the insets."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from detector.report.route_map.labels import Label, place_labels
from detector.report.route_map.projection import WORLD, Point, leg_line, nearest_turn, project
from detector.report.route_map.stops import Leg, Stop

WIDE, LOW, HIGH = 760.0, 300.0, 420.0
MARGIN, NARROWEST, WIDEST = 0.14, 320.0, 3000.0
NORTH, SOUTH = -1110.0, 720.0  # projected 82.5° N and 62° S
CLOSE = 16.0  # px: dots nearer than this are told apart in an inset
INSET_WIDE = 244.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on the drawing; ``numbers`` are those of its stops, from 1."""

    x: float
    y: float
    numbers: str
    text: str
    name: str
    label: Label


@dataclass(frozen=True, slots=True)
class Line:
    """A leg as an SVG path, px."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of a map that an inset enlarges, px, and the numbers of the stops in it."""

    x: float
    y: float
    width: float
    height: float
    numbers: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One drawing: its size in px, the land's path, and how the land is moved and scaled."""

    name: str
    width: float
    height: float
    land: str
    moves: tuple[str, ...]
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]
    frames: tuple[Frame, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A route map and the insets for stops that stand too close together to be told apart."""

    panel: Panel
    insets: tuple[Panel, ...]


def draw_route(stops: Sequence[Stop], legs: Sequence[Leg]) -> Drawing | None:
    """Draw a route.

    Parameters
    ----------
    stops : sequence of Stop
        In the order of the list that stands beside the map; a place may stand twice.
    legs : sequence of Leg

    Returns
    -------
    Drawing or None
        None where there is no stop.
    """
    if not stops:
        return None
    placed = _turned(stops)
    ways = [leg_line(placed[leg.start], placed[leg.end]) for leg in legs]
    view = _view([project(*point) for point in placed], ways)
    left, top, scale, height = view
    dots_at = [_moved(project(*point), view) for point in placed]
    lines = [[_moved(point, view) for point in way] for way in ways]
    insets = _insets(stops, dots_at)
    inside = {place for _, places in insets for place in places}
    shifts = [turn * WORLD for turn in range(-2, 3)]
    seen = [shift for shift in shifts if left - 1900 < shift < left + WIDE / scale + 1900]
    panel = Panel(
        name="",
        width=WIDE,
        height=height,
        land=_outlines()["base"],
        moves=tuple(
            f"translate({(shift - left) * scale:.1f} {-top * scale:.1f}) scale({scale:.4f})"
            for shift in seen
        ),
        lines=tuple(Line(_path(way), leg.kind) for way, leg in zip(lines, legs, strict=True)),
        dots=_dots((stops, dots_at), inside, (WIDE, height), lines),
        frames=tuple(_frame(key, places, placed, view) for key, places in insets),
    )
    return Drawing(panel, tuple(_inset(key, places, stops, legs) for key, places in insets))


def _turned(stops: Sequence[Stop]) -> list[Point]:
    """Let each stop lie beside the one before, unless the route then winds too far round."""
    told: list[Point] = []
    for stop in stops:
        beside = told[-1][0] if told else stop.lon
        told.append((nearest_turn(stop.lon, beside), stop.lat))
    lons = [lon for lon, _ in told]
    if (max(lons) - min(lons)) * 10 > WIDEST:
        told = [(nearest_turn(stop.lon, 150.0), stop.lat) for stop in stops]
    return told


def _view(dots: Sequence[Point], ways: Sequence[Sequence[Point]]) -> tuple[float, ...]:
    """Choose left, top (projected), scale (px per step) and height (px) of the drawing."""
    xs, ys = zip(*dots, *(point for way in ways for point in way), strict=True)
    wide = max((max(xs) - min(xs)) * (1 + 2 * MARGIN), NARROWEST)
    high = (max(ys) - min(ys)) * (1 + 2 * MARGIN)
    wide = max(wide, high * WIDE / HIGH)
    height = min(HIGH, max(LOW, high * WIDE / wide))
    scale = WIDE / wide
    top = (max(ys) + min(ys) - height / scale) / 2
    top = max(NORTH, min(top, SOUTH - height / scale))
    return (max(xs) + min(xs) - wide) / 2, top, scale, round(height)


def _moved(point: Point, view: tuple[float, ...]) -> Point:
    left, top, scale, _ = view
    return round((point[0] - left) * scale, 1), round((point[1] - top) * scale, 1)


def _dots(
    placed: tuple[Sequence[Stop], Sequence[Point]],
    inside: set[int],
    size: tuple[float, float],
    lines: Sequence[Sequence[Point]],
) -> tuple[Dot, ...]:
    """Merge stops at one place into one dot; what an inset shows carries its name only there."""
    stops, at = placed
    together: dict[Point, list[int]] = {}
    for place, point in enumerate(at):
        together.setdefault(point, []).append(place)
    points = list(together)
    texts = ["" if places[0] in inside else stops[places[0]].name for places in together.values()]
    numbers = [_counted(places) for places in together.values()]
    shown = [
        f"{number} {text}" if text else "" for number, text in zip(numbers, texts, strict=True)
    ]
    along = [point for line in lines for point in _dense(line)]
    labels = place_labels(points, shown, size, along)
    return tuple(
        Dot(*point, number, text, stops[places[0]].name, label)
        for point, number, text, label, places in zip(
            points, numbers, texts, labels, together.values(), strict=True
        )
    )


def _dense(line: Sequence[Point]) -> list[Point]:
    """Add the points between, so that a straight leg counts as much as a curved one."""
    parts = 48 // max(1, len(line) - 1) or 1
    return [
        (a[0] + (b[0] - a[0]) * step / parts, a[1] + (b[1] - a[1]) * step / parts)
        for a, b in pairwise(line)
        for step in range(parts)
    ]


def _counted(places: Sequence[int]) -> str:
    return ", ".join(str(place + 1) for place in places)


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def _insets(stops: Sequence[Stop], at: Sequence[Point]) -> list[tuple[str, list[int]]]:
    """Find the insets that hold stops which the map cannot tell apart."""
    found = []
    for key, inset in _outlines()["insets"].items():
        west, south, east, north = inset["box"]
        held = [
            place
            for place, stop in enumerate(stops)
            if west <= stop.lon <= east and south <= stop.lat <= north
        ]
        if any(0 < _apart(at[one], at[two]) < CLOSE for one in held for two in held):
            found.append((key, held))
    return found


def _apart(one: Point, two: Point) -> float:
    return float(((one[0] - two[0]) ** 2 + (one[1] - two[1]) ** 2) ** 0.5)


def _frame(
    key: str, held: Sequence[int], placed: Sequence[Point], view: tuple[float, ...]
) -> Frame:
    west, south, east, north = _outlines()["insets"][key]["box"]
    turn = nearest_turn(west, placed[held[0]][0]) - west
    x0, y0 = _moved(project(west + turn, north), view)
    x1, y1 = _moved(project(east + turn, south), view)
    return Frame(x0, y0, round(x1 - x0, 1), round(y1 - y0, 1), _counted(held))


def _inset(key: str, held: Sequence[int], stops: Sequence[Stop], legs: Sequence[Leg]) -> Panel:
    inset = _outlines()["insets"][key]
    west, south, east, north = inset["box"]
    (left, top), (right, bottom) = project(west, north), project(east, south)
    scale = INSET_WIDE / (right - left)
    height = round((bottom - top) * scale)
    view = (left, top, scale, float(height))
    at = [_moved(project(stop.lon, stop.lat), view) for stop in stops]
    near = [leg for leg in legs if leg.start in held or leg.end in held]
    lines = [[at[leg.start], at[leg.end]] for leg in near]
    own = [stops[place] for place in held], [at[place] for place in held]
    dots = _dots(own, set(), (INSET_WIDE, float(height)), lines)
    renumbered = tuple(
        Dot(dot.x, dot.y, _renumbered(dot.numbers, held), dot.text, dot.name, dot.label)
        for dot in dots
    )
    move = f"translate({-left * scale:.1f} {-top * scale:.1f}) scale({scale / 10:.5f})"
    return Panel(
        name=inset["name"],
        width=INSET_WIDE,
        height=height,
        land=inset["path"],
        moves=(move,),
        lines=tuple(Line(_path(way), leg.kind) for way, leg in zip(lines, near, strict=True)),
        dots=renumbered,
    )


def _renumbered(numbers: str, held: Sequence[int]) -> str:
    return ", ".join(str(held[int(number) - 1] + 1) for number in numbers.split(", "))


@cache
def _outlines() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(
        files("detector.report.route_map").joinpath("outlines.json").read_text("utf-8")
    )
    return told
