"""The parties of one line: who they are taken for, under which names, where, since when, whose."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from detector.report.explain.section import Fact, Section
from detector.report.numerals import clipped, number
from detector.workspace import Connection, table_exists

Row = Mapping[str, Any]
ROLES = {
    "exporter": ("exporter", "exporter_country", "exporter_address"),
    "consignee": ("consignee", "consignee_country", "consignee_address"),
    "intermediate": ("intermediate_consignee", "intermediate_country", None),
    "forwarder": ("forwarder", None, None),
    "notify": ("notify_party", None, None),
    "end_user": ("end_user", "end_user_country", None),
    "payer": ("payer", "payer_country", None),
    "buyer": ("buyer", "buyer_country", None),
}
MOST_SPELLINGS = 6
_NAMED = """
    select line.shipped_on, trim(line.{name}) as declared, {country} as country,
        {address} as address, link.party_id, link.group_id, party.name, party.kind,
        party.incorporated_on, party.activity, party.parent, party.parent_country,
        party.capacity_mw
    from shipment_versions line
    join party_link link on link.name = trim(line.{name})
        and coalesce(link.country, '') = coalesce({country}, '')
    join party on party.party_id = link.party_id
    where line.shipment_no = $number
    order by link.party_id limit 1
"""
_SPELLINGS = """
    select distinct name, coalesce(country, '') as country, party_id = $party_id as is_same
    from party_link
    where group_id = $group_id and not (name = $declared and party_id = $party_id)
    order by is_same desc, name, country
"""
_CROWD = """
    select max(place.parties) as parties
    from address_link link join party_address place on place.address_id = link.address_id
    where link.address = trim($address)
"""
_SEEN = "select min(shipped_on) as first, count(*) as lines from ledger where "
_SEEN += " or ".join(f"{role}_id = $party_id" for role in ROLES)


def tell_parties(con: Connection, shipment_no: int) -> Section | None:
    """Tell of each party of a line: other spellings, address, ages and ownership.

    Returns
    -------
    Section or None
        None where no names were resolved in this workspace.
    """
    if not all(table_exists(con, name) for name in ("party_link", "party", "party_address")):
        return None
    facts: list[Fact] = []
    for role in ROLES:
        party = party_in(con, shipment_no, role)
        if party:
            facts += _facts(con, role, party)
    return Section("parties", "Parties", tuple(facts))


def party_in(con: Connection, shipment_no: int, role: str) -> dict[str, Any] | None:
    """Give who stands in a role of a line, as resolved; None where the role is blank.

    Parameters
    ----------
    con : Connection
    shipment_no : int
    role : str
        One of ``ROLES``.
    """
    name, country, address = ROLES[role]
    query = _NAMED.replace("{name}", name)
    query = query.replace("{country}", f"line.{country}" if country else "null::varchar")
    query = query.replace("{address}", f"line.{address}" if address else "null::varchar")
    found = con.execute(query, {"number": shipment_no})
    names = [column[0] for column in found.description or ()]
    row = found.fetchone()
    return dict(zip(names, row, strict=True)) if row else None


def about(role: str, party: Row) -> str:
    """Name a party as the line does: its role, its declared name and country."""
    place = f" ({party['country']})" if party["country"] else ""
    return f"{role.replace('_', ' ')} {clipped(party['declared'])}{place}"


def _facts(con: Connection, role: str, party: Row) -> list[Fact]:
    who = about(role, party)
    facts = [Fact(who, "taken for", _taken_for(party), f"party {party['party_id']:g}")]
    facts += _spellings(con, who, party)
    facts += _address(con, who, party)
    facts += _ages(con, who, party)
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


def _spellings(con: Connection, who: str, party: Row) -> list[Fact]:
    values = {name: party[name] for name in ("party_id", "group_id", "declared")}
    found = con.execute(_SPELLINGS, values).fetchall()
    facts = []
    for is_same, what in ((True, "other spellings"), (False, "same name elsewhere")):
        names = [
            f"{clipped(name, 80)} ({country or 'no country stated'})"
            for name, country, same in found
            if bool(same) is is_same
        ]
        if names:
            more = len(names) - MOST_SPELLINGS
            told = "; ".join(names[:MOST_SPELLINGS]) + (f" and {more} more" if more > 0 else "")
            facts.append(Fact(who, what, told, "table party_link"))
    return facts


def _address(con: Connection, who: str, party: Row) -> list[Fact]:
    if not party["address"]:
        return []
    ((crowd,),) = con.execute(_CROWD, {"address": party["address"]}).fetchall()
    known = f"{crowd:,} companies seen there" if crowd and crowd > 1 else "no other company there"
    return [Fact(who, "address", clipped(party["address"], 160), known)]


def _ages(con: Connection, who: str, party: Row) -> list[Fact]:
    facts = []
    if table_exists(con, "ledger"):
        ((first, lines),) = con.execute(_SEEN, {"party_id": party["party_id"]}).fetchall()
        if first is not None:
            told = _age(first, party["shipped_on"])
            facts.append(Fact(who, "first seen", told, f"{lines:,} lines name it"))
    if party["incorporated_on"] is not None:
        told = _age(party["incorporated_on"], party["shipped_on"])
        facts.append(Fact(who, "incorporated on", told, "loaded records of parties"))
    return facts


def _age(day: date, shipped_on: date) -> str:
    age = (shipped_on - day).days
    return f"{day}, {abs(age):,} days {'before' if age >= 0 else 'after'} this line"
