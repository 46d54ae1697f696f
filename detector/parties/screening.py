"""Screening: which names of the records are on a loaded list, linked to it, or possibly the same.

Three tiers are kept apart. ``listed``: the name equals a listed name or alias once case, accents,
signs, legal form and word order are left aside. ``linked``: the party shares an address, a parent
or a resolved company with a listed one. ``possibly the same``: the words are alike. No feature and
no model reads any of it; an exact match on controlled goods stands in a list of its own.
"""

from datetime import date

import pandas as pd

from detector.engine import comment_on
from detector.parties.screening_addresses import ListedDoors
from detector.parties.screening_evidence import tell_words
from detector.parties.screening_index import ListIndex
from detector.parties.screening_links import find_links
from detector.parties.screening_search import build_index, search_names
from detector.workspace import Connection, table_exists

LEAST_STRENGTH = 0.82
MOST_MATCHES = 5
SHORT_NAME = 4
SHORT_STRENGTH = 0.85
TIERS = ("listed", "linked", "possibly the same")
EQUAL = "equal once case, accents, signs, legal form and word order are left aside"

_ENTRIES = """
    select (row_number() over (
            order by source, programme, name, country, address, line
        ) - 1)::integer as entry,
        name, coalesce(aliases, []) as aliases, country, address, programme, source, listed_on
    from watchlist
    where trim(name) <> '' and ($as_of is null or listed_on is null or listed_on <= $as_of)
    order by entry
"""
_NAMES = """
    select link.name, link.country, link.party_id, link.group_id, party.parent, party.kind
    from party_link link join party on party.party_id = link.party_id
    order by link.name, link.country
"""
_ADDRESSES = """
    select place.party_id, link.address, place.parties
    from party_address place join address_link link on link.address_id = place.address_id
    order by place.party_id, link.address
"""
_ROLES = (
    ("exporter", "exporter", "exporter_country"),
    ("consignee", "consignee", "consignee_country"),
    ("intermediate consignee", "intermediate_consignee", "intermediate_country"),
    ("forwarder", "forwarder", "null"),
    ("notify party", "notify_party", "null"),
    ("end user", "end_user", "end_user_country"),
    ("payer", "payer", "payer_country"),
    ("buyer", "buyer", "buyer_country"),
)
_NAMED = " union all ".join(
    f"select shipment_no, shipped_on, '{role}' as role, trim({name}) as name, "  # noqa: S608  our own names
    f"{country} as country from shipments"
    for role, name, country in _ROLES
)
_HITS = """
    create or replace table screening_hit as
    with named as ({named})
    select named.shipment_no::bigint as shipment_no, named.role, hit.name, hit.country,
        hit.party_id, hit.entry, hit.listed_name, hit.programme, hit.list_source, hit.listed_on,
        hit.evidence,
        case when goods.is_restricted then 'restricted accelerators by their figures'
            else 'declared ECCN ' || upper(line.eccn) end::varchar as goods_why
    from named
    join screening_match hit on hit.name = named.name
        and coalesce(hit.country, '') = coalesce(named.country, '')
    join shipments line on line.shipment_no = named.shipment_no
    left join goods on goods.shipment_no = named.shipment_no
    where hit.tier = 'listed' and named.shipped_on <= $as_of
        and coalesce(hit.listed_on, named.shipped_on) <= named.shipped_on
        and (coalesce(goods.is_restricted, false)
            or regexp_matches(upper(coalesce(line.eccn, '')), '^[34]A090'))
    order by named.shipment_no, named.role, hit.position, hit.entry
""".replace("{named}", _NAMED)
_COLUMNS = {
    "name": ("VARCHAR", "name as declared"),
    "country": ("VARCHAR", "country that stands with the name"),
    "party_id": ("BIGINT", "company in party"),
    "position": ("BIGINT", "1 = strongest match of the name"),
    "entry": ("BIGINT", "entry of the list, counted from 0 by source, programme and name"),
    "listed_name": ("VARCHAR", "first name of the entry"),
    "programme": ("VARCHAR", "list or programme"),
    "list_source": ("VARCHAR", "where the list came from"),
    "list_country": ("VARCHAR", "country of the entry"),
    "listed_on": ("DATE", "day of the listing; null = not stated, counted as always"),
    "tier": ("VARCHAR", "listed, linked or possibly the same"),
    "strength": ("DOUBLE", "0 to 1: likeness of names or addresses; no probability"),
    "evidence": ("VARCHAR", "what the match rests on, in words"),
}


def screen(con: Connection, as_of: date) -> int:
    """Write ``screening_match`` and ``screening_hit``; return the number of hits.

    Parameters
    ----------
    con : Connection
        Holds ``shipments``, ``goods`` and the tables of resolved parties; a loaded ``watchlist``
        is what is searched. Without one both tables are taken away.
    as_of : date
        Entries listed later are not seen; an entry counts for shipments from its listing day on.
    """
    entries = read_entries(con, as_of)
    if entries.empty:
        con.execute("drop table if exists screening_match")
        con.execute("drop table if exists screening_hit")
        return 0
    names = con.execute(_NAMES).df()
    addresses = con.execute(_ADDRESSES).df()
    matches = match_parties(entries, names, addresses)
    _write(con, matches)
    con.execute(_HITS, {"as_of": as_of})
    return int(con.execute("select count(*) from screening_hit").fetchall()[0][0])


