-- One row per shipment whose words name a catalogue item: how well weight and value agree, and
-- how many accelerators one of its pieces holds.
with profiled as (
    select m.*, p.goods_class as item_class, p.accelerators as item_accelerators, p.is_system,
        p.always_filled, p.holds, p.usd_low, p.usd_high, p.usd_mid,
        case m.mass_basis when 'net' then p.net_low else p.gross_low end as kg_low,
        case m.mass_basis when 'net' then p.net_high else p.gross_high end as kg_high
    from goods_measured m
    join goods_profile p on p.id = m.item and m.shipped_on <= p.valid_to
        and (m.shipped_on >= p.valid_from or p.is_first)
    where m.item <> ''
),
gauged as (
    select *,
        greatest(ln(kg_low / kg_per_piece), ln(kg_per_piece / kg_high), 0) as kg_off,
        greatest(ln(0.6 * usd_low / usd_per_piece), ln(usd_per_piece / (1.7 * usd_high)), 0)
            as usd_off
    from profiled
),
agreed as (
    select *,
        coalesce(kg_off <= 0.35, false) and coalesce(usd_off <= 0.35, false) as both_agree,
        coalesce(kg_off <= 0.35, false) or coalesce(usd_off <= 0.35, false) as one_agrees,
        coalesce(kg_off > 1, false) and coalesce(usd_off > 1, false) as both_disagree
    from gauged
),
accepted as (
    select *,
        case when is_accessory or is_without then both_agree
            when is_system and not always_filled and accelerator = ''
                then coalesce(usd_off <= 0.35, false)
            when eccn_names or both_agree then true
            when how in ('part number', 'name')
                then coalesce(hs_computing, true) or one_agrees or how = 'part number'
            else coalesce(hs_computing, one_agrees) end as is_accepted
    from agreed
),
per_piece as (
    select *,
        case
            when is_system and unit_kind in ('card', 'module') then 1
            when is_system and usd_per_piece < 0.3 * usd_low and kg_per_piece < 0.5 * kg_low
                then 1
            when is_system then case when count between 2 and 16 and item_class <>
                'accelerator_rack' then count else item_accelerators end
            when unit_kind = 'server' then case when count between 2 and 16 then count else 8 end
            when unit_kind = 'rack' then case when starts_with(item, 'gb') then 72 else 32 end
            when unit_kind = 'baseboard' then case when count between 2 and 16 then count
                else 8 end
            when count < 2 then case
                when usd_per_piece / 8 between 0.6 * usd_low and 1.9 * usd_high
                    and kg_per_piece between 20 and 220 and goods_class_told = 'accelerator' then 8
                when usd_per_piece / 72 between 0.5 * usd_low and 1.9 * usd_high
                    and kg_per_piece > 700 and goods_class_told = 'accelerator' then 72
                else 1 end
            when usd_per_piece is not null then case
                when abs(ln(usd_per_piece / usd_mid)) <= abs(ln(usd_per_piece / usd_mid / count))
                    then 1 else count end
            when kg_per_piece is not null then case when kg_off < 0.35 then 1 else count end
            when pieces = count or (pieces > count and pieces % count = 0) then 1
            else count end as accelerators_per_piece
    from (select *, case when item_class in ('accelerator_card', 'accelerator_module')
        then 'accelerator' else item_class end as goods_class_told from accepted)
)
select shipment_no, is_accepted, both_agree, one_agrees, both_disagree, kg_off, usd_off,
    kg_low, kg_high, usd_low as named_usd_low, usd_high as named_usd_high,
    usd_mid as named_usd_mid, is_system, item_accelerators, accelerators_per_piece,
    ln(case when kg_per_piece < kg_low then kg_per_piece / kg_low
        when kg_per_piece > kg_high then kg_per_piece / kg_high else 1 end) as weight_gap,
    case when words_class = 'bare_chip' then words_class
        when unit_kind = 'server' and not is_system then 'accelerator_server'
        when unit_kind = 'rack' and not is_system then 'accelerator_rack'
        when is_system and item_class = 'accelerator_module' and kg_per_piece > 70
            then 'accelerator_server'
        when is_system and accelerators_per_piece = 1 and item_accelerators > 1
            then 'accelerator_module'
        when not is_system and accelerators_per_piece = 72 then 'accelerator_rack'
        when not is_system and accelerators_per_piece = 8 and kg_per_piece > 45
            then 'accelerator_server'
        when not is_system and accelerators_per_piece > 1 and kg_per_piece > 16
            then 'accelerator_module'
        else item_class end as named_class,
    case when accelerator <> '' then accelerator else holds end as held
from per_piece
order by shipment_no
