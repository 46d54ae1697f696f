-- family: company
-- view: parties
-- grain: one row per shipment
-- looks: whole
-- reads: ledger wording disguise
-- column: exporter_oddness [MADs] mean distance, at most 10, of weight and value per piece from lines described in the same words, over the other lines that the exporter sends within 180 days; null under two such lines
--   odd: high
--   flag: R11
--   says: Other goods that the exporter sends lie {value} {unit} from what their words lead to expect; {typical} is usual.
--   innocent: A company with unusual articles also looks so.
-- column: consignee_oddness [MADs] the same over the lines that the consignee sends
--   odd: high
--   flag: R11
--   says: Goods that the consignee sends lie {value} {unit} from what their words lead to expect; {typical} is usual.
--   innocent: A company with unusual articles also looks so.
-- column: exporter_disguise [0 to 1] mean, over the other lines that the exporter sends within 180 days, of how much of its accelerators is unaccounted for times how alike the weight per piece is; null under two such lines
--   odd: high
--   flag: R12
--   says: Other goods that the exporter sends weigh as the accelerators that it received and that were not seen again: {value}; {typical} is usual.
--   innocent: Many cards and servers weigh alike.
-- column: consignee_disguise [0 to 1] the same over the lines that the consignee sends
--   odd: high
--   flag: R12
--   says: Goods that the consignee sends weigh as the accelerators that it received and that were not seen again: {value}; {typical} is usual.
--   innocent: Many cards and servers weigh alike.
-- column: consignee_to_ends [share] share of the lines that the consignee sends abroad within 180 days that go to a D:5 country, Hong Kong or Macau; only lines with accelerators that go elsewhere; null under two
--   odd: high
--   flag: R29
--   says: {value} of what the consignee sends abroad goes to places that may not receive restricted accelerators; {typical} is usual.
--   innocent: Large lawful trade goes there.
-- column: exporter_range [nats] how unexpected the HS heading is among what the exporter sent otherwise; null under three other lines
--   odd: high
--   flag: R03
--   says: The exporter otherwise sends other goods: {value}; {typical} is usual.
--   innocent: Companies widen their range.
-- column: consignee_range [nats] how unexpected the HS heading is among what the consignee received otherwise; null under three other lines
--   odd: high
--   flag: R03
--   says: The consignee otherwise receives other goods: {value}; {typical} is usual.
--   innocent: Companies widen their range.
with lines as (
    select l.shipment_no, l.day_no, l.exporter_group, l.consignee_group, l.hs4,
        case when greatest(abs(w.weight_gap), abs(w.value_gap)) > 10 then 10
            else greatest(abs(w.weight_gap), abs(w.value_gap)) end::decimal(18, 6) as oddness,
        (d.unaccounted / (1 + 3 * d.unlikeness))::decimal(18, 6) as disguise,
        case when l.exporter_country <> l.destination_country
            then case when l.to_embargoed then 1 else 0 end end as to_ends,
        l.units > 0 and not l.to_embargoed as asks_ends
    from ledger l
    left join wording w on w.shipment_no = l.shipment_no
    left join disguise d on d.shipment_no = l.shipment_no
    where l.is_computing
), days as (
    -- Whole numbers and sums as narrow as they may be: two of these tables stand in memory at once.
    select company, day_no, sum(oddness)::decimal(18, 6) as oddness, count(oddness)::integer as n,
        sum(disguise)::decimal(18, 6) as disguise, count(disguise)::integer as n_disguise,
        sum(to_ends)::integer as to_ends, count(to_ends)::integer as n_ends
    from (
        select exporter_group as company, day_no, oddness, disguise, to_ends from lines
        union all
        select consignee_group, day_no, null, null, null from lines
    ) told where company is not null
    group by company, day_no
), around as (
    select company, day_no, (sum(oddness) over near)::decimal(18, 6) as oddness,
        (sum(n) over near)::integer as n, (sum(disguise) over near)::decimal(18, 6) as disguise,
        (sum(n_disguise) over near)::integer as n_disguise,
        (sum(to_ends) over near)::integer as to_ends, (sum(n_ends) over near)::integer as n_ends
    from days
    window near as (
        partition by company order by day_no range between 180 preceding and 180 following
    )
), sent as (
    select exporter_group as company, hs4, count(*)::integer as n
    from lines where exporter_group is not null and hs4 is not null group by exporter_group, hs4
), received as (
    select consignee_group as company, hs4, count(*)::integer as n
    from lines where consignee_group is not null and hs4 is not null group by consignee_group, hs4
), sent_range as (
    select company, hs4, n, (sum(n) over (partition by company))::integer as n_all from sent
), received_range as (
    select company, hs4, n, (sum(n) over (partition by company))::integer as n_all from received
)
select ledger.shipment_no,
    case when s.n - case when l.oddness is null then 0 else 1 end >= 2
        then (s.oddness - coalesce(l.oddness, 0))::double
        / (s.n - case when l.oddness is null then 0 else 1 end) end as exporter_oddness,
    case when r.n >= 2 then r.oddness::double / r.n end as consignee_oddness,
    case when s.n_disguise - case when l.disguise is null then 0 else 1 end >= 2
        then (s.disguise - coalesce(l.disguise, 0))::double
        / (s.n_disguise - case when l.disguise is null then 0 else 1 end) end as exporter_disguise,
    case when r.n_disguise >= 2 then r.disguise::double / r.n_disguise end as consignee_disguise,
    case when l.asks_ends and r.n_ends >= 2
        then r.to_ends / r.n_ends::double end as consignee_to_ends,
    case when sr.n_all > 3 then -ln((sr.n - 0.5) / (sr.n_all + 4.0)) end as exporter_range,
    case when rr.n_all > 3 then -ln((rr.n - 0.5) / (rr.n_all + 4.0)) end as consignee_range
from ledger
left join lines l on l.shipment_no = ledger.shipment_no
left join around s on s.company = l.exporter_group and s.day_no = l.day_no
left join around r on r.company = l.consignee_group and r.day_no = l.day_no
left join sent_range sr on sr.company = l.exporter_group and sr.hs4 = l.hs4
left join received_range rr on rr.company = l.consignee_group and rr.hs4 = l.hs4
order by ledger.shipment_no
