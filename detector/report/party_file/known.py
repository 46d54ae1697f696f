"""What is known of some companies: names, addresses, statements, balance, lists, decisions."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from detector.report.explain.screening import read_matches
from detector.report.findings import Decision
from detector.report.numerals import clipped, number, rounded
from detector.report.party_file.findings import Address, Kept, Listed, Spelling, Stated
from detector.report.party_file.lines import By, by_group
from detector.workspace import Connection, table_exists

TIERS = ("listed", "linked", "possibly the same")
MOST_ADDRESSES = 12
MOST_DECISIONS = 20
EQUAL = "equal once case, accents, signs, legal form and word order are left aside"

_NAMES = """
    select group_id, name, country, match_weight, key from party_link
    semi join asked_group using (group_id)
    order by group_id, match_weight desc nulls first, name, country
"""
_JOINED = """
    select distinct link.group_id, link.name, pair.joined, pair.words, pair.other, pair.name as one
    from party_match pair
    join party_link link on link.key in (pair.key, pair.other_key)
    semi join asked_group on asked_group.group_id = link.group_id
    order by link.group_id, link.name, one, pair.other
"""
_ADDRESSES = """
    select party.group_id, min(door.address) as address, max(place.parties) as companies,
        {kind} as kind, {why} as why
    from party_address place join party using (party_id)
    semi join asked_group on asked_group.group_id = party.group_id
    join address_link door on door.address_id = place.address_id
    {cluster}
    group by party.group_id, place.address_id
    order by party.group_id, companies desc, address
"""
_STATED = """
    select group_id, country, incorporated_on, activity, parent, parent_country, capacity_mw
    from party semi join asked_group using (group_id)
    where coalesce(incorporated_on::varchar, activity, parent, capacity_mw::varchar) is not null
    order by group_id, country
"""
_NAMED = """
    select group_id, arg_min(name, party_id) as name, list(distinct country order by country)
        filter (country is not null) as countries, max(kind) as kind
    from party semi join asked_group using (group_id) group by group_id order by group_id
"""
_KEPT = """
    select party.group_id, party.country, told.received, told.forwarded, told.unseen, told.stated,
        told.shown, told.gap_low, told.gap_high
    from mass_balance told join party on told.place = party.party_id::varchar
    semi join asked_group on asked_group.group_id = party.group_id
    where told.scope = 'party' and told.month <= $as_of
        and (told.received > 0 or told.forwarded > 0)
    qualify row_number() over (partition by party.party_id order by told.month desc) = 1
    order by party.group_id, told.received desc, party.country
"""
_DECISIONS = """
    select distinct once.group_id, decided.decided_on, decided.decision, decided.case_id as about,
        decided.decided_by, decided.reason_code, decided.note
    from case_decision decided join case_bearer bearer on bearer.name = decided.case_id
    join party_once once on once.case_id = bearer.case_id
    union
    select distinct once.group_id, decided.decided_on, decided.decision, decided.shipment_id,
        decided.decided_by, decided.reason_code, decided.note
    from case_decision decided
    join scores score on score.scan_id = $scan_id and score.shipment_id = decided.shipment_id
    join party_once once on once.shipment_no = score.shipment_no
    where decided.case_id = ''
    order by group_id, decided_on nulls first, about, decision
"""


def read_names(con: Connection) -> dict[int, tuple[str, tuple[str, ...], str]]:
    """Give the name in use, the countries and the kind of each company."""
    return {
        group: (
            clipped(rows[0]["name"]),
            tuple(str(code) for code in rows[0]["countries"] or ()),
            clipped(rows[0]["kind"]).replace("_", " "),
        )
        for group, rows in by_group(con, _NAMED).items()
    }


def read_spellings(con: Connection) -> dict[int, list[Spelling]]:
    """List the names that are taken for each company, with what each match rests on."""
    words: dict[tuple[int, str], str] = {}
    if table_exists(con, "party_match"):
        for group, rows in by_group(con, _JOINED).items():
            for row in rows:
                if row["joined"]:
                    words.setdefault((group, row["name"]), clipped(row["words"], 300))
    return {
        group: [_spelling(row, words.get((group, row["name"]), "")) for row in rows]
        for group, rows in by_group(con, _NAMES).items()
    }


def read_apart(con: Connection) -> dict[int, tuple[str, ...]]:
    """List the names near each company's that are kept apart, and why."""
    if not table_exists(con, "party_match"):
        return {}
    return {
        group: tuple(
            dict.fromkeys(
                f"{clipped(row['one'], 80)} | {clipped(row['other'], 80)}: "
                f"{clipped(row['words'], 300)}"
                for row in rows
                if not row["joined"]
            )
        )[:6]
        for group, rows in by_group(con, _JOINED).items()
    }


