"""Tells a case in plain words: its route, its parties, its title."""

from collections.abc import Iterable, Sequence

import pandas as pd

from detector.cases.links import Link
from detector.cases.words import country_name, goods_words, plural

MOST_PARTIES = 40


def route_of(case: pd.DataFrame, links: Sequence[Link], best: int) -> list[str]:
    """Give the countries in the order the goods moved.

    Parameters
    ----------
    case : DataFrame of shape (n_shipments, n_columns)
        Indexed by shipment_no, by date.
    links : sequence of Link
        Links inside the case.
    best : int
        The shipment to tell the way of: what came before it, itself, what went on.

    Returns
    -------
    list of str
        ISO codes; a country that follows itself stands once.
    """
    route: list[str] = []
    for number in _way_through([int(number) for number in case.index], links, best):
        for country in _countries(case.loc[number]):
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


def _countries(line: pd.Series) -> Iterable[str]:
    ports = line["transit_ports"]
    called = [] if ports is None or not hasattr(ports, "__len__") else [str(p)[:2] for p in ports]
    stops = [
        line["exporter_country"],
        *called,
        line["intermediate_country"],
        line["consignee_country"],
        line["destination_country"],
    ]
    return (str(stop) for stop in stops if isinstance(stop, str) and stop)


def parties_of(case: pd.DataFrame) -> list[str]:
    """List the parties as declared, in the order they appear, each once."""
    roles = ("exporter", "intermediate_consignee", "consignee", "end_user")
    names = [
        str(line[role])
        for _, line in case.iterrows()
        for role in roles
        if isinstance(line[role], str) and line[role].strip()
    ]
    return list(dict.fromkeys(names))[:MOST_PARTIES]


def title_of(case: pd.DataFrame, route: Sequence[str], units: float | None) -> str:
    """Write a title in plain words: what, how many shipments, from where to where."""
    count = len(case)
    lot = plural(count, "shipment")
    if units:
        held = f"{units:,.0f} accelerators" if units >= 1.5 else "one accelerator"
        what = f"About {held} in {lot}"
    else:
        what = f"{lot} {_goods(case)}"
    return f"{what}, {_way(route)}{_beside(case, route)}"


def _goods(case: pd.DataFrame) -> str:
    by_class = case["goods_class"].fillna("other").value_counts()
    top = sorted(by_class.index, key=lambda name: (-by_class[name], name))[0]
    if top not in ("other", "other_electronics"):
        return f"of {goods_words(str(top))}"
    headings = sorted({str(code) for code in case["hs4"].dropna() if code})
    if not headings:
        return "without an HS code"
    more = f" and {len(headings) - 1} more" if len(headings) > 1 else ""
    return f"under HS {headings[0]}{more}"


def _beside(case: pd.DataFrame, route: Sequence[str]) -> str:
    """Count the lanes that are no part of the route."""
    stops = set(route)
    lanes = {
        (line.exporter_country, line.destination_country)
        for line in case.itertuples()
        if isinstance(line.exporter_country, str) and isinstance(line.destination_country, str)
    }
    other = sum(1 for start, end in lanes if start not in stops or end not in stops)
    return f" and {plural(other, 'other lane')}" if other else ""


def _way(route: Sequence[str]) -> str:
    if not route:
        return "no country stated"
    ends = country_name(route[0], article=True), country_name(route[-1], article=True)
    if len(route) == 1:
        return f"within {ends[0]}"
    between = [country_name(code, article=True) for code in dict.fromkeys(route[1:-1])]
    by_way = f" by way of {', '.join(between[:3])}" if between else ""
    return f"{ends[0]} to {ends[1]}{by_way}"
