-- family: build_out
-- view: movements
-- grain: one row per shipment
-- looks: back
-- reads: ledger party twin ref_accelerators ref_servers
-- column: ancillaries [ln] value of power, cooling, network, cable and storage goods that the consignee received in the 180 days up to this line, over that of its accelerators
--   odd: low
--   flag: R18
--   says: Power, cooling and network goods stand to accelerators as {value}; {typical} is usual.
--   innocent: They may be bought at home or by a contractor.
-- column: capacity_gap [ln] power of the accelerators received so far, less what was sent on, over the power that the consignee is said to operate; null where unknown
--   odd: high
--   flag: R18
--   says: Power that the accelerators received would draw, against what the site is said to have: {value}; {typical} is usual.
--   innocent: Goods may wait in a warehouse for a new building.
-- column: one_supplier [share] share of the consignee's accelerators of the 365 days up to this line that this exporter sent; null under three lines
--   odd: high
--   flag: R20
--   says: {value} of the consignee's accelerators came from this exporter; {typical} is usual.
--   innocent: Framework contracts name one supplier.
-- column: hollow [decades] value per kg under that of accelerator servers, for goods of a server's weight without accelerators, sent to a company that received accelerators in the year before; null otherwise
--   odd: high
--   flag: R04
--   says: Goods of a server's weight came at a value per kg {value} under accelerator servers', to a company that has them.
--   innocent: Chassis, storage and ordinary servers belong to every data centre.
with lines as (
    select ledger.*, coalesce(s.kw / nullif(s.accelerators, 0), a.watts * 0.0013, 0.9) * units as kw
    from ledger
    left join twin on twin.shipment_no = ledger.shipment_no and not twin.is_primary
    left join ref_servers s on s.id = ledger.item
    left join ref_accelerators a on a.id = ledger.item
    where twin.shipment_no is null
), received as (
    select shipment_no,
        sum(case when goods_class in ('power', 'cooling', 'network', 'cable', 'storage')
            then value_usd end) over half_year as ancillary_usd,
        sum(case when units > 0 then value_usd end) over half_year as accelerator_usd,
        sum(case when units > 0 then units::decimal(18, 3) end) over year_ as units_year,
        count(case when units > 0 then 1 end) over year_ as lines_year
    from lines where consignee_group is not null
    window half_year as (
        partition by consignee_group order by day_no range between 180 preceding and current row
    ), year_ as (
        partition by consignee_group order by day_no range between 365 preceding and current row
    )
), supplied as (
    select shipment_no, sum(units::decimal(18, 3)) over (
            partition by consignee_group, exporter_group order by day_no
            range between 365 preceding and current row
        ) as units_year
    from lines where units > 0 and consignee_group is not null and exporter_group is not null
), balances as (
    select company, day_no, sum(kw) over (
            partition by company order by day_no range between unbounded preceding and current row
        ) as kw
    from (
        select consignee_id as company, day_no, kw::decimal(18, 3) as kw from lines where units > 0
        union all
        select exporter_id, day_no, -kw::decimal(18, 3) from lines where units > 0
    ) moved where company is not null
), balance as (
    select company, day_no, max(kw) as kw from balances group by company, day_no
)
select ledger.shipment_no,
    case when l.units > 0 and r.accelerator_usd > 0 then ln((coalesce(r.ancillary_usd, 0)::double
        + 0.001 * r.accelerator_usd::double) / r.accelerator_usd::double) end as ancillaries,
    case when l.units > 0 and p.capacity_mw is not null and b.kw > 0
        then ln(b.kw::double / (1000 * greatest(p.capacity_mw, 0.01))) end as capacity_gap,
    case when r.lines_year >= 3 then su.units_year::double / r.units_year::double end as one_supplier,
    case when l.is_computing and l.units = 0 and l.kg_per_piece between 25 and 250
        and r.units_year > 0 and l.usd_per_kg > 0
        then greatest(3.28 - log10(l.usd_per_kg), 0) end as hollow
from ledger
left join lines l on l.shipment_no = ledger.shipment_no
left join received r on r.shipment_no = ledger.shipment_no
left join supplied su on su.shipment_no = ledger.shipment_no
left join party p on p.party_id = l.consignee_id
left join balance b on b.company = l.consignee_id and b.day_no = l.day_no
order by ledger.shipment_no