def read_addresses(con: Connection) -> dict[int, tuple[Address, ...]]:
    """List the addresses of each company, the most crowded first."""
    clusters = table_exists(con, "address_cluster")
    query = _ADDRESSES.replace("{kind}", "any_value(cluster.kind)" if clusters else "null")
    query = query.replace("{why}", "any_value(cluster.why)" if clusters else "null")
    joined = "left join address_cluster cluster on cluster.address_id = place.address_id"
    query = query.replace("{cluster}", joined if clusters else "")
    return {
        group: tuple(
            Address(
                clipped(row["address"], 160),
                int(row["companies"]),
                clipped(row["kind"]).replace("_", " "),
                clipped(row["why"], 200),
            )
            for row in rows[:MOST_ADDRESSES]
        )
        for group, rows in by_group(con, query).items()
    }


def read_stated(con: Connection) -> dict[int, tuple[Stated, ...]]:
    """List what loaded records of parties state of each company."""
    return {group: tuple(map(_stated, rows)) for group, rows in by_group(con, _STATED).items()}


def read_kept(con: Connection, as_of: date) -> dict[int, tuple[Kept, ...]]:
    """Read the balance of each company at the month of the scan."""
    if not table_exists(con, "mass_balance"):
        return {}
    found = by_group(con, _KEPT, {"as_of": as_of})
    return {group: tuple(map(_kept, rows)) for group, rows in found.items()}


def read_tiers(
    con: Connection, spellings: Mapping[int, Sequence[Spelling]]
) -> dict[int, tuple[tuple[str, tuple[Listed, ...]], ...]]:
    """Read what screening found of each company's names, its three tiers kept apart."""
    if not table_exists(con, "screening_match"):
        return {}
    pairs = {group: {(one.name, one.country) for one in told} for group, told in spellings.items()}
    found = read_matches(con, {pair for each in pairs.values() for pair in each})
    return {
        group: tuple(
            (
                tier,
                tuple(
                    _listed(row)
                    for pair in sorted(each)
                    for row in found.get(pair, ())
                    if row["tier"] == tier
                ),
            )
            for tier in TIERS
        )
        for group, each in pairs.items()
    }


def read_decisions_of(con: Connection, scan_id: int) -> dict[int, tuple[Decision, ...]]:
    """Read what reviewers decided about cases and lines of each company."""
    found: By = by_group(con, _DECISIONS, {"scan_id": scan_id})
    return {
        group: tuple(
            Decision(
                str(row["decided_on"] or ""),
                clipped(row["decision"], 40),
                clipped(row["about"], 60),
                clipped(row["decided_by"], 60),
                clipped(row["reason_code"], 60),
                clipped(row["note"], 300),
            )
            for row in rows[-MOST_DECISIONS:]
        )
        for group, rows in found.items()
    }


def _spelling(row: dict[str, Any], words: str) -> Spelling:
    weight = row["match_weight"]
    strength = "equal" if weight is None else f"{number(weight)} bits"
    if weight is None and words:
        strength = "joined"
    return Spelling(row["name"], row["country"] or "", strength, words or EQUAL)


def _stated(row: dict[str, Any]) -> Stated:
    place = f" ({row['parent_country']})" if row["parent_country"] else ""
    return Stated(
        clipped(row["country"], 12),
        str(row["incorporated_on"] or ""),
        clipped(row["activity"]),
        f"{clipped(row['parent'])}{place}" if row["parent"] else "",
        rounded(row["capacity_mw"]),
    )


def _kept(row: dict[str, Any]) -> Kept:
    figures = ("received", "forwarded", "unseen", "stated", "shown", "gap_low", "gap_high")
    return Kept(clipped(row["country"], 12), *(rounded(row[name]) for name in figures))  # type: ignore[arg-type]


def _listed(row: Mapping[str, Any]) -> Listed:
    return Listed(
        row["tier"],
        clipped(row["name"]),
        clipped(row["listed_name"]),
        clipped(row["list_country"], 12),
        clipped(row["programme"], 60),
        clipped(row["list_source"], 60),
        str(row["listed_on"] or ""),
        round(float(row["strength"]), 3),
        clipped(row["evidence"], 300),
    )
