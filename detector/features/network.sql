-- family: network
-- view: statistics
-- grain: one row per shipment
-- looks: back
-- horizon: 130
-- reads: ledger
-- column: new_suppliers [companies] suppliers of accelerators that the consignee took up in the 60 days up to this line (first line ever, or first for 60 days)
--   odd: high
--   flag: R20
--   says: Within 60 days {value} suppliers of accelerators were taken up; {typical} is usual.
--   innocent: A tender splits an order among suppliers.
-- column: new_customers [companies] customers of accelerators that the exporter took up in the 60 days up to this line
--   odd: high
--   flag: R20
--   says: Within 60 days {value} customers of accelerators were taken up; {typical} is usual.
--   innocent: A product launch also does so.
-- column: both_ways [ln] accelerators that the consignee sent on in the 90 days up to this line, over those that it received
--   odd: high
--   flag: R12
--   says: The consignee sends on accelerators as it receives them: {value}; {typical} is usual.
--   innocent: Distributors do.
with lines as (
    select shipment_no, day_no, exporter_group, consignee_group, consignee_country,
        units::decimal(18, 3) as units
    from ledger where is_computing and units > 0
), paced as (
    select *,
        case when day_no - lag(day_no) over (
            partition by exporter_group, consignee_group order by day_no, shipment_no) <= 60
            then 0 else 1 end as taken_up
    from lines where exporter_group is not null and consignee_group is not null
), counted as (
    select shipment_no,
        sum(taken_up) over (
            partition by consignee_group order by day_no range between 60 preceding and current row
        ) as new_suppliers,
        sum(taken_up) over (
            partition by exporter_group order by day_no range between 60 preceding and current row
        ) as new_customers
    from paced
), flows as (
    select consignee_group as company, day_no, units as received, 0 as sent from lines
    union all select exporter_group, day_no, 0, units from lines
), turnover as (
    select distinct company, day_no,
        sum(received) over quarter_ as received, sum(sent) over quarter_ as sent
    from flows where company is not null
    window quarter_ as (
        partition by company order by day_no range between 90 preceding and current row
    )
)
select ledger.shipment_no, c.new_suppliers, c.new_customers,
    case when l.units > 0 and t.received > 0
        then ln((1 + t.sent::double) / (1 + t.received::double)) end as both_ways
from ledger
left join lines l on l.shipment_no = ledger.shipment_no
left join counted c on c.shipment_no = ledger.shipment_no
left join turnover t on t.company = l.consignee_group and t.day_no = l.day_no
order by ledger.shipment_no
