-- family: flow_pair
-- view: statistics
-- grain: one row per lane, product and period of which both countries publish statistics
-- looks: whole
-- reads: flow_cell
-- settings: least_usd
-- column: origin [alpha-2] who exports
-- column: destination [alpha-2] who imports
-- column: product [HS digits] product
-- column: period [month or year] period
-- column: period_no [months or years] its number
-- column: exported_usd [US dollars] what the exporter says it sent, as stated
-- column: re_exported_usd [US dollars] what the exporter says it sent on
-- column: imported_usd [US dollars] what the importer says it received
-- column: exported_kg [kg] net weight at the exporter
-- column: imported_kg [kg] net weight at the importer
-- column: exported_quantity [quantity_unit] quantity at the exporter
-- column: imported_quantity [quantity_unit] quantity at the importer, null where the units differ
-- Aggregates, the world and unspecified areas never come in: only lanes between two countries. A
-- side that is silent counts as nothing only in periods and products of which it publishes anything.
with cells as (
    select * from flow_cell
    where length(partner) = 2 and partner <> 'ZZ' and is_reconciled = 0
), covered as (
    select distinct reporter, product, period_no,
        case when flow in ('import', 're-import') then 'in' else 'out' end as side
    from flow_cell where is_reconciled = 0
), sent as (
    select reporter as origin, partner as destination, product, period, period_no,
        sum(case when flow = 'export' then value_usd else 0 end) as exported_usd,
        sum(case when flow = 're-export' then value_usd else 0 end) as re_exported_usd,
        max(case when flow = 'export' then net_weight_kg end) as exported_kg,
        max(case when flow = 'export' then quantity end) as exported_quantity,
        max(case when flow = 'export' then quantity_unit end) as exported_unit
    from cells where flow in ('export', 're-export')
    group by reporter, partner, product, period, period_no
), received as (
    select partner as origin, reporter as destination, product, period, period_no,
        value_usd as imported_usd, net_weight_kg as imported_kg, quantity as imported_quantity,
        quantity_unit as imported_unit
    from cells where flow = 'import'
), lanes as (
    select origin, destination, product, period, period_no from sent
    union
    select origin, destination, product, period, period_no from received
)
select lanes.origin, lanes.destination, lanes.product, lanes.period, lanes.period_no,
    coalesce(sent.exported_usd, 0) as exported_usd,
    coalesce(sent.re_exported_usd, 0) as re_exported_usd,
    coalesce(received.imported_usd, 0) as imported_usd,
    sent.exported_kg, received.imported_kg, sent.exported_quantity,
    case when sent.exported_unit = received.imported_unit then received.imported_quantity end
        as imported_quantity
from lanes
join covered out_ on out_.reporter = lanes.origin and out_.product = lanes.product
    and out_.period_no = lanes.period_no and out_.side = 'out'
join covered in_ on in_.reporter = lanes.destination and in_.product = lanes.product
    and in_.period_no = lanes.period_no and in_.side = 'in'
left join sent on sent.origin = lanes.origin and sent.destination = lanes.destination
    and sent.product = lanes.product and sent.period_no = lanes.period_no
left join received on received.origin = lanes.origin and received.destination = lanes.destination
    and received.product = lanes.product and received.period_no = lanes.period_no
where coalesce(sent.exported_usd, 0) + coalesce(sent.re_exported_usd, 0) >= $least_usd
    or coalesce(received.imported_usd, 0) >= $least_usd
order by lanes.origin, lanes.destination, lanes.product, lanes.period_no
