-- One row per company that carries a listed name, or whose parent does. Only the Entity List and the
-- Military End-User List count; an entry of another country, or that names no programme, leaves the
-- identity open. An entry without a day has always held.
with entry as (
    select lower(trim(name)) as name, country, programme is not null as is_named,
        coalesce(listed_on, date '0001-01-01') as since
    from watchlist
    where (listed_on is null or listed_on <= $as_of::date)
        and (programme is null or (not lower(programme) like '%uflpa%'
            and (lower(programme) like '%entity%list%' or lower(programme) like '%meu%'
                or lower(programme) like '%military%end%user%')))
), known as (
    select distinct trim(party) as name, country, parent, parent_country, parent_share
    from parties where coalesce(known_from, $as_of::date) <= $as_of::date
), own as (
    select link.party_id, min(entry.since) as name_since,
        min(case when entry.is_named and entry.country = link.country then entry.since end)
            as sure_since
    from party_link link join entry on entry.name = lower(trim(link.name))
    group by link.party_id
), owner as (
    select link.party_id, known.parent, known.parent_country, known.parent_share as share,
        min(entry.since) as name_since,
        min(case when entry.is_named and entry.country = known.parent_country then entry.since end)
            as sure_since
    from party_link link
    join known on known.name = trim(link.name)
        and coalesce(known.country, '') = coalesce(link.country, '')
    join entry on entry.name = lower(trim(known.parent))
    group by link.party_id, known.parent, known.parent_country, known.parent_share
), owned as (
    select * from owner
    qualify row_number() over (
        partition by party_id order by case when sure_since is null then 1 else 0 end,
            coalesce(share, -1) desc, parent, parent_country
    ) = 1
), both_ways as (
    select party_id from own union select party_id from owned
)
select b.party_id, own.name_since, own.sure_since, owned.name_since as owner_name_since,
    owned.sure_since as owner_sure_since, owned.share::double as owner_share
from both_ways b
left join own on own.party_id = b.party_id
left join owned on owned.party_id = b.party_id
order by b.party_id
