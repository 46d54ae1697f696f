-- One row per catalogue item and span of prices: what a piece weighs and costs at that time.
with bodies as (
    select id, goods_class, 1 as accelerators, false as is_system, true as always_filled, id as holds,
        kg_low * 0.9 as net_low, kg_high * 1.1 as net_high,
        kg_low as gross_low, kg_high * 1.9 + 0.2 as gross_high,
        tpp, control_row, maker || ' ' || name as title
    from ref_accelerators
    union all
    select s.id, s.goods_class, s.accelerators, true, s.always_filled,
        split_part(s.accelerator_ids, '|', 1), s.net_kg_low * 0.9, s.net_kg_high * 1.1,
        s.net_kg_low * 0.95, s.gross_kg_high * 1.1, null, null,
        case when s.maker = 'any' then s.name else s.maker || ' ' || s.name end
    from ref_servers s
)
select b.*, p.valid_from, coalesce(p.valid_to, date '9999-12-31') as valid_to,
    p.usd_low, p.usd_high, sqrt(p.usd_low * p.usd_high) as usd_mid,
    row_number() over (partition by b.id order by p.valid_from) = 1 as is_first
from bodies b join ref_prices p on p.item = b.id
order by b.id, p.valid_from
