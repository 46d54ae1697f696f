"""Tell of one company: its spellings, what joined them, its doors, and what it is taken for."""

from dataclasses import dataclass

from detector.errors import RecordError
from detector.parties.apart import told_apart
from detector.parties.keys import name_key
from detector.workspace import Connection, table_exists

MOST_PAIRS = 20
_FOUND = """
    select group_id from party_link where name = $name
    union all select group_id from party_link where key = $key
    limit 1
"""
_SPELLINGS = """
    select name, country, party_id, match_weight from party_link where group_id = $group_id
    order by country nulls last, match_weight desc nulls first, name
"""
_PAIRS = """
    select distinct pair.name, pair.other, pair.match_weight, pair.joined, pair.words
    from party_match pair join party_link link on link.key in (pair.key, pair.other_key)
    where link.group_id = $group_id
    order by pair.joined desc, pair.match_weight desc nulls last, pair.name, pair.other
"""
_DOORS = """
    select distinct cluster.address, cluster.companies, cluster.kind, cluster.why
    from party_address place join party using (party_id)
    join address_cluster cluster using (address_id)
    where party.group_id = $group_id order by cluster.companies desc, cluster.address
"""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as written: its country, number of the company there, weight in bits."""

    name: str
    country: str | None
    party_id: int
    match_weight: float | None


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two names compared: the weight in bits, whether they are taken for one, and why."""

    name: str
    other: str
    match_weight: float | None
    joined: bool
    words: str


@dataclass(frozen=True, slots=True)
class Door:
    """An address that others share: how many companies, what it is taken for, and why."""

    address: str
    companies: int
    kind: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Company:
    """What is known of a company in any country.

    Attributes
    ----------
    spellings : tuple of Spelling
    likenesses : tuple of Likeness
        Pairs with a name of it: those joined first, then the nearest that were not.
    doors : tuple of Door
    kind : str or None
        Forwarder or mail_centre, with why.
    apart : tuple of (str, str)
        Names of it that a person has told apart from others.
    """

    spellings: tuple[Spelling, ...]
    likenesses: tuple[Likeness, ...]
    doors: tuple[Door, ...]
    kind: str | None
    apart: tuple[tuple[str, str], ...]


def show_company(con: Connection, name: str) -> Company:
    """Tell of the company that a name is taken for.

    Parameters
    ----------
    con : Connection
        A workspace that was scanned.
    name : str
        As written in the records, or with another case, punctuation or legal form.

    Raises
    ------
    RecordError
        If nothing was scanned, or no record names it.
    """
    if not table_exists(con, "address_cluster"):
        raise RecordError(
            "The names in the records are not yet resolved",
            "table address_cluster",
            "Scan first: chiptrace scan --workspace W.",
        )
    found = con.execute(_FOUND, {"name": name.strip(), "key": name_key(name)}).fetchall()
    if not found:
        raise RecordError(
            f"No record names {name!r}", "table party_link", "Write it as the records do."
        )
    values = {"group_id": found[0][0]}
    spellings = tuple(Spelling(*row) for row in con.execute(_SPELLINGS, values).fetchall())
    pairs = con.execute(_PAIRS, values).fetchall()[:MOST_PAIRS]
    kinds = con.execute(
        "select kind, why from party_kind where group_id = $group_id", values
    ).fetchall()
    ours = {spelling.name for spelling in spellings}
    return Company(
        spellings,
        tuple(Likeness(*row) for row in pairs),
        tuple(Door(*row) for row in con.execute(_DOORS, values).fetchall()),
        f"{kinds[0][0].replace('_', ' ')}: {kinds[0][1]}" if kinds else None,
        tuple(pair for pair in told_apart(con) if ours & set(pair)),
    )
