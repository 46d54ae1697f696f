-- family: balance_moves
-- view: statistics
-- grain: one row per country
-- looks: whole
-- reads: ledger twin
-- settings: as_of hold_days
-- column: country [alpha-2] country
-- column: arrived [accelerators] sent to it from abroad and no longer under way, each movement once
-- column: arrived_low [accelerators] the fewest that the lines can hold
-- column: arrived_high [accelerators] the most that the lines can hold
-- column: forwarded [accelerators] sent from it abroad
-- column: forwarded_low [accelerators] the fewest
-- column: forwarded_high [accelerators] the most
-- column: recent [accelerators] arrived within the days for which goods may lie in a warehouse
-- column: first_day [day] first arrival
-- column: lines [shipments] lines that it rests on
with moved as (
    select ledger.exporter_country as origin, ledger.consignee_country as destination,
        ledger.shipped_on, ledger.in_transit,
        cast(ledger.units as decimal(18, 3)) as units,
        cast(coalesce(ledger.units_low, ledger.units) as decimal(18, 3)) as units_low,
        cast(coalesce(ledger.units_high, ledger.units) as decimal(18, 3)) as units_high
    from ledger left join twin on twin.shipment_no = ledger.shipment_no
    where ledger.units > 0 and coalesce(twin.is_primary, true)
        and ledger.exporter_country is not null and ledger.consignee_country is not null
        and ledger.exporter_country <> ledger.consignee_country
        and ledger.shipped_on <= cast($as_of as date)
), ends as (
    select destination as country, units as arrived, units_low as arrived_low,
        units_high as arrived_high, 0 as forwarded, 0 as forwarded_low, 0 as forwarded_high,
        case when date_diff('day', shipped_on, cast($as_of as date)) <= $hold_days
            then units else 0 end as recent, shipped_on as arrived_on
    from moved where not in_transit
    union all
    select origin, 0, 0, 0, units, units_low, units_high, 0, null from moved
)
select country, cast(sum(arrived) as double) as arrived,
    cast(sum(arrived_low) as double) as arrived_low,
    cast(sum(arrived_high) as double) as arrived_high,
    cast(sum(forwarded) as double) as forwarded,
    cast(sum(forwarded_low) as double) as forwarded_low,
    cast(sum(forwarded_high) as double) as forwarded_high,
    cast(sum(recent) as double) as recent, min(arrived_on) as first_day, count(*) as lines
from ends
group by country
order by country