def match_parties(
    entries: pd.DataFrame, names: pd.DataFrame, addresses: pd.DataFrame
) -> pd.DataFrame:
    """Match the parties of the records with the entries of a list.

    Parameters
    ----------
    entries : DataFrame of shape (n_entries, 8)
        entry (0, 1, 2 and on), name, aliases, country, address, programme, source, listed_on.
    names : DataFrame of shape (n_names, 6)
        name, country, party_id, group_id, parent, kind.
    addresses : DataFrame of shape (n_addresses, 3)
        party_id, address, parties (companies seen there).

    Returns
    -------
    DataFrame of shape (n_matches, 13)
        Columns of ``screening_match``; at most five a name, strongest first. Equal strength is
        ranked by numbers in the name, address, country and day of the listing.
    """
    index = index_of(entries)
    doors = ListedDoors(
        (address, entry)
        for address, entry in zip(entries["address"], entries["entry"], strict=True)
        if isinstance(address, str)
    )
    at_door = _at_door(doors, addresses)
    by_name = _by_name(index, entries, names)
    linked = find_links(by_name, names, addresses, at_door)
    return _ranked(pd.concat([by_name, linked], ignore_index=True), names, entries, at_door)


def index_of(entries: pd.DataFrame) -> ListIndex:
    """Lay the names and aliases of a list's entries out for search."""
    told = [
        (name, entry)
        for first, aliases, entry in zip(
            entries["name"], entries["aliases"], entries["entry"], strict=True
        )
        for name in (first, *aliases)
    ]
    return build_index([name for name, _ in told], [entry for _, entry in told])


def read_entries(con: Connection, as_of: date | None) -> pd.DataFrame:
    """Read the entries of the loaded lists that were in force on a day; None = all.

    Returns
    -------
    DataFrame of shape (n_entries, 8)
        entry, name, aliases, country, address, programme, source, listed_on.
    """
    if not table_exists(con, "watchlist"):
        return pd.DataFrame()
    return con.execute(_ENTRIES, {"as_of": as_of}).df()


def _by_name(index: ListIndex, entries: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Give exact and alike names: row of names, entry, tier, strength, evidence, has_number."""
    distinct = list(dict.fromkeys(names["name"]))
    found = search_names(index, distinct, LEAST_STRENGTH)
    place = pd.DataFrame({"name": distinct, "asked": range(len(distinct))})
    rows = names.reset_index(names="row")[["row", "name", "country"]].merge(place, on="name")
    found = rows.merge(found, on="asked")
    country = entries.set_index("entry")["country"].reindex(found["entry"]).to_numpy()
    exact = found["how"] == "exact"
    words = [index.names[at].words for at in found["listed"]]
    short = pd.Series(
        [len(cut) == 1 and len(cut[0]) <= SHORT_NAME for cut in words],
        index=found.index,
        dtype=bool,
    )
    doubtful = exact & short & (found["country"] != country)
    found["tier"] = TIERS[2]
    found.loc[exact & ~doubtful, "tier"] = TIERS[0]
    found.loc[doubtful, "strength"] = SHORT_STRENGTH
    found["has_number"] = [bool(index.names[at].digits) for at in found["listed"]]
    found["evidence"] = [
        EQUAL + (", but the name is short and the country is another" if in_doubt else "")
        if how == "exact"
        else tell_words(index, name, int(at))
        for how, in_doubt, name, at in zip(
            found["how"], doubtful, found["name"], found["listed"], strict=True
        )
    ]
    return found[["row", "entry", "tier", "strength", "evidence", "has_number"]]


def _at_door(doors: ListedDoors, addresses: pd.DataFrame) -> pd.DataFrame:
    """Give the entries at the addresses of each party: party_id, entry, share, address, parties."""
    found = {address: doors.find(address) for address in dict.fromkeys(addresses["address"])}
    rows = [
        (party, entry, share, address, crowd)
        for party, address, crowd in addresses[["party_id", "address", "parties"]].itertuples(
            index=False
        )
        for entry, share in found[address].items()
    ]
    return pd.DataFrame(rows, columns=["party_id", "entry", "share", "address", "parties"])


def _ranked(
    found: pd.DataFrame, names: pd.DataFrame, entries: pd.DataFrame, at_door: pd.DataFrame
) -> pd.DataFrame:
    found = found.merge(names[["name", "country", "party_id"]], left_on="row", right_index=True)
    told = entries.rename(
        columns={"name": "listed_name", "country": "list_country", "source": "list_source"}
    )
    found = found.merge(told.drop(columns=["aliases", "address"]), on="entry")
    share = at_door.groupby(["party_id", "entry"])["share"].max().rename("share").reset_index()
    found = found.merge(share, on=["party_id", "entry"], how="left")
    found["order"] = found["tier"].map({tier: at for at, tier in enumerate(TIERS)})
    found["elsewhere"] = found["country"] != found["list_country"]
    found["share"], found["no_number"] = (
        -found["share"].fillna(0.0),
        ~found["has_number"].astype(bool),
    )
    found["strength"] = found["strength"].round(3)
    ties = ["no_number", "share", "elsewhere", "listed_on", "entry"]
    found = found.sort_values(
        ["row", "order", "strength", *ties], ascending=[True, True, False, *[True] * len(ties)]
    ).drop_duplicates(["row", "entry"])
    found["position"] = found.groupby("row").cumcount() + 1
    return found.loc[found["position"] <= MOST_MATCHES, list(_COLUMNS)].reset_index(drop=True)


def _write(con: Connection, matches: pd.DataFrame) -> None:
    listed = ", ".join(f"{name}::{kind} as {name}" for name, (kind, _) in _COLUMNS.items())
    con.register("matched", matches)
    try:
        con.execute(
            f"create or replace table screening_match as select {listed} from matched "  # noqa: S608  our own names
            "order by name, country, position"
        )
    finally:
        con.unregister("matched")
    for name, (_, meaning) in _COLUMNS.items():
        comment_on(con, "screening_match", name, meaning)
