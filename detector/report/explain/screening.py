"""The parties of one line on the loaded lists: tier, strength, day of the listing, evidence."""

from datetime import date

from detector.report.explain.parties import ROLES, about, party_in
from detector.report.explain.section import Fact, Section
from detector.report.numerals import clipped
from detector.workspace import Connection, table_exists

_MATCHES = """
    select tier, strength, listed_name, list_country, programme, list_source, listed_on, evidence
    from screening_match
    where name = $name and coalesce(country, '') = coalesce($country, '')
    order by position
"""


def tell_screening(con: Connection, shipment_no: int) -> Section | None:
    """Tell which of a line's parties are listed, linked to a listed party, or possibly the same.

    Returns
    -------
    Section or None
        None where no list was loaded when the workspace was scanned, or no party is on one.
    """
    if not table_exists(con, "screening_match"):
        return None
    facts: list[Fact] = []
    for role in ROLES:
        party = party_in(con, shipment_no, role)
        if party:
            values = {"name": party["declared"], "country": party["country"]}
            facts += [
                Fact(
                    about(role, party),
                    row[0],
                    _entry(row, party["shipped_on"]),
                    clipped(row[7], 300),
                )
                for row in con.execute(_MATCHES, values).fetchall()
            ]
    title = "Screening (a match alone flags nothing; compare names, addresses and dates)"
    return Section("screening", title, tuple(facts)) if facts else None


def _entry(row: tuple[object, ...], shipped_on: date) -> str:
    _, strength, name, country, programme, source, listed_on, _ = row
    place = f" ({country})" if country else ""
    since = f"listed on {listed_on}" if listed_on else "day of the listing not stated"
    if isinstance(listed_on, date) and listed_on > shipped_on:
        since += ", after this shipment: it does not count for it"
    where = f"{clipped(programme, 60) or 'no programme stated'}, source {clipped(source, 60)}"
    return f"{clipped(name)}{place}, strength {strength}; {where}; {since}"
