-- family: returns
-- view: movements
-- grain: one row per shipment
-- looks: whole
-- reads: ledger movement_link twin
-- column: not_back [share] share of what went out for repair, fair, loan or return that has not come back from there, as known on the day of the scan; only lines with accelerators, older than 90 days
--   odd: high
--   flag: R12
--   says: {value} of what went out for repair or on loan has not come back; {typical} is usual.
--   innocent: Swaps for other units and slow depots also look so.
-- column: not_vendor [0 or 1] goods under repair or return go to a company that has never sent accelerators to anybody; null for other procedures
--   odd: high
--   flag: R12
--   says: Goods go for repair or as a return to a company that has never sent such goods.
--   innocent: Independent repair shops exist.
-- column: repair_rate [share] accelerators that the exporter sent under repair, loan or return in the 365 days up to this line, over those that it received so far; null for other procedures
--   odd: high
--   flag: R12
--   says: The exporter sent {value} of the accelerators that it had received for repair or on loan; {typical} is usual.
--   innocent: A depot sends on what it repairs.
-- column: full_price [ln] value per accelerator under repair, loan or return against the catalogue's price; null for other procedures
--   odd: high
--   flag: R27
--   says: Goods under repair or on loan are valued {value} against new ones; {typical} is usual.
--   innocent: Customs values of repairs are often those of new goods.
with lines as (
    select ledger.*, coalesce(twin.twin_no, ledger.shipment_no) as movement_no,
        procedure in ('repair', 'temporary', 'return') as loops
    from ledger left join twin on twin.shipment_no = ledger.shipment_no and not twin.is_primary
    where ledger.is_computing and ledger.units > 0
), last_day as (
    select max(day_no) as day_no from ledger
), back as (
    select link.inbound_no, sum(link.quantity) as quantity
    from movement_link link
    join lines i on i.shipment_no = link.inbound_no
    join lines o on o.shipment_no = link.outbound_no
    where i.loops and (o.consignee_group = i.exporter_group
        or o.destination_country = i.exporter_country)
    group by link.inbound_no
), sellers as (
    select exporter_group as company, min(day_no) as first_day
    from lines where not coalesce(loops, false) and exporter_group is not null
    group by exporter_group
), flows as (
    select consignee_group as company, day_no, units::decimal(18, 3) as received, 0 as looped
    from lines where movement_no = shipment_no and consignee_group is not null
    union all
    select exporter_group, day_no, 0, units::decimal(18, 3)
    from lines where movement_no = shipment_no and loops and exporter_group is not null
), turnover as (
    select distinct company, day_no,
        sum(received) over (
            partition by company order by day_no range between unbounded preceding and current row
        ) as received,
        sum(looped) over (
            partition by company order by day_no range between 365 preceding and current row
        ) as looped
    from flows
)
select ledger.shipment_no,
    case when l.loops and l.day_no < last_day.day_no - 90
        then greatest(1 - coalesce(back.quantity, 0)::double / l.units, 0) end as not_back,
    case when l.loops and l.procedure <> 'temporary' and l.consignee_group is not null then case when
        sellers.first_day < l.day_no then 0 else 1 end end as not_vendor,
    case when l.loops and t.received > 0
        then least(t.looped::double / t.received::double, 2) end as repair_rate,
    case when l.loops then l.price_gap end as full_price
from ledger
left join lines l on l.shipment_no = ledger.shipment_no
left join back on back.inbound_no = l.movement_no
left join sellers on sellers.company = l.consignee_group
left join turnover t on t.company = l.exporter_group and t.day_no = l.day_no
cross join last_day
order by ledger.shipment_no
