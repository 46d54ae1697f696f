-- One row per company that carries a listed name, or whose parent does. Only the Entity List and the
-- Military End-User List count; an entry that names no programme leaves the identity open.
with entry as (
    select lower(trim(name)) as name, country, listed_on, programme is not null as is_named
    from watchlist
    where (listed_on is null or listed_on <= $as_of::date)
        and (programme is null or (not lower(programme) like '%uflpa%'
            and (lower(programme) like '%entity%list%' or lower(programme) like '%meu%'
                or lower(programme) like '%military%end%user%')))
), known as (
    select distinct trim(party) as name, country, parent, parent_country, parent_share
    from parties where coalesce(known_from, $as_of::date) <= $as_of::date
), own as (
    select link.party_id, min(entry.listed_on) as listed_on,
        count(case when entry.is_named and entry.country = link.country then 1 end) > 0 as is_sure
    from party_link link join entry on entry.name = lower(trim(link.name))
    group by link.party_id
), owned as (
    select link.party_id, min(entry.listed_on) as listed_on, max(known.parent_share) as share,
        count(case when entry.is_named and entry.country = known.parent_country then 1 end) > 0
            as is_sure
    from party_link link
    join known on known.name = trim(link.name)
        and coalesce(known.country, '') = coalesce(link.country, '')
    join entry on entry.name = lower(trim(known.parent))
    group by link.party_id
), both_ways as (
    select party_id from own union select party_id from owned
)
select b.party_id,
    case when own.party_id is null then false when own.is_sure then true end as listed,
    own.listed_on,
    case when owned.party_id is null then false when owned.is_sure then true end as owner_listed,
    owned.listed_on as owner_listed_on, owned.share::double as owner_share
from both_ways b
left join own on own.party_id = b.party_id
left join owned on owned.party_id = b.party_id
order by b.party_id
