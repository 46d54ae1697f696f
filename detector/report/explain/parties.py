"""The parties of a line: who they are taken for, under which names, where, since when, whose."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import pandas as pd

from detector.report.explain.section import Fact, Section
from detector.report.explain.standing import ROLES, Row, role_words, standing_on
from detector.report.numerals import clipped, number
from detector.workspace import Connection, table_exists

MOST_SPELLINGS = 6
_SPELLINGS = """
    select distinct group_id, party_id, name, coalesce(country, '') as country
    from party_link semi join asked_party using (group_id)
    order by group_id, name, country, party_id
"""
_CROWDS = """
    select asked_door.address, max(place.parties) as parties
    from asked_door join address_link link on link.address = asked_door.address
    join party_address place on place.address_id = link.address_id
    group by asked_door.address order by asked_door.address
"""
_SEEN = f"""
    with named as ({
    " union all ".join(
        f"select {role}_id as party_id, shipment_no, shipped_on from ledger "
        f"where {role}_id in (select party_id from asked_party)"
        for role in ROLES
    )
})
    select party_id, min(shipped_on) as first, count(distinct shipment_no) as lines
    from named group by party_id order by party_id
"""  # noqa: S608  our own names


@dataclass(frozen=True, slots=True)
class Known:
    """What the tables hold of the companies of some lines.

    ``spellings`` by group: party_id, name, country; ``crowds`` by address: companies seen there;
    ``seen`` by party_id: first day and lines.
    """

    spellings: dict[int, list[tuple[int, str, str]]]
    crowds: dict[str, int]
    seen: dict[int, tuple[date, int]]


def tell_parties(con: Connection, numbers: Sequence[int]) -> dict[int, Section]:
    """Tell of each party of some lines: other spellings, address, ages and ownership.

    Returns
    -------
    dict of int to Section
        By shipment_no; empty where no names were resolved in this workspace.
    """
    stood = standing_on(con, numbers)
    if not stood:
        return {}
    known = read_known(con, stood)
    facts: dict[int, list[Fact]] = {}
    for party in stood:
        facts.setdefault(int(party["shipment_no"]), []).extend(_facts(party, known))
    return {line: Section("parties", "Parties", tuple(told)) for line, told in facts.items()}


def read_known(con: Connection, stood: Sequence[Row]) -> Known:
    """Read spellings, crowds at addresses, and first days of the companies that stand on lines.

    Parameters
    ----------
    con : Connection
    stood : sequence of dict
        As `standing_on` gives them.
    """
    spellings: dict[int, list[tuple[int, str, str]]] = {}
    seen: dict[int, tuple[date, int]] = {}
    with _companies(con, stood):
        for group, party, name, country in con.execute(_SPELLINGS).fetchall():
            spellings.setdefault(group, []).append((party, name, country))
        crowds = dict(con.execute(_CROWDS).fetchall())
        if table_exists(con, "ledger"):
            seen = {
                party: (first, int(lines)) for party, first, lines in con.execute(_SEEN).fetchall()
            }
    return Known(spellings, crowds, seen)


@contextmanager
def _companies(con: Connection, stood: Sequence[Row]) -> Iterator[None]:
    ids = sorted({(int(row["party_id"]), int(row["group_id"])) for row in stood})
    doors = sorted({str(row["address"]).strip() for row in stood if row["address"]})
    con.register("asked_party", pd.DataFrame(ids, columns=["party_id", "group_id"], dtype="int64"))
    con.register("asked_door", pd.DataFrame({"address": pd.Series(doors, dtype="object")}))
    try:
        yield
    finally:
        con.unregister("asked_party")
        con.unregister("asked_door")


def about(party: Row) -> str:
    """Name a party as the line does: its role, its declared name and country."""
    place = f" ({party['country']})" if party["country"] else ""
    return f"{role_words(str(party['role']))} {clipped(party['declared'])}{place}"


def _facts(party: Row, known: Known) -> list[Fact]:
    who = about(party)
    facts = [Fact(who, "taken for", _taken_for(party), _match(party))]
    facts += _spellings(who, party, known)
    facts += _address(who, party, known)
    facts += _ages(who, party, known)
    if party["parent"]:
        place = f" ({party['parent_country']})" if party["parent_country"] else ""
        told = f"{clipped(party['parent'])}{place}"
        facts.append(Fact(who, "parent", told, "loaded records of parties"))
    if party["activity"]:
        facts.append(Fact(who, "activity", clipped(party["activity"]), "loaded records of parties"))
    if party["capacity_mw"] is not None:
        told = f"{number(party['capacity_mw'])} MW of data-centre power"
        facts.append(Fact(who, "operates", told, "loaded records of parties"))
    return facts


def _taken_for(party: Row) -> str:
    kind = f", a {party['kind'].replace('_', ' ')} by its name" if party["kind"] else ""
    return clipped(party["name"]) + kind


def _match(party: Row) -> str:
    if party["match_weight"] is None:
        return f"party {party['party_id']:g}"
    return f"party {party['party_id']:g}; match {number(party['match_weight'])} bits"


def _spellings(who: str, party: Row, known: Known) -> list[Fact]:
    own = (party["party_id"], party["declared"])
    found = [row for row in known.spellings.get(party["group_id"], ()) if row[:2] != own]
    facts = []
    for is_same, what in ((True, "other spellings"), (False, "same name elsewhere")):
        names = [
            f"{clipped(name, 80)} ({country or 'no country stated'})"
            for party_id, name, country in found
            if (party_id == party["party_id"]) is is_same
        ]
        if names:
            more = len(names) - MOST_SPELLINGS
            told = "; ".join(names[:MOST_SPELLINGS]) + (f" and {more} more" if more > 0 else "")
            facts.append(Fact(who, what, told, "table party_link"))
    return facts


def _address(who: str, party: Row, known: Known) -> list[Fact]:
    if not party["address"]:
        return []
    crowd = known.crowds.get(str(party["address"]).strip())
    told = f"{crowd:,} companies seen there" if crowd and crowd > 1 else "no other company there"
    return [Fact(who, "address", clipped(party["address"], 160), told)]


def _ages(who: str, party: Row, known: Known) -> list[Fact]:
    facts = []
    seen = known.seen.get(party["party_id"])
    if seen:
        told = _age(seen[0], party["shipped_on"])
        facts.append(Fact(who, "first seen", told, f"{seen[1]:,} lines name it"))
    if party["incorporated_on"] is not None:
        told = _age(party["incorporated_on"], party["shipped_on"])
        facts.append(Fact(who, "incorporated on", told, "loaded records of parties"))
    return facts


def _age(day: date, shipped_on: date) -> str:
    age = (shipped_on - day).days
    return f"{day}, {abs(age):,} days {'before' if age >= 0 else 'after'} this line"
