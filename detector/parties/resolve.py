"""Resolve the names in the records into companies, and their addresses into doors.

Matching is by key: equal keys are one company. Whatever replaces it later only has to yield
another ``key`` per distinct (name, country).
"""

from datetime import date

import pandas as pd

from detector.engine import comment_on
from detector.parties.keys import address_key, name_key
from detector.parties.kinds import kind_of
from detector.workspace import Connection, table_exists

_NAMES = """
    select distinct trim(name) as name, country from (
        select exporter as name, exporter_country as country from shipments
        union all select consignee, consignee_country from shipments
        union all select intermediate_consignee, intermediate_country from shipments
        union all select forwarder, null from shipments
        union all select notify_party, null from shipments
        union all select end_user, end_user_country from shipments
        union all select payer, payer_country from shipments
        union all select buyer, buyer_country from shipments
    ) where trim(name) <> ''
    order by name, country
"""
_ADDRESSES = """
    select distinct trim(address) as address from (
        select exporter_address as address from shipments
        union all select consignee_address from shipments
    ) where trim(address) <> ''
    order by address
"""
_KNOWN = """
    select party as name, country, address, incorporated_on, activity, parent, parent_country,
        capacity_mw
    from parties
    where trim(party) <> '' and ($as_of is null or coalesce(known_from, $as_of) <= $as_of)
    order by all
"""
_KNOWN_COLUMNS = ("incorporated_on", "activity", "parent", "parent_country", "capacity_mw")


def resolve(con: Connection, as_of: date | None = None) -> None:
    """Write ``party_link``, ``party``, ``address_link`` and ``party_address``.

    Parameters
    ----------
    con : Connection
        Holds ``shipments`` and, if loaded, ``parties``.
    as_of : date, optional
        What became known of companies after this day is left aside.
    """
    names = con.execute(_NAMES).df()
    known = _known_parties(con, as_of)
    both = pd.concat([names, known[["name", "country"]]]).drop_duplicates()
    both["key"] = [name_key(name) for name in both["name"]]
    both["kind"] = [kind_of(name) for name in both["name"]]
    known["key"] = [name_key(name) for name in known["name"]]
    addresses = con.execute(_ADDRESSES).df()
    addresses["address_key"] = [address_key(address) for address in addresses["address"]]
    con.register("named", both)
    con.register("known", known)
    con.register("addressed", addresses)
    for statement in _WRITTEN:
        con.execute(statement)
    for view in ("named", "known", "addressed"):
        con.unregister(view)
    for (table, column), text in _COMMENTS.items():
        comment_on(con, table, column, text)


def _known_parties(con: Connection, as_of: date | None) -> pd.DataFrame:
    if not table_exists(con, "parties"):
        return pd.DataFrame(
            {name: pd.Series(dtype="object") for name in ("name", "country", *_KNOWN_COLUMNS)}
        )
    return con.execute(_KNOWN, {"as_of": as_of}).df()


_WRITTEN = (
    """
    create or replace table party_link as
    select name::varchar as name, country::varchar as country,
        dense_rank() over (order by key, coalesce(country, ''))::bigint as party_id,
        dense_rank() over (order by key)::bigint as group_id,
        kind::varchar as kind, key::varchar as key
    from named order by name, country
    """,
    """
    create or replace table party as
    with attributes as (
        select key, coalesce(country, '') as place, max(incorporated_on)::date as incorporated_on,
            max(activity)::varchar as activity, max(parent)::varchar as parent,
            max(parent_country)::varchar as parent_country, max(capacity_mw)::double as capacity_mw
        from known group by all
    )
    select party_id, min(group_id) as group_id, min(name) as name, min(link.country) as country,
        max(kind) as kind, any_value(incorporated_on) as incorporated_on,
        any_value(activity) as activity, any_value(parent) as parent,
        any_value(parent_country) as parent_country, any_value(capacity_mw) as capacity_mw
    from party_link link
    left join attributes on attributes.key = link.key
        and attributes.place = coalesce(link.country, '')
    group by party_id order by party_id
    """,
    """
    create or replace table address_link as
    select address::varchar as address, address_key::varchar as address_key,
        dense_rank() over (order by address_key)::bigint as address_id
    from addressed order by address
    """,
    """
    create or replace table party_address as
    with stood as (
        select exporter as name, exporter_country as country, exporter_address as address
        from shipments
        union all select consignee, consignee_country, consignee_address from shipments
    ), at_door as (
        select distinct link.party_id, link.group_id, door.address_id, door.address_key
        from stood
        join party_link link on link.name = trim(stood.name)
            and coalesce(link.country, '') = coalesce(stood.country, '')
        join address_link door on door.address = trim(stood.address)
    ), crowd as (
        select address_id, count(distinct group_id) as parties from at_door group by address_id
    )
    select party_id, address_id, address_key, parties
    from at_door join crowd using (address_id) order by party_id, address_id
    """,
    "alter table party_link drop column kind",
    "alter table party_link drop column key",
)
_COMMENTS = {
    ("party_link", "party_id"): "number of the company at that country",
    ("party_link", "group_id"): "number of the same name in any country",
    ("party", "kind"): "forwarder or mail_centre as its name reads; null otherwise",
    ("party", "capacity_mw"): "MW: data-centre power that the company is said to operate",
    ("party_address", "parties"): "companies: different names seen at the address, all history",
}
