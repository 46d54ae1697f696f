"""Say which companies are forwarders or mail centres, which doors are shared, and why."""

from datetime import date

from detector.engine import comment_on
from detector.workspace import Connection

LEAST_RECORDS, LEAST_SHIPPERS, LEAST_CONSIGNEES = 5, 3, 6
_VALUES = {
    "records": LEAST_RECORDS,
    "shippers": LEAST_SHIPPERS,
    "consignees": LEAST_CONSIGNEES,
}
_SEEN = "where $as_of is null or coalesce(shipped_on, $as_of) <= $as_of"
_KINDS = f"""
    create or replace table party_kind as
    with acting as (
        select who.group_id, count(*) as records, count(distinct sender.group_id) as shippers
        from shipments s
        join party_link who on who.name = trim(s.forwarder) and who.country is null
        join party_link sender on sender.name = trim(s.exporter)
            and coalesce(sender.country, '') = coalesce(s.exporter_country, '')
        {_SEEN}
        group by who.group_id
    ), named as (
        select group_id, max(kind) as kind, min(name) as name from party
        where kind is not null group by group_id
    )
    select coalesce(named.group_id, acting.group_id) as group_id,
        coalesce(named.kind, 'forwarder') as kind,
        named.kind is not null as by_words,
        coalesce(acting.records >= $records and acting.shippers >= $shippers, false) as by_counts,
        concat_ws('; ',
            case when named.kind is not null then 'the name reads as one: ' || named.name end,
            case when acting.records >= $records and acting.shippers >= $shippers
                then 'forwards in ' || acting.records || ' records of ' || acting.shippers
                || ' shippers' end) as why
    from named full join acting on acting.group_id = named.group_id
    where named.kind is not null
        or (acting.records >= $records and acting.shippers >= $shippers)
    order by group_id
"""  # noqa: S608  our own text
_DOORS = f"""
    create or replace table address_cluster as
    with stood as (
        select consignee as name, consignee_country as country, consignee_address as address,
            exporter as shipper, exporter_country as shipper_country, true as takes
        from shipments {_SEEN}
        union all
        select exporter, exporter_country, exporter_address, null, null, false
        from shipments {_SEEN}
    ), at_door as (
        select door.address_id, link.group_id, stood.takes, shipper.group_id as shipper_id,
            coalesce(party.ultimate_parent, party.parent, link.group_id::varchar) as owner,
            party_kind.kind, party_kind.why, party.name
        from stood
        join address_link door on door.address = trim(stood.address)
        join party_link link on link.name = trim(stood.name)
            and coalesce(link.country, '') = coalesce(stood.country, '')
        join party on party.party_id = link.party_id
        left join party_kind on party_kind.group_id = link.group_id
        left join party_link shipper on shipper.name = trim(stood.shipper)
            and coalesce(shipper.country, '') = coalesce(stood.shipper_country, '')
    ), counted as (
        select address_id, count(*) as records, count(distinct group_id) as companies,
            count(distinct case when takes then group_id end) as consignees,
            count(distinct case when takes then owner end) as unrelated,
            count(distinct shipper_id) as shippers, max(kind) as kind,
            min(case when kind = 'mail_centre' then name || ' stands here: ' || why end) as mail,
            min(case when kind = 'forwarder' then name || ' stands here: ' || why end) as forwards
        from at_door group by address_id
    ), written as (
        select address_id, min(address) as address, max(kind) as kind from addressed_door
        group by address_id
    )
    select c.address_id, w.address, c.companies, c.consignees, c.unrelated, c.shippers, c.records,
        case when w.kind = 'mail_centre' then 'mail_centre'
            when c.kind is not null then c.kind
            when c.unrelated >= $consignees and c.shippers >= $shippers then 'crowded'
            end as kind,
        concat_ws('; ',
            case when w.kind = 'mail_centre' then 'the address reads as a mail centre' end,
            coalesce(c.mail, c.forwards),
            case when c.unrelated >= $consignees and c.shippers >= $shippers
                then c.unrelated || ' consignees without a common parent, goods from '
                || c.shippers || ' shippers' end) as why
    from counted c join written w using (address_id)
    where c.companies > 1 or c.kind is not null or w.kind = 'mail_centre'
    order by c.companies desc, c.address_id
"""  # noqa: S608  our own text
_COMMENTS = {
    ("party_kind", "kind"): "forwarder or mail_centre",
    ("party_kind", "by_words"): "its name reads as one",
    ("party_kind", "by_counts"): "records name it as forwarder for several shippers",
    ("party_kind", "why"): "what the recognition rests on",
    ("address_cluster", "companies"): "companies: different ones seen at the address",
    ("address_cluster", "unrelated"): "companies: consignees there without a common parent",
    ("address_cluster", "shippers"): "companies: who sent goods there",
    ("address_cluster", "kind"): "mail_centre, forwarder, or crowded: many unrelated consignees",
    ("address_cluster", "why"): "what the recognition rests on",
}


def lay_out_doors(con: Connection, as_of: date | None = None) -> None:
    """Write ``party_kind`` and ``address_cluster``.

    Parameters
    ----------
    con : Connection
        Holds ``shipments``, ``party``, ``party_link``, ``address_link`` and ``addressed_door``
        (address_id, address, kind as the address reads).
    as_of : date, optional
        Shipments after this day are left aside.

    Notes
    -----
    These tables tell a person; no feature reads them, since counts of later records would reach
    back to earlier lines.
    """
    for statement in (_KINDS, _DOORS):
        wanted = {name: value for name, value in _VALUES.items() if f"${name}" in statement}
        con.execute(statement, wanted | {"as_of": as_of})
    for (table, column), text in _COMMENTS.items():
        comment_on(con, table, column, text)
