"""Resolve the names in the records into companies, and their addresses into doors.

Equal keys are one company; among different keys Splink weighs the evidence (`joined.py`), save for
pairs that a person has told apart (`apart.py`). What was found stands in ``party_match``.
"""

from datetime import date

import pandas as pd

from detector.engine import DUCKDB, Engine, comment_on
from detector.parties.apart import keys_apart, told_apart
from detector.parties.doors import lay_out_doors
from detector.parties.joined import Joined, join_mentions, keyed
from detector.parties.keys import address_key
from detector.parties.kinds import kind_of
from detector.parties.reasons import lay_out_matches
from detector.parties.written import COMMENTS, WRITTEN
from detector.workspace import Connection, table_exists

_NAMED = """
    select exporter as name, exporter_country as country, exporter_address as address, shipped_on
    from shipments
    union all select consignee, consignee_country, consignee_address, shipped_on from shipments
    union all select intermediate_consignee, intermediate_country, null, shipped_on from shipments
    union all select forwarder, null, null, shipped_on from shipments
    union all select notify_party, null, null, shipped_on from shipments
    union all select end_user, end_user_country, null, shipped_on from shipments
    union all select payer, payer_country, null, shipped_on from shipments
    union all select buyer, buyer_country, null, shipped_on from shipments
"""
_MENTIONS = f"""
    select trim(name) as name, country, nullif(trim(address), '') as address, count(*) as records,
        min(shipped_on) as first_seen
    from ({_NAMED})
    where trim(name) <> '' and ($as_of is null or coalesce(shipped_on, $as_of) <= $as_of)
    group by all order by all
"""  # noqa: S608  our own text
_KNOWN = """
    select trim(party) as name, country, nullif(trim(address), '') as address, incorporated_on,
        activity, parent, parent_country, parent_share, ultimate_parent, capacity_mw
    from parties
    where trim(party) <> '' and ($as_of is null or coalesce(known_from, $as_of) <= $as_of
        and coalesce(known_to, $as_of) >= $as_of)
    order by all
"""
_KNOWN_COLUMNS = (
    *("name", "country", "address", "incorporated_on", "activity", "parent", "parent_country"),
    *("parent_share", "ultimate_parent", "capacity_mw"),
)


def resolve(con: Connection, as_of: date | None = None, on: Engine = DUCKDB) -> None:
    """Write ``party_link``, ``party``, ``party_match``, and who stands at which address.

    Tables ``address_link`` and ``party_address``, and those of `detector.parties.doors`.

    Parameters
    ----------
    con : Connection
        Holds ``shipments`` and, if loaded, ``parties``; and ``party_apart`` where a person has
        told names apart.
    as_of : date, optional
        Shipments after this day, and what became known of companies later, are left aside.
    on : Engine
        Where Splink works.
    """
    mentions = con.execute(_MENTIONS, {"as_of": as_of}).df()
    known = _known_parties(con, as_of)
    split, apart = keys_apart(told_apart(con))
    known = keyed(known, split)
    told = keyed(_all_mentions(mentions, known), split)
    joined = join_mentions(con, told, apart, on)
    frames = {
        "linked": _links(told, joined),
        "known": known.merge(joined.names[["key", "company"]], on="key"),
        "addressed": _addresses(mentions),
        "matched": lay_out_matches(joined),
    }
    for name, frame in frames.items():
        con.register(name, frame)
    for statement in WRITTEN:
        con.execute(statement)
    con.execute(
        "create or replace temp view addressed_door as select door.address_id, door.address, "
        "addressed.kind from address_link door join addressed on addressed.address = door.address"
    )
    lay_out_doors(con, as_of)
    con.execute("drop view addressed_door")
    for name in frames:
        con.unregister(name)
    for (table, column), text in COMMENTS.items():
        comment_on(con, table, column, text)


def _known_parties(con: Connection, as_of: date | None) -> pd.DataFrame:
    if not table_exists(con, "parties"):
        return pd.DataFrame({name: pd.Series(dtype="object") for name in _KNOWN_COLUMNS})
    return con.execute(_KNOWN, {"as_of": as_of}).df()


def _all_mentions(mentions: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    registered = known[["name", "country", "address"]].assign(records=1).drop_duplicates()
    if registered.empty:
        return mentions
    return pd.concat([mentions, registered], ignore_index=True)


def _links(told: pd.DataFrame, joined: Joined) -> pd.DataFrame:
    """Lay out one row per name and country, with what it was joined by."""
    by_name = told.groupby(["name", "country", "key"], dropna=False, as_index=False)
    found = by_name.agg(records=("records", "sum"), first_seen=("first_seen", "min"))
    weights = dict(
        zip(
            zip(joined.pairs["one"], joined.pairs["other"], strict=True),
            joined.pairs["match_weight"],
            strict=True,
        )
    )
    numbers = joined.names["number"].tolist()
    pairs = ((min(place, number), max(place, number)) for place, number in enumerate(numbers))
    against = joined.names[["key", "company"]].assign(
        match_weight=[weights.get(pair) for pair in pairs]
    )
    kinds = {name: kind_of(name) for name in found["name"].unique()}
    country = found["country"].astype(object).where(found["country"].notna(), None)
    found = found.assign(country=country, kind=found["name"].map(kinds))
    return found.merge(against, on="key")


def _addresses(mentions: pd.DataFrame) -> pd.DataFrame:
    addresses = pd.Series(mentions["address"].dropna().unique(), name="address", dtype="object")
    told = addresses.to_frame()
    told["address_key"] = [address_key(address) for address in addresses]
    told["kind"] = [kind_of(address) for address in addresses]
    return told
