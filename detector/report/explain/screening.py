"""The parties of a line on the loaded lists: tier, strength, day of the listing, evidence."""

from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd

from detector.report.explain.parties import about
from detector.report.explain.section import Fact, Section
from detector.report.explain.standing import Row, rows_of, standing_on
from detector.report.numerals import clipped
from detector.workspace import Connection, table_exists

TITLE = "Screening (a match alone flags nothing; compare names, addresses and dates)"
_MATCHES = """
    select hit.name, coalesce(hit.country, '') as country, hit.tier, hit.strength,
        hit.listed_name, hit.list_country, hit.programme, hit.list_source, hit.listed_on,
        hit.evidence
    from screening_match hit join asked_name on asked_name.name = hit.name
        and asked_name.country = coalesce(hit.country, '')
    order by hit.name, country, hit.position
"""


def tell_screening(con: Connection, numbers: Sequence[int]) -> dict[int, Section]:
    """Tell which parties of some lines are listed, linked to a listed party, or possibly the same.

    Returns
    -------
    dict of int to Section
        By shipment_no, where a party is on a list; empty where no list was loaded.
    """
    if not table_exists(con, "screening_match"):
        return {}
    stood = standing_on(con, numbers)
    names = ((str(row["declared"]), str(row["country"] or "")) for row in stood)
    matches = read_matches(con, names)
    facts: dict[int, list[Fact]] = {}
    for party in stood:
        for hit in matches.get((str(party["declared"]), str(party["country"] or "")), ()):
            told = Fact(
                about(party), hit["tier"], _entry(hit, party), clipped(hit["evidence"], 300)
            )
            facts.setdefault(int(party["shipment_no"]), []).append(told)
    return {line: Section("screening", TITLE, tuple(told)) for line, told in facts.items()}


def read_matches(
    con: Connection, names: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], list[Row]]:
    """Read what screening found of some names, strongest first.

    Parameters
    ----------
    con : Connection
        Holds ``screening_match``.
    names : iterable of tuple of str
        Names as declared, each with its country or an empty text.
    """
    frame = pd.DataFrame(sorted(set(names)), columns=["name", "country"], dtype="object")
    con.register("asked_name", frame)
    try:
        rows = rows_of(con, _MATCHES)
    finally:
        con.unregister("asked_name")
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row["name"], row["country"]), []).append(row)
    return found


def _entry(hit: Row, party: Row) -> str:
    place = f" ({hit['list_country']})" if hit["list_country"] else ""
    listed_on = hit["listed_on"]
    since = f"listed on {listed_on}" if listed_on else "day of the listing not stated"
    if isinstance(listed_on, date) and listed_on > party["shipped_on"]:
        since += ", after this shipment: it does not count for it"
    where = clipped(hit["programme"], 60) or "no programme stated"
    where += f", source {clipped(hit['list_source'], 60)}"
    return f"{clipped(hit['listed_name'])}{place}, strength {hit['strength']}; {where}; {since}"
