"""Miller's cylindrical projection and the lines drawn on it.

References
----------
Miller, O. M. (1942), Notes on cylindrical world map projections, Geographical Review 32.
"""

from math import acos, atan2, cos, degrees, log, pi, radians, sin, sqrt, tan

Point = tuple[float, float]

WORLD = 3600.0
STEPS = 48
HIGHEST = 72.0


def project(lon: float, lat: float) -> Point:
    """Project degrees to tenths of a degree at the equator; y grows downwards.

    Examples
    --------
    >>> x, y = project(103.8, 0.0)
    >>> round(x, 6), abs(y) < 1e-9
    (1038.0, True)
    """
    return lon * 10, -12.5 * degrees(log(tan(pi / 4 + 0.4 * radians(lat))))


def nearest_turn(lon: float, beside: float) -> float:
    """Add whole turns to a longitude so that it lies nearest to another.

    Examples
    --------
    >>> nearest_turn(-122.0, 121.0)
    238.0
    """
    return lon + 360 * round((beside - lon) / 360)


def great_circle(start: Point, end: Point) -> list[Point]:
    """Give points of longitude and latitude along the shortest way; longitudes run on.

    Parameters
    ----------
    start, end : tuple of float
        Longitude and latitude, degrees.

    Returns
    -------
    list of tuple of float
        `STEPS` + 1 points; two where the ends coincide or lie opposite one another.
    """
    first, last = _upright(start), _upright(end)
    angle = acos(max(-1.0, min(1.0, sum(a * b for a, b in zip(first, last, strict=True)))))
    if sin(angle) < 1e-6:
        return [start, (nearest_turn(end[0], start[0]), end[1])]
    told = [start]
    for step in range(1, STEPS + 1):
        part = step / STEPS
        near, far = sin((1 - part) * angle) / sin(angle), sin(part * angle) / sin(angle)
        x, y, z = (near * a + far * b for a, b in zip(first, last, strict=True))
        lon = degrees(atan2(y, x))
        told.append((nearest_turn(lon, told[-1][0]), degrees(atan2(z, sqrt(x * x + y * y)))))
    return told


def leg_line(start: Point, end: Point) -> list[Point]:
    """Give the projected line of a leg: a great circle, or a bow where that nears a pole.

    Parameters
    ----------
    start, end : tuple of float
        Longitude and latitude, degrees; the end's longitude may lie turns away and is kept.
    """
    way = great_circle(start, end)
    turned = abs(way[-1][0] - end[0]) > 1
    if turned or max(abs(lat) for _, lat in way[1:-1] or way) > HIGHEST:
        return _bow(project(*start), project(*end))
    return [project(lon, lat) for lon, lat in way]


def _bow(start: Point, end: Point) -> list[Point]:
    (x0, y0), (x2, y2) = start, end
    x1, y1 = (x0 + x2) / 2, min(y0, y2) - abs(x2 - x0) / 6
    parts = [step / STEPS for step in range(STEPS + 1)]
    return [
        (
            (1 - t) ** 2 * x0 + 2 * t * (1 - t) * x1 + t * t * x2,
            (1 - t) ** 2 * y0 + 2 * t * (1 - t) * y1 + t * t * y2,
        )
        for t in parts
    ]


def _upright(point: Point) -> tuple[float, float, float]:
    lon, lat = radians(point[0]), radians(point[1])
    return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)
