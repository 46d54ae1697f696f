"""What resolution writes into the workspace: statements over the frames of `resolve.py`."""

CROWD = 6
WRITTEN = (
    """
    create or replace table party_link as
    select name::varchar as name, country::varchar as country,
        dense_rank() over (order by company, coalesce(country::varchar, ''))::bigint as party_id,
        dense_rank() over (order by company)::bigint as group_id,
        match_weight::double as match_weight, key::varchar as key,
        kind::varchar as kind, company::varchar as company, records::bigint as records,
        first_seen::date as first_seen
    from linked order by name, country
    """,
    """
    create or replace table party as
    with attributes as (
        select company, coalesce(country::varchar, '') as place,
            max(incorporated_on)::date as incorporated_on,
            max(activity)::varchar as activity, max(parent)::varchar as parent,
            max(parent_country)::varchar as parent_country,
            max(parent_share)::double as parent_share,
            max(ultimate_parent)::varchar as ultimate_parent,
            max(capacity_mw)::double as capacity_mw
        from known group by all
    ), named as (
        select party_id, name,
            row_number() over (partition by party_id order by records desc, name) as place
        from party_link
    )
    select link.party_id, min(group_id) as group_id, any_value(named.name) as name,
        min(link.country) as country, max(kind) as kind, min(link.first_seen) as first_seen,
        any_value(incorporated_on) as incorporated_on, any_value(activity) as activity,
        any_value(parent) as parent, any_value(parent_country) as parent_country,
        any_value(parent_share) as parent_share, any_value(ultimate_parent) as ultimate_parent,
        any_value(capacity_mw) as capacity_mw
    from party_link link
    join named on named.party_id = link.party_id and named.place = 1
    left join attributes on attributes.company = link.company
        and attributes.place = coalesce(link.country, '')
    group by link.party_id order by link.party_id
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
    """
    create or replace table party_match as
    select name::varchar as name, other::varchar as other, key::varchar as key,
        other_key::varchar as other_key, match_weight::double as match_weight,
        start_bits::double as start_bits, stem_bits::double as stem_bits,
        trade_bits::double as trade_bits, numbers_bits::double as numbers_bits,
        places_bits::double as places_bits, forms_bits::double as forms_bits,
        address_bits::double as address_bits, country_bits::double as country_bits,
        joined::boolean as joined, words::varchar as words
    from matched order by match_weight desc nulls last, key, other_key
    """,
    "alter table party_link drop column kind",
    "alter table party_link drop column company",
    "alter table party_link drop column records",
    "alter table party_link drop column first_seen",
)
COMMENTS = {
    ("party_link", "party_id"): "number of the company at that country",
    ("party_link", "group_id"): "number of the same company in any country",
    ("party_link", "match_weight"): (
        "bits: match weight of the name's key against the key that stands for its company; null "
        "where it is that key, or joined through another name"
    ),
    ("party_link", "key"): "name without accents, case, punctuation and legal form",
    ("party", "name"): "the spelling that most records carry",
    ("party", "kind"): "forwarder or mail_centre as its name reads; null otherwise",
    ("party", "first_seen"): "first day on which a record up to the day of the scan names it",
    ("party", "parent_share"): "0 to 1: share that the parent is said to hold",
    ("party", "ultimate_parent"): "name of the ultimate parent, as loaded",
    ("party", "capacity_mw"): "MW: data-centre power that the company is said to operate",
    ("party_address", "parties"): "companies: different ones seen at the address, all history",
    ("party_match", "match_weight"): (
        "bits: evidence that the two names are one company; null where they were not compared"
    ),
    ("party_match", "start_bits"): "bits before any evidence, by the number of names",
    ("party_match", "stem_bits"): "bits that the distinctive words of the names add",
    ("party_match", "trade_bits"): "bits that words of trade in the names add",
    ("party_match", "numbers_bits"): "bits that numbers in the names add",
    ("party_match", "places_bits"): "bits that places in the names add",
    ("party_match", "forms_bits"): "bits that legal forms add",
    ("party_match", "address_bits"): "bits that addresses add",
    ("party_match", "country_bits"): "bits that countries add",
    ("party_match", "joined"): "true where both are taken for one company",
}
