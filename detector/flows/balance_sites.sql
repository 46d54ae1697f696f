-- family: balance_sites
-- view: statistics
-- grain: one row per cluster that stands, or per company that states its power
-- looks: whole
-- reads: clusters parties
-- settings: as_of
-- column: country [alpha-2] country
-- column: name [text] cluster, or company
-- column: kind [cluster or company] what it is
-- column: accelerators [accelerators] as stated; null where only power is
-- column: capacity_mw [megawatts] power as stated
-- column: certainty [confirmed, likely or unlikely] how sure the list is
-- column: may_repeat [0 or 1] the list doubts that it is another one
-- column: since [day] first day of operation; null = not stated
select country, cluster as name, 'cluster' as kind,
    coalesce(accelerators, h100_equivalents) as accelerators, capacity_mw, certainty,
    case when may_repeat then 1 else 0 end as may_repeat, operational_on as since
from clusters
where coalesce(state, 'existing') = 'existing' and country is not null
    and (operational_on is null or operational_on <= cast($as_of as date))
    and (closed_on is null or closed_on > cast($as_of as date))
union all
select country, party, 'company', null, max(capacity_mw), 'confirmed', 0, min(known_from)
from parties
where capacity_mw > 0 and country is not null
    and (known_from is null or known_from <= cast($as_of as date))
    and (known_to is null or known_to >= cast($as_of as date))
group by country, party
order by country, kind, name, since, accelerators, capacity_mw
