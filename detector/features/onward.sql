-- family: onward
-- view: movements
-- grain: one row per shipment
-- looks: whole
-- reads: ledger movement_link twin
-- column: left_30 [share] share of the line that can have left again to a third country within 30 days, as known on the day of the scan; null for goods without accelerators
--   odd: high
--   flag: R12
--   says: {value} of the line can have left again for a third country within 30 days; {typical} is usual.
--   innocent: A regional distributor turns its stock over as fast.
-- column: left_again [share] share of the line that can have left again to a third country before it counts as having stayed
--   odd: high
--   flag: R12
--   says: {value} of the line can have left again for a third country; {typical} is usual.
--   innocent: Regional distributors and assemblers send on what they receive.
-- column: against_end_use [share] share of the line that can have left for another country though its declared end user or destination was here
--   odd: high
--   flag: R12
--   says: {value} of the line can have left for another country although it was declared for use here; {typical} is usual.
--   innocent: Plans change; leased equipment is moved.
-- column: to_embargoed [share] share of the line that can have reached a D:5 country, Hong Kong or Macau without a licence number, in up to three hops
--   odd: high
--   flag: R29
--   says: {value} of the line can have gone on to a place that may not receive restricted accelerators; {typical} is usual.
--   innocent: The model may be below the threshold, or the licence stand in another record.
-- column: changed [share] share of the line that can have left again under another class of goods, heading or brand
--   odd: high
--   flag: R29
--   says: {value} of the line can have left again as other goods than it came in; {typical} is usual.
--   innocent: Assembly turns cards into servers.
-- column: premium [ln] value per accelerator on leaving over that on arrival
--   odd: high
--   flag: R27
--   says: Value per accelerator rose by {value} when the goods moved on; {typical} is usual.
--   innocent: Integration, support and margins also raise it.
-- column: consignee_onward [share] share of all accelerators received by the consignee that can have left again to a third country
--   odd: high
--   flag: R12
--   says: {value} of all accelerators that the consignee received can have left again; {typical} is usual.
--   innocent: Regional distributors send on what they receive.
-- column: consignee_to_embargoed [share] share of all accelerators received by the consignee that can have gone on to a D:5 country, Hong Kong or Macau without a licence number
--   odd: high
--   flag: R29
--   says: {value} of all accelerators that the consignee received can have gone on to a place that may not receive them; {typical} is usual.
--   innocent: The models may be below the threshold.
-- column: exporter_to_embargoed [share] the same share over all consignees of the exporter
--   odd: high
--   flag: R29
--   says: {value} of the accelerators that this exporter sent can have gone on to a place that may not receive them; {typical} is usual.
--   innocent: A large supplier does not see what its customers do.
with lines as (
    select ledger.*, coalesce(twin.twin_no, ledger.shipment_no) as movement_no,
        case when is_restricted and to_embargoed and coalesce(trim(license_number), '') = ''
            then 1 else 0 end as ends_badly
    from ledger left join twin on twin.shipment_no = ledger.shipment_no and not twin.is_primary
    where ledger.is_computing and ledger.units > 0
), hops as (
    select link.inbound_no, link.outbound_no, link.quantity::double as quantity, link.lag_days,
        link.quantity::double / i.units as share_in,
        case when o.destination_country not in (i.exporter_country, o.exporter_country)
            then 1 else 0 end as third,
        case when o.affiliated then 0 else 1 end as unaffiliated,
        case when i.destination_country = o.exporter_country
            and o.destination_country <> coalesce(i.end_user_country, '')
            and (i.end_user_group = o.exporter_group or i.consignee_type = 'end-user'
                or i.end_user_country = o.exporter_country) then 1 else 0 end as against_end_use,
        case when i.goods_class <> o.goods_class or i.hs4 <> o.hs4 or i.brand <> o.brand
            then 1 else 0 end as changed,
        case when i.value_usd > 0 and o.value_usd > 0 then ln(o.value_usd::double / o.units)
            - ln(i.value_usd::double / i.units) end as premium,
        o.ends_badly
    from movement_link link
    join lines i on i.shipment_no = link.inbound_no
    join lines o on o.shipment_no = link.outbound_no
), third_hop as (
    select inbound_no, least(sum((share_in * ends_badly)::decimal(38, 9)), 1) as ended from hops group by inbound_no
), second_hop as (
    select hops.inbound_no,
        least(sum((share_in * greatest(ends_badly, coalesce(ended, 0)))::decimal(38, 9)), 1) as ended
    from hops left join third_hop on third_hop.inbound_no = hops.outbound_no
    group by hops.inbound_no
), first_hop as (
    select hops.inbound_no,
        least(sum((share_in * greatest(ends_badly, coalesce(ended, 0)))::decimal(38, 9)), 1) as ended,
        least(sum((share_in * third * unaffiliated * case when lag_days <= 30 then 1 else 0 end)::decimal(38, 9)), 1) as left_30,
        least(sum((share_in * third * unaffiliated)::decimal(38, 9)), 1) as left_again,
        least(sum((share_in * against_end_use)::decimal(38, 9)), 1) as against_end_use,
        least(sum((share_in * changed)::decimal(38, 9)), 1) as changed,
        sum((quantity * premium)::decimal(38, 9))::double / sum(case when premium is not null then quantity::decimal(38, 9) end)::double as premium
    from hops left join second_hop on second_hop.inbound_no = hops.outbound_no
    group by hops.inbound_no
), told as (
    select l.shipment_no, l.movement_no, l.exporter_group, l.consignee_group, l.units,
        coalesce(f.left_30, 0) as left_30, coalesce(f.left_again, 0) as left_again,
        coalesce(f.against_end_use, 0) as against_end_use,
        greatest(coalesce(f.ended, 0), l.ends_badly) as ended,
        coalesce(f.changed, 0) as changed, f.premium
    from lines l left join first_hop f on f.inbound_no = l.movement_no
), by_consignee as (
    select consignee_group, sum((units * left_again)::decimal(38, 9))::double / sum(units::decimal(38, 9))::double as onward,
        sum((units * ended)::decimal(38, 9))::double / sum(units::decimal(38, 9))::double as ended
    from told where consignee_group is not null and movement_no = shipment_no
    group by consignee_group
), by_exporter as (
    select exporter_group, sum((units * ended)::decimal(38, 9))::double / sum(units::decimal(38, 9))::double as ended
    from told where exporter_group is not null and movement_no = shipment_no
    group by exporter_group
)
select ledger.shipment_no, t.left_30, t.left_again, t.against_end_use, t.ended as to_embargoed,
    t.changed, t.premium, c.onward as consignee_onward, c.ended as consignee_to_embargoed,
    e.ended as exporter_to_embargoed
from ledger
left join told t on t.shipment_no = ledger.shipment_no
left join by_consignee c on c.consignee_group = t.consignee_group
left join by_exporter e on e.exporter_group = t.exporter_group
order by ledger.shipment_no
