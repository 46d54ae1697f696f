-- One row per catalogue item and span of prices: what a piece weighs and costs at that time.
-- A card's carton and its share of the pallet may nearly double its weight.
with bodies as (
    select id, 'chip' as kind, goods_class, 1 as accelerators, true as always_filled, id as holds,
        kg_low * 0.9 as net_low, kg_high * 1.1 as net_high,
        kg_low as gross_low, kg_high * 1.9 + 0.2 as gross_high,
        tpp, control_row, maker || ' ' || name as title, is_common
    from ref_accelerators
    union all
    select id, kind, goods_class, accelerators, always_filled, split_part(accelerator_ids, '|', 1),
        net_kg_low * 0.9, net_kg_high * 1.1, net_kg_low * 0.95, gross_kg_high * 1.1,
        null, null, case when maker = 'any' then name else maker || ' ' || name end,
        is_common
    from ref_servers
)
select b.*, p.valid_from, coalesce(p.valid_to, date '9999-12-31') as valid_to,
    p.usd_low, p.usd_high, sqrt(p.usd_low * p.usd_high) as usd_mid,
    row_number() over (partition by b.id order by p.valid_from) = 1 as is_first
from bodies b join ref_prices p on p.item = b.id
order by b.id, p.valid_from
