-- family: counterparty
-- view: parties
-- grain: one row per shipment
-- looks: back
-- reads: ledger party ref_rule_dates
-- settings: min_peers peer_days
-- column: consignee_known [days] days since the consignee first stood in any record; null in the first 90 days of the records
--   odd: low
--   flag: R05
--   says: The consignee has been known for {value} days; {typical} is usual.
--   innocent: Every company trades for a first time; a genuine start-up also looks so.
-- column: exporter_known [days] days since the exporter first stood in any record; null in the first 90 days of the records
--   odd: low
--   flag: R05
--   says: The exporter has been known for {value} days; {typical} is usual.
--   innocent: Every company trades for a first time.
-- column: end_user_known [days] days since the end user first stood in any record; null without an end user and in the first 90 days of the records
--   odd: low
--   flag: R05
--   says: The end user has been known for {value} days; {typical} is usual.
--   innocent: A genuine start-up also looks so.
-- column: pair_known [days] days since exporter and consignee first traded; null in the first 90 days of the records
--   odd: low
--   flag: R05
--   says: Exporter and consignee have traded for {value} days; {typical} is usual.
--   innocent: Every customer is new once.
-- column: accelerators_known [days] days since the consignee first received accelerators; only lines with accelerators; null in the first 90 days of the records
--   odd: low
--   flag: R15
--   says: The consignee first received accelerators {value} days before; {typical} is usual.
--   innocent: A first build also looks so.
-- column: sender_known [days] days since the exporter first sent accelerators; only lines with accelerators; null in the first 90 days of the records
--   odd: low
--   flag: R20
--   says: The exporter first sent accelerators {value} days before; {typical} is usual.
--   innocent: A reseller that enters the trade also looks so.
-- column: unlike_consignee [share] share of the consignee's earlier lines that held no accelerators; only lines with accelerators, and consignees with min_peers earlier lines
--   odd: high
--   flag: R03
--   says: {value} of what the consignee received before held no accelerators; {typical} is usual.
--   innocent: Hospitals, universities and trading houses also begin to buy accelerators.
-- column: unlike_exporter [share] share of the exporter's earlier lines that held no accelerators; only lines with accelerators, and exporters with min_peers earlier lines
--   odd: high
--   flag: R20
--   says: {value} of what the exporter sent before held no accelerators; {typical} is usual.
--   innocent: A general distributor also looks so.
-- column: start_gap [ln] log value received by the consignee in its first 60 days so far, minus the median of other consignees' first lines in the peer_days before; null after 60 days
--   odd: high
--   flag: R05
--   says: Within 60 days of its first record the consignee took {value} more than first orders usually are.
--   innocent: A funded data-centre project also starts large.
-- column: start_peers [consignees] how many first lines start_gap rests on
--   odd: none
-- column: incorporated [days] days from the consignee's incorporation to the shipment; null where unknown
--   odd: low
--   flag: R05
--   says: The consignee was incorporated {value} days before; {typical} is usual.
--   innocent: A genuine start-up also looks so.
-- column: exporter_incorporated [days] days from the exporter's incorporation to the shipment; null where unknown
--   odd: low
--   flag: R05
--   says: The exporter was incorporated {value} days before; {typical} is usual.
--   innocent: A genuine start-up also looks so.
-- column: after_rule [days] days from the last tightening or announced rule date before the consignee's first record to that record; only lines with accelerators within a year of it; null in the first 90 days of the records
--   odd: low
--   flag: R15
--   says: The consignee first appeared {value} days after a rule changed; {typical} is usual.
--   innocent: Chance: rules change often.
-- column: unlike_activity [0 or 1] the consignee's stated activity does not speak of computing; only lines with accelerators; null where unknown
--   odd: high
--   flag: R03
--   says: The consignee's stated line of business does not speak of computing.
--   innocent: Hospitals, universities, banks and conglomerates also run accelerators.
with roles as (
    select exporter_group as company, day_no from ledger
    union all select consignee_group, day_no from ledger
    union all select end_user_group, day_no from ledger
    union all select intermediate_group, day_no from ledger
    union all select buyer_group, day_no from ledger
), appeared as (
    select company, min(day_no) as first_day from roles where company is not null group by company
), opening as (
    select min(day_no) + 90 as day_no from ledger
), fitted as (
    select shipment_no, shipped_on, day_no, month_no, exporter_group, consignee_group, consignee_id,
        units > 0 as has_units, value_usd
    from ledger where is_computing
), received as (
    select shipment_no,
        count(*) over before as lines_before,
        count(case when has_units then 1 end) over before as with_units_before,
        min(case when has_units then day_no end) over (partition by consignee_group) as first_units
    from fitted where consignee_group is not null
    window before as (
        partition by consignee_group order by day_no range between unbounded preceding and 1 preceding
    )
), sent as (
    select shipment_no,
        count(*) over before as lines_before,
        count(case when has_units then 1 end) over before as with_units_before,
        min(case when has_units then day_no end) over (partition by exporter_group) as first_units
    from fitted where exporter_group is not null
    window before as (
        partition by exporter_group order by day_no range between unbounded preceding and 1 preceding
    )
), pairs as (
    select shipment_no, min(day_no) over (partition by exporter_group, consignee_group) as first_day
    from ledger where exporter_group is not null and consignee_group is not null
), started as (
    select f.shipment_no, f.month_no, f.day_no, a.first_day, f.value_usd,
        sum(f.value_usd) over (
            partition by f.consignee_group order by f.day_no range between 60 preceding and current row
        ) as value_so_far
    from fitted f join appeared a on a.company = f.consignee_group
    where f.day_no <= a.first_day + 60
), ahead as (
    select unnest(range(1, $peer_days // 30 + 1)) as months
), openers as (
    select month_no + months as month_no, count(*) as start_peers,
        median(ln(value_usd::double)) as start_mid
    from started cross join ahead
    where day_no = first_day and value_usd > 0
    group by month_no + months
), ruled as (
    select a.company, a.first_day,
        a.first_day - max(date_diff('day', date '2000-01-01', r.date)) as after_rule
    from appeared a
    join ref_rule_dates r on date_diff('day', date '2000-01-01', r.date) <= a.first_day
    where r.effect in ('tightens', 'licence', 'deadline', 'announces')
    group by a.company, a.first_day
)
select l.shipment_no,
    case when told then l.day_no - c.first_day end as consignee_known,
    case when told then l.day_no - e.first_day end as exporter_known,
    case when told then l.day_no - n.first_day end as end_user_known,
    case when told then l.day_no - p.first_day end as pair_known,
    case when told and f.has_units then l.day_no - r.first_units end as accelerators_known,
    case when told and f.has_units then l.day_no - s.first_units end as sender_known,
    case when f.has_units and r.lines_before >= $min_peers
        then 1 - r.with_units_before / r.lines_before::double end as unlike_consignee,
    case when f.has_units and s.lines_before >= $min_peers
        then 1 - s.with_units_before / s.lines_before::double end as unlike_exporter,
    case when told and o.start_peers >= $min_peers and st.value_so_far > 0
        then ln(st.value_so_far::double) - o.start_mid end as start_gap,
    o.start_peers,
    case when f.shipment_no is not null
        then date_diff('day', company.incorporated_on, l.shipped_on) end as incorporated,
    case when f.shipment_no is not null
        then date_diff('day', sender.incorporated_on, l.shipped_on) end as exporter_incorporated,
    case when told and f.has_units and l.day_no <= u.first_day + 365 then u.after_rule end as after_rule,
    case when f.has_units and company.activity is not null then case when regexp_matches(
        lower(company.activity),
        'comput|data|cloud|software|server|hosting|electronic|semiconductor|telecom|internet|information|network|technolog|artificial|digital|\b(ai|it|ict)\b'
        ) then 0 else 1 end end as unlike_activity
from (
    select ledger.*, ledger.is_computing and ledger.day_no >= opening.day_no as told
    from ledger cross join opening
) l
left join fitted f on f.shipment_no = l.shipment_no
left join appeared c on c.company = l.consignee_group
left join appeared e on e.company = l.exporter_group
left join appeared n on n.company = l.end_user_group
left join pairs p on p.shipment_no = l.shipment_no
left join received r on r.shipment_no = l.shipment_no
left join sent s on s.shipment_no = l.shipment_no
left join started st on st.shipment_no = l.shipment_no
left join openers o on o.month_no = st.month_no
left join ruled u on u.company = l.consignee_group
left join party company on company.party_id = l.consignee_id
left join party sender on sender.party_id = l.exporter_id
order by l.shipment_no
