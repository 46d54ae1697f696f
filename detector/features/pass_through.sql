-- family: pass_through
-- view: movements
-- grain: one row per shipment
-- looks: back
-- reads: ledger movement_link twin
-- column: matched [share] share of the line that can be goods which the exporter received before, first in first out; null for goods without accelerators
--   odd: none
-- column: fresh [share] share of the line that can be goods which the exporter received from abroad at most 30 days before, exporter and consignee not being affiliated; null for goods without accelerators
--   odd: high
--   flag: R12
--   says: {value} of the line can be goods that came in at most 30 days before; {typical} is usual.
--   innocent: A regional distributor turns its stock over as fast.
-- column: lag [days] mean days from arrival to departure of what matches; null where nothing matches
--   odd: low
--   flag: R12
--   says: Matching goods had come in {value} days before; {typical} is usual.
--   innocent: Cross-docking and drop shipment are fast, too.
-- column: against_end_use [share] share of the line that matches goods declared to stay with this exporter or in its country
--   odd: high
--   flag: R12
--   says: {value} of the line matches goods whose declared end user or destination was here; {typical} is usual.
--   innocent: Plans change; leased equipment is moved.
-- column: to_embargoed [share] share of the line that matches goods from abroad and goes to a D:5 country, Hong Kong or Macau without a licence number; null for goods without accelerators
--   odd: high
--   flag: R29
--   says: {value} of the line matches goods received from abroad and goes on to a place that may not receive restricted accelerators.
--   innocent: The model may be below the threshold, or the licence stand in another record.
-- column: price_step [ln] value per accelerator (or piece) over that of the matching arrivals
--   odd: high
--   flag: R27
--   says: Value per piece rose by {value} between arrival and departure; {typical} is usual.
--   innocent: Integration, support and margins also raise it.
-- column: price_drop [ln] value per accelerator (or piece) under that of the matching arrivals
--   odd: high
--   flag: R27
--   says: Value per piece fell by {value} between arrival and departure; {typical} is usual.
--   innocent: Used goods and transfer prices also fall.
-- column: weight_drop [ln] weight per accelerator under that of the matching arrivals
--   odd: high
--   flag: R11
--   says: Weight per accelerator fell by {value} between arrival and departure; {typical} is usual.
--   innocent: Repacking and upgrades also change it.
-- column: class_change [share] share of the match whose goods class is another than on arrival
--   odd: high
--   flag: R29
--   says: {value} of the matching goods came in as another class of goods; {typical} is usual.
--   innocent: Assembly turns cards into servers.
-- column: heading_change [share] share of the match whose HS heading is another than on arrival
--   odd: high
--   flag: R29
--   says: {value} of the matching goods came in under another heading; {typical} is usual.
--   innocent: Assembly changes headings; classification is disputed.
-- column: brand_change [share] share of the match whose brand is another than on arrival; null where either is unknown
--   odd: high
--   flag: R29
--   says: {value} of the matching goods came in under another brand; {typical} is usual.
--   innocent: System builders put their own brand on.
-- column: stripped [share] share of the match that came in as servers or racks and leaves as cards, modules or parts
--   odd: high
--   flag: R29
--   says: {value} of the matching goods came in as servers and leaves as cards, modules or parts; {typical} is usual.
--   innocent: Decommissioning and repair also take servers apart.
-- column: changed_hands [share] share of the line that matches goods received by another company at the exporter's address
--   odd: high
--   flag: R28
--   says: {value} of the line matches goods that another company at the same address received; {typical} is usual.
--   innocent: Group companies and logistics parks share addresses.
-- column: relay [nats] how unlikely it is by chance that another company of the exporter's country received exactly as many of the same accelerator in the 60 days before; 0 where none did; null for goods without accelerators
--   odd: high
--   flag: R12
--   says: Another company in the country had just received exactly as many of the same accelerator: {value}; {typical} is usual.
--   innocent: Resale at home before export; round numbers repeat.
-- column: conduit [share] share of the accelerators received by the exporter in the 180 days before that it has sent on by this line; null under 8 received
--   odd: high
--   flag: R12
--   says: The exporter has sent on {value} of the accelerators that it received; {typical} is usual.
--   innocent: Distributors send on everything.
-- column: one_customer [share] share of the exporter's accelerators of the 365 days up to this line that went to this consignee; null under three lines
--   odd: high
--   flag: R20
--   says: {value} of the exporter's accelerators went to this one consignee; {typical} is usual.
--   innocent: A captive supplier serves one customer.
with lines as (
    select ledger.*, coalesce(twin.twin_no, ledger.shipment_no) as movement_no,
        case when units > 0 then units else pieces end as amount,
        case when goods_class in ('accelerator_server', 'accelerator_rack') then 'whole'
            when goods_class in ('accelerator_card', 'accelerator_module', 'bare_chip', 'part')
            then 'loose' end as build
    from ledger left join twin on twin.shipment_no = ledger.shipment_no and not twin.is_primary
    where ledger.is_computing
), carried as (
    select link.outbound_no, link.quantity::double as quantity, link.lag_days,
        case when i.exporter_country <> i.consignee_country
            and o.exporter_country <> o.consignee_country then 1 else 0 end as abroad,
        case when o.affiliated then 0 else 1 end as unaffiliated,
        case when o.destination_country <> i.destination_country
            and o.destination_country <> coalesce(i.end_user_country, '')
            and (i.end_user_group = o.exporter_group or i.consignee_type = 'end-user'
                or i.end_user_country = o.exporter_country) then 1 else 0 end as against_end_use,
        case when i.value_usd > 0 and o.value_usd > 0 then
            ln(o.value_usd::double / o.amount) - ln(i.value_usd::double / i.amount) end as price_step,
        case when i.mass_kg > 0 and o.mass_kg > 0 then
            ln(o.mass_kg / o.amount) - ln(i.mass_kg / i.amount) end as weight_step,
        case when link.party_id <> link.received_by then 1 else 0 end as changed_hands,
        case when i.goods_class <> o.goods_class then 1 else 0 end as class_change,
        case when i.hs4 <> o.hs4 then 1 else 0 end as heading_change,
        case when i.brand is not null and o.brand is not null
            then case when i.brand <> o.brand then 1 else 0 end end as brand_change,
        case when i.build = 'whole' and o.build = 'loose' then 1 else 0 end as stripped
    from movement_link link
    join lines i on i.shipment_no = link.inbound_no
    join lines o on o.shipment_no = link.outbound_no
    where i.units > 0
), matched as (
    select outbound_no, sum(quantity::decimal(38, 9)) as quantity,
        sum((quantity * abroad * unaffiliated * case when lag_days <= 30 then 1 else 0 end)::decimal(38, 9)) as fresh,
        sum((quantity * abroad)::decimal(38, 9)) as abroad,
        sum((quantity * lag_days)::decimal(38, 9))::double / sum(quantity::decimal(38, 9))::double as lag,
        sum((quantity * against_end_use)::decimal(38, 9)) as against_end_use,
        sum((quantity * changed_hands)::decimal(38, 9)) as changed_hands,
        sum((quantity * price_step)::decimal(38, 9))::double / sum(case when price_step is not null then quantity::decimal(38, 9) end)::double as price_step,
        sum((quantity * weight_step)::decimal(38, 9))::double / sum(case when weight_step is not null then quantity::decimal(38, 9) end)::double as weight_step,
        sum((quantity * class_change)::decimal(38, 9))::double / sum(quantity::decimal(38, 9))::double as class_change,
        sum((quantity * heading_change)::decimal(38, 9))::double / sum(quantity::decimal(38, 9))::double as heading_change,
        sum((quantity * brand_change)::decimal(38, 9))::double / sum(case when brand_change is not null then quantity::decimal(38, 9) end)::double as brand_change,
        sum((quantity * stripped)::decimal(38, 9))::double / sum(quantity::decimal(38, 9))::double as stripped
    from carried group by outbound_no
), flows as (
    select consignee_group as company, day_no, units::decimal(18, 3) as received, 0 as sent
    from lines where units > 0 and movement_no = shipment_no and consignee_group is not null
    union all
    select exporter_group, day_no, 0, units::decimal(18, 3)
    from lines where units > 0 and movement_no = shipment_no and exporter_group is not null
), turnover as (
    select distinct company, day_no,
        sum(received) over half_year as received, sum(sent) over half_year as sent
    from flows
    window half_year as (
        partition by company order by day_no range between 180 preceding and current row
    )
), lots as (
    select shipment_no, day_no, accelerator, exporter_country as country, units, 0 as came, 1 as asked
    from lines where units > 0 and exporter_country <> destination_country
    union all
    select shipment_no, day_no, accelerator, consignee_country, units, 1, 0
    from lines where units > 0 and exporter_country <> consignee_country
        and movement_no = shipment_no
), relayed as (
    select shipment_no, asked,
        sum(came) over (
            partition by accelerator, country, units order by day_no
            range between 60 preceding and 1 preceding
        ) as same_lots,
        sum(came) over (
            partition by accelerator, country order by day_no range between 60 preceding and 1 preceding
        ) as lots,
        sum(came) over (
            partition by units order by day_no range between 365 preceding and 1 preceding
        ) as same_size,
        sum(came) over (order by day_no range between 365 preceding and 1 preceding) as all_sizes
    from lots
), chance as (
    select shipment_no, same_lots,
        lots * (coalesce(same_size, 0) + 0.1) / (all_sizes + 1.0) as expected
    from relayed where asked = 1
), customers as (
    select shipment_no, sum(units::decimal(18, 3)) over pair_year as to_this,
        sum(units::decimal(18, 3)) over year_ as to_all, count(*) over year_ as n
    from lines where units > 0 and exporter_group is not null and consignee_group is not null
    window pair_year as (
        partition by exporter_group, consignee_group order by day_no
        range between 365 preceding and current row
    ), year_ as (
        partition by exporter_group order by day_no range between 365 preceding and current row
    )
)
select ledger.shipment_no,
    case when l.amount > 0 then least(coalesce(m.quantity, 0) / l.amount, 1) end as matched,
    case when l.amount > 0 then least(coalesce(m.fresh, 0) / l.amount, 1) end as fresh,
    m.lag,
    case when l.amount > 0 then least(coalesce(m.against_end_use, 0) / l.amount, 1) end
        as against_end_use,
    case when l.to_embargoed and l.is_restricted and coalesce(trim(l.license_number), '') = ''
        then least(coalesce(m.abroad, 0) / l.amount, 1) when l.units > 0 then 0 end as to_embargoed,
    case when m.price_step > 0 then m.price_step when m.price_step <= 0 then 0 end as price_step,
    case when m.price_step < 0 then -m.price_step when m.price_step >= 0 then 0 end as price_drop,
    case when m.weight_step < 0 then -m.weight_step when m.weight_step >= 0 then 0 end as weight_drop,
    m.class_change, m.heading_change, m.brand_change, m.stripped,
    case when l.amount > 0 then least(coalesce(m.changed_hands, 0) / l.amount, 1) end as changed_hands,
    case when l.amount > 0 and l.exporter_country <> l.destination_country then case
        when r.same_lots > 0 and coalesce(m.quantity, 0) < l.amount / 2
        then -ln(1 - exp(-greatest(r.expected, 0.000001))) else 0 end end as relay,
    case when t.received >= 8 then least(t.sent::double / t.received::double, 1.5) end as conduit,
    case when c.n >= 3 then c.to_this::double / c.to_all::double end as one_customer
from ledger
left join lines l on l.shipment_no = ledger.shipment_no and l.units > 0
left join matched m on m.outbound_no = l.movement_no
left join chance r on r.shipment_no = l.shipment_no
left join turnover t on t.company = l.exporter_group and t.day_no = l.day_no
left join customers c on c.shipment_no = l.shipment_no
order by ledger.shipment_no
