-- family: flow_lane
-- view: statistics
-- grain: one row per lane, product and period
-- looks: whole
-- reads: flow_cell
-- column: origin [alpha-2] who exports
-- column: destination [alpha-2] who imports
-- column: product [HS digits] product
-- column: period_no [months or years] number of the period
-- column: amount [US dollars] what moved, by the exporter's statistics, else by the importer's
-- column: teller [alpha-2] whose statistics they are
with told as (
    select reporter as origin, partner as destination, product, period_no, value_usd,
        reporter as teller, 1 as by_exporter
    from flow_cell where flow = 'export' and length(partner) = 2 and partner <> 'ZZ'
    union all
    select partner, reporter, product, period_no, value_usd, reporter, 0
    from flow_cell where flow = 'import' and length(partner) = 2 and partner <> 'ZZ'
), publishing as (
    select distinct teller, product, by_exporter from told
), chosen as (
    select told.* from told
    left join publishing p on p.teller = told.origin and p.product = told.product
        and p.by_exporter = 1
    where told.by_exporter = 1 or p.teller is null
)
select origin, destination, product, period_no, sum(value_usd) as amount, max(teller) as teller
from chosen
group by origin, destination, product, period_no
order by origin, destination, product, period_no
