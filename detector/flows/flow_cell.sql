-- family: flow_cell
-- view: statistics
-- grain: one row per reporter, partner, flow, product and period of one publisher
-- looks: whole
-- reads: trade_flows files
-- settings: publisher yearly digits
-- column: reporter [alpha-2] who published the cell
-- column: partner [alpha-2, W00, X-... or ZZ] the other side
-- column: flow [import, export, re-export or re-import] direction of trade
-- column: product [HS digits] first digits of the code
-- column: period [month or year] as stated; years are made of twelve months where only months are stated
-- column: period_no [months or years] month of the calendar counted from year 0, or the year
-- column: value_usd [US dollars] value, each cell once
-- column: net_weight_kg [kg] net weight; null where a part of the cell states none
-- column: quantity [quantity_unit] quantity; null where a part of the cell states none or another unit
-- column: quantity_unit [unit] what quantity counts
-- column: is_reconciled [0 or 1] the publisher reconciled both sides
-- A total over modes, procedures or second partners excludes its parts; a code excludes what is
-- subdivided under it; one edition of the nomenclature per reporter and period; the latest file
-- of the publisher wins.
with stated as (
    select t.reporter, t.partner, t.flow, t.hs_code, t.period, t.value_usd, t.net_weight_kg,
        t.quantity, t.quantity_unit, t.file_id, t.line, t.mode, t.procedure,
        case when t.partner2 = 'W00' then null else t.partner2 end as partner2,
        case when upper(coalesce(t.classification, 'H')) like 'H%'
            then coalesce(t.classification, '') end as edition,
        case when coalesce(t.is_reconciled, false) then 1 else 0 end as is_reconciled
    from trade_flows t join files f on f.file_id = t.file_id
    where case when f.layout like 'canonical%' then f.source else f.layout end = $publisher
        and t.reporter is not null and t.partner is not null and t.reporter <> t.partner
        and length(t.reporter) = 2 and t.reporter <> 'ZZ'
        and t.value_usd >= 0 and length(t.hs_code) >= $digits
        and substring(t.hs_code, 1, 1) between '0' and '9'
), by_year as (
    select reporter, substring(period, 1, 4) as year_,
        max(case when length(period) = 4 then 1 else 0 end) as states_years,
        count(distinct case when length(period) = 7 then period end) as months
    from stated group by reporter, substring(period, 1, 4)
), periods as (
    select stated.*, case when $yearly = 1 then substring(stated.period, 1, 4) else stated.period end
        as span
    from stated join by_year
        on by_year.reporter = stated.reporter and by_year.year_ = substring(stated.period, 1, 4)
    where case when $yearly = 0 then length(stated.period) = 7
        when by_year.states_years = 1 then length(stated.period) = 4
        else by_year.months = 12 end
), latest as (
    select * from periods where edition is not null
    qualify row_number() over (
        partition by reporter, partner, flow, hs_code, period, edition, mode, procedure, partner2,
            quantity_unit
        order by file_id desc, line desc) = 1
), editions as (
    select * from latest
    qualify edition = max(edition) over (partition by reporter, period)
), parts as (
    select *, case when mode is null then 0 else 1 end + case when procedure is null then 0 else 2 end
        + case when partner2 is null then 0 else 4 end as parted
    from editions
), totals as (
    select * from parts
    qualify parted = min(parted) over (partition by reporter, partner, flow, hs_code, period)
), lengths as (
    select distinct length(hs_code) as n from totals
), above as (
    select distinct a.reporter, a.partner, a.flow, a.period, a.hs_code
    from totals a
    cross join lengths
    join totals b on b.reporter = a.reporter and b.partner = a.partner and b.flow = a.flow
        and b.period = a.period and b.hs_code = substring(a.hs_code, 1, lengths.n)
    where lengths.n < length(a.hs_code)
), once as (
    select totals.* from totals left join above on above.reporter = totals.reporter
        and above.partner = totals.partner and above.flow = totals.flow
        and above.period = totals.period and above.hs_code = totals.hs_code
    where above.hs_code is null
)
select reporter, partner, flow, substring(hs_code, 1, $digits) as product, span as period,
    case when $yearly = 1 then cast(span as integer)
        else cast(substring(span, 1, 4) as integer) * 12
            + cast(substring(span, 6, 2) as integer) end as period_no,
    cast(sum(value_usd) as decimal(20, 2)) as value_usd,
    case when count(case when net_weight_kg > 0 then 1 end) = count(*)
        then sum(cast(net_weight_kg as decimal(24, 3))) end as net_weight_kg,
    case when count(case when quantity > 0 then 1 end) = count(*)
        and count(quantity_unit) = count(*) and min(quantity_unit) = max(quantity_unit)
        then sum(cast(quantity as decimal(24, 3))) end as quantity,
    case when min(quantity_unit) = max(quantity_unit) and count(quantity_unit) = count(*)
        then min(quantity_unit) end as quantity_unit,
    max(is_reconciled) as is_reconciled
from once
group by reporter, partner, flow, substring(hs_code, 1, $digits), span
order by reporter, partner, flow, product, period_no
