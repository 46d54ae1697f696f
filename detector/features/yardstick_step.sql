-- family: yardstick_step
-- view: statistics
-- grain: one row per kind of yardstick, peers, month and step of a hundredth
-- looks: back
-- reads: ledger line_wording
-- column: kind [text] what is measured among which peers
-- column: peers [text] two words with a stroke between: heading and declared class, item, wording, wording and basis of the mass, or class and consignee's country
-- column: month_no [months] year times 12 plus month
-- column: step [hundredths] logarithm of the measure, rounded down
-- column: n [shipments] lines of that month whose logarithm lies in the step
-- column: total [ln] sum of their logarithms
with lines as (
    select l.month_no, l.hs6, coalesce(l.declared_class, '') as class, l.goods_class,
        l.consignee_country, coalesce(l.mass_basis, '') as basis, w.wording_id::varchar as wording,
        case when l.usd_per_piece > 0 then ln(l.usd_per_piece) end as per_piece,
        case when l.usd_per_kg > 0 then ln(l.usd_per_kg) end as per_kg,
        case when l.kg_per_piece > 0 then ln(l.kg_per_piece) end as weight,
        case when l.units > 0 and l.value_usd > 0 then l.item end as item,
        case when l.units > 0 and l.value_usd > 0 then ln(l.value_usd::double / l.units) end as per_unit,
        case when l.value_usd > 0 then ln(l.value_usd::double) end as size
    from ledger l left join line_wording w on w.shipment_no = l.shipment_no
    where l.is_computing
), told as (
    select 'heading value' as kind, hs6 as first, class as second, month_no, per_piece as size
    from lines where hs6 is not null
    union all select 'heading density', hs6, class, month_no, per_kg from lines where hs6 is not null
    union all select 'heading weight', hs6, class, month_no, weight from lines where hs6 is not null
    union all select 'item value', item, '', month_no, per_unit from lines where item is not null
    union all select 'wording value', wording, '', month_no, per_piece from lines
    where wording is not null
    union all select 'wording density', wording, basis, month_no, per_kg from lines
    where wording is not null
    union all select 'wording weight', wording, basis, month_no, weight from lines
    where wording is not null
    union all select 'line value', goods_class, consignee_country, month_no, size from lines
    where goods_class is not null and consignee_country is not null
)
select kind, first || '/' || second as peers, month_no, floor(size * 100)::integer as step,
    count(*) as n, sum(size::decimal(18, 9)) as total
from told where size is not null
group by kind, first || '/' || second, month_no, floor(size * 100)::integer
order by kind, peers, month_no, step
