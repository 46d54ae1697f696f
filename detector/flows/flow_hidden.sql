-- family: flow_hidden
-- view: statistics
-- grain: one row per reporter, product and period
-- looks: whole
-- reads: flow_cell
-- column: reporter [alpha-2] who publishes
-- column: product [HS digits] product
-- column: period_no [months or years] number of the period
-- column: sent_usd [US dollars] sent to named countries, re-exports included
-- column: sent_unnamed_usd [US dollars] sent to areas not specified, free zones, bunkers and special categories
-- column: sent_elsewhere_usd [US dollars] what the world total holds beyond both; countries outside the file too
-- column: received_usd [US dollars] received from named countries
-- column: received_unnamed_usd [US dollars] received from such areas
-- column: re_exported_usd [US dollars] sent on to named countries, as far as stated
with sums as (
    select reporter, product, period_no,
        sum(case when length(partner) = 2 and partner <> 'ZZ' and flow = 'export' then value_usd
            else 0 end) as sent_usd,
        sum(case when partner in ('ZZ', 'X-SPECIAL', 'X-FREE-ZONES', 'X-BUNKERS') and flow = 'export' then value_usd else 0 end) as sent_zz,
        sum(case when partner = 'W00' and flow = 'export' then value_usd else 0 end) as sent_world,
        sum(case when length(partner) = 2 and partner <> 'ZZ' and flow = 'import' then value_usd
            else 0 end) as received_usd,
        sum(case when partner in ('ZZ', 'X-SPECIAL', 'X-FREE-ZONES', 'X-BUNKERS') and flow = 'import' then value_usd else 0 end) as received_zz,
        sum(case when length(partner) = 2 and partner <> 'ZZ' and flow = 're-export' then value_usd
            else 0 end) as re_exported_usd
    from flow_cell where is_reconciled = 0
    group by reporter, product, period_no
)
select reporter, product, period_no, sent_usd,
    sent_zz as sent_unnamed_usd, greatest(sent_world - sent_usd - sent_zz, 0) as sent_elsewhere_usd,
    received_usd, received_zz as received_unnamed_usd, re_exported_usd
from sums
order by reporter, product, period_no
