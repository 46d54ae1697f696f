"""Tells a case in plain words: its route, its parties, its title."""

from collections import Counter
from collections.abc import Sequence

from detector.cases.lines import Line
from detector.cases.links import Link
from detector.cases.words import country_name, goods_words, joined, plural

MOST_PARTIES = 40


def route_of(case: Sequence[Line], links: Sequence[Link], best: int) -> list[str]:
    """Give the countries in the order the goods moved.

    Parameters
    ----------
    case : sequence of Line
        By date.
    links : sequence of Link
        Links inside the case.
    best : int
        The shipment to tell the way of: what came before it, itself, what went on.

    Returns
    -------
    list of str
        ISO codes; a country that follows itself stands once.
    """
    stops = {line.number: line.stops for line in case}
    route: list[str] = []
    for number in _way_through(list(stops), links, best):
        for country in stops[number]:
            if not route or route[-1] != country:
                route.append(country)
    return route


def _way_through(order: Sequence[int], links: Sequence[Link], best: int) -> list[int]:
    place = {number: index for index, number in enumerate(order)}
    came: dict[int, int] = {}
    went: dict[int, int] = {}
    for link in links:
        if link.kind == "onward" and place[link.earlier] < place[link.later]:
            came[link.later] = link.earlier
            went.setdefault(link.earlier, link.later)
    way = [best]
    while way[0] in came:
        way.insert(0, came[way[0]])
    while way[-1] in went:
        way.append(went[way[-1]])
    return way


def parties_of(case: Sequence[Line]) -> list[str]:
    """List the parties as declared, in the order they appear, each once."""
    return list(dict.fromkeys(name for line in case for name in line.parties))[:MOST_PARTIES]


def title_of(case: Sequence[Line], route: Sequence[str], units: float | None) -> str:
    """Write a title in plain words: what, how many shipments, from where to where."""
    lot = plural(len(case), "shipment")
    if units:
        held = f"{units:,.0f} accelerators" if units >= 1.5 else "one accelerator"
        what = f"About {held} in {lot}"
    else:
        what = f"{lot} {_goods(case)}"
    return f"{what}, {_way(route)}{_beside(case, route)}"


def _goods(case: Sequence[Line]) -> str:
    counted = Counter(line.goods_class or "other" for line in case)
    top = min(counted, key=lambda name: (-counted[name], name))
    if top not in ("other", "other_electronics"):
        return f"of {goods_words(top)}"
    headings = sorted({line.hs4 for line in case if line.hs4})
    if not headings:
        return "without an HS code"
    more = f" and {len(headings) - 1} more" if len(headings) > 1 else ""
    return f"under HS {headings[0]}{more}"


def _beside(case: Sequence[Line], route: Sequence[str]) -> str:
    """Count the lanes that are no part of the route."""
    lanes = {(line.stops[0], line.stops[-1]) for line in case if line.stops}
    other = sum(1 for lane in lanes if not set(lane) <= set(route))
    return f" and {plural(other, 'other lane')}" if other else ""


def _way(route: Sequence[str]) -> str:
    if not route:
        return "no country stated"
    ends = country_name(route[0], article=True), country_name(route[-1], article=True)
    if len(route) == 1:
        return f"within {ends[0]}"
    between = [country_name(code, article=True) for code in dict.fromkeys(route[1:-1])]
    by_way = f" by way of {joined(between[:3])}" if between else ""
    return f"{ends[0]} to {ends[1]}{by_way}"
