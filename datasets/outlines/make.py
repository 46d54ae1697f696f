"""Makes ``detector/report/route_map/outlines.json`` from the outlines of the world-atlas package.

Run by hand when the outlines change, never by chiptrace:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python datasets/outlines/make.py package detector/report/route_map/outlines.json

The base is the 110m land; the insets are cut from the 10m land. Coordinates are those of Miller's
cylindrical projection in tenths (base) or hundredths (insets) of a degree at the equator.
"""

import itertools
import json
import sys
from hashlib import sha256
from math import log, pi, radians, tan
from pathlib import Path

INSETS = {
    "pearl-river": ("Pearl River", 112.6, 21.4, 115.4, 23.6),
    "singapore": ("Singapore and Johor", 102.6, 0.7, 105.0, 2.6),
    "gulf": ("The Gulf", 49.0, 22.6, 58.4, 29.6),
}
Point = tuple[float, float]


def rings_of(topology: dict) -> list[list[Point]]:
    """Decode the rings of a TopoJSON land object to longitudes and latitudes, unwrapped."""
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + move[0], y * scale[1] + move[1]))
        arcs.append(points)
    rings = []
    for geometry in topology["objects"]["land"]["geometries"]:
        nested = geometry["arcs"]
        polygons = nested if geometry["type"] == "MultiPolygon" else [nested]
        for polygon in polygons:
            for ring in polygon:
                joined: list[Point] = []
                for number in ring:
                    part = arcs[number] if number >= 0 else arcs[~number][::-1]
                    joined += part[1:] if joined else part
                rings.append(unwrapped(joined))
    return rings


def unwrapped(ring: list[Point]) -> list[Point]:
    """Let a ring that crosses 180 degrees run on instead of jumping back, its middle near 0."""
    told = [ring[0]]
    for lon, lat in ring[1:]:
        before = told[-1][0]
        told.append((lon + 360 * round((before - lon) / 360), lat))
    lons = [lon for lon, _ in told]
    turn = 360 * round((max(lons) + min(lons)) / 2 / 360)
    return [(lon - turn, lat) for lon, lat in told]


def miller(point: Point, scale: int) -> tuple[int, int]:
    """Project to whole steps; y grows downwards."""
    lon, lat = point
    y = 1.25 * log(tan(pi / 4 + 0.4 * radians(lat))) * 180 / pi
    return round(lon * scale), round(-y * scale)


def cut(ring: list[Point], box: tuple[float, float, float, float]) -> list[Point]:
    """Clip a ring to a box (Sutherland and Hodgman 1974)."""
    west, south, east, north = box
    for axis, edge, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        kept: list[Point] = []
        for here, there in zip(ring, ring[1:] + ring[:1], strict=True):
            inside, next_in = sign * (here[axis] - edge) >= 0, sign * (there[axis] - edge) >= 0
            if inside:
                kept.append(here)
            if inside != next_in:
                part = (edge - here[axis]) / (there[axis] - here[axis])
                kept.append(tuple(a + part * (b - a) for a, b in zip(here, there, strict=True)))
        ring = kept
        if not ring:
            return []
    return ring


def path_of(rings: list[list[Point]], scale: int, least: int) -> str:
    """Write rings as one path of whole relative steps; rings below ``least`` steps are left out."""
    parts = []
    for ring in rings:
        points = [miller(point, scale) for point in ring]
        xs, ys = zip(*points, strict=True)
        if max(xs) - min(xs) < least and max(ys) - min(ys) < least:
            continue
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(points) if a != b]
        told = "".join(f"{dx}{'' if dy < 0 else ' '}{dy} " for dx, dy in steps).strip()
        if told:
            parts.append(f"M{points[0][0]} {points[0][1]}l{told}z")
    return "".join(parts)


def main(package: Path, out: Path) -> None:
    """Write the outlines."""
    raw = {size: (package / f"land-{size}.json").read_bytes() for size in ("110m", "10m")}
    land = {size: rings_of(json.loads(text)) for size, text in raw.items()}
    base = [ring for ring in land["110m"] if max(lat for _, lat in ring) > -60]
    insets = {}
    for key, (name, *box) in INSETS.items():
        rings = [cut(ring, tuple(box)) for ring in land["10m"]]
        insets[key] = {
            "name": name,
            "box": box,
            "path": path_of([ring for ring in rings if len(ring) > 2], 100, 1),
        }
    told = {
        "source": "Natural Earth 4.1.0, public domain, as repackaged by world-atlas 2.0.2 (ISC)",
        "sha256": {f"land-{size}.json": sha256(text).hexdigest() for size, text in raw.items()},
        "base": path_of(base, 10, 4),
        "insets": insets,
    }
    out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
