-- One row per shipment whose words name a catalogue item: how many accelerators one of its pieces
-- holds, how well weight and value agree with that, and whether the name is accepted.
with profiled as (
    select m.*, p.goods_class as item_class, p.kind, p.accelerators as full_count, p.always_filled,
        p.holds,
        -- A maker-less system costs what its chips cost, and the rest of a server.
        case when c.id is not null then p.accelerators * c.usd_low + 5000 else p.usd_low end
            as usd_low,
        case when c.id is not null then 1.2 * p.accelerators * c.usd_high + 20000
            else p.usd_high end as usd_high,
        case m.mass_basis when 'net' then p.net_low else p.gross_low end as kg_low,
        case m.mass_basis when 'net' then p.net_high else p.gross_high end as kg_high,
        case when m.count between 2 and 16 then m.count end as told_count
    from goods_measured m
    join goods_profile p on p.id = m.item and m.shipped_on <= p.valid_to
        and (m.shipped_on >= p.valid_from or p.is_first)
    left join goods_profile c on starts_with(m.item, 'generic-') and c.id = m.accelerator
        and m.shipped_on <= c.valid_to and (m.shipped_on >= c.valid_from or c.is_first)
    where m.item <> ''
),
piece as (
    select *, sqrt(usd_low * usd_high) as usd_mid,
        case
            -- Cards counted one by one though a system is named.
            when kind in ('server', 'rack', 'tray') and unit_kind in ('card', 'module')
                and coalesce(usd_per_piece < 0.5 * usd_low, true) then 1
            when kind <> 'chip'
                and kg_per_piece between 0.2 * kg_low / full_count and 0.5 * kg_low
                and usd_per_piece between 0.2 * usd_low / full_count
                    and 0.3 * usd_low * coalesce(told_count, full_count) / full_count
                then 1
            when kind = 'rack' then full_count
            when kind <> 'chip' then coalesce(told_count, full_count)
            -- Systems counted though only the chip in them is named.
            when unit_kind = 'server' and not coalesce(
                usd_per_piece < 2.4 * usd_low and kg_per_piece < 10, false)
                then coalesce(told_count, 8)
            when unit_kind = 'rack' then case when starts_with(item, 'gb') then 72 else 32 end
            when unit_kind = 'baseboard' then coalesce(told_count, 8)
            when told_count is null and starts_with(item_class, 'accelerator') then case
                when usd_per_piece / 8 between 0.6 * usd_low and 1.9 * usd_high
                    and kg_per_piece between 20 and 220 then 8
                when usd_per_piece / 72 between 0.5 * usd_low and 1.9 * usd_high
                    and kg_per_piece > 700 then 72
                else 1 end
            when told_count is null then 1
            -- '8x' beside a quantity: either each piece holds eight, or the line does.
            when usd_per_piece is not null then case
                when abs(ln(usd_per_piece / sqrt(usd_low * usd_high)))
                    <= abs(ln(usd_per_piece / sqrt(usd_low * usd_high) / told_count))
                    then 1 else told_count end
            when kg_per_piece is not null then case
                when kg_per_piece < 1.5 * kg_high then 1 else told_count end
            when pieces % told_count = 0 then 1
            else coalesce(told_count, 1) end as per_piece
    from profiled
),
banded as (
    select * replace (
            usd_low * scale as usd_low, usd_mid * scale as usd_mid,
            usd_high * scale * case when kind = 'chip' and per_piece > 1 then 1.25 else 1 end
                as usd_high,
            kg_low * case when kind <> 'chip' then least(scale, 1) else scale end as kg_low,
            case when kind = 'chip' and per_piece > 1 then 25 * per_piece
                else kg_high * greatest(scale, case when kind = 'chip' then 1 else scale end) end
                as kg_high)
    from (select *, case when kind = 'chip' then per_piece else per_piece / full_count end as scale
        from piece)
),
gauged as (
    select *,
        case when kg_per_piece is not null
            then greatest(ln(kg_low / kg_per_piece), ln(kg_per_piece / kg_high), 0) end as kg_off,
        case when usd_per_piece is not null
            then greatest(ln(0.6 * usd_low / usd_per_piece), ln(usd_per_piece / (1.7 * usd_high)), 0)
            end as usd_off
    from banded
),
agreed as (
    select *,
        coalesce(kg_off <= 0.35 and usd_off <= 0.35, false) as both_agree,
        coalesce(kg_off <= 0.35, false) or coalesce(usd_off <= 0.35, false) as one_agrees,
        coalesce(kg_off > 1 and usd_off > 1, false) as both_disagree,
        -- Weight and value agree with each other on another count: the count is the slip.
        case when kg_off > 1 and usd_off > 1 and pieces_by_usd >= 0.6
            and abs(ln(pieces_by_usd / pieces_by_kg)) < 0.8
            then greatest(round(sqrt(pieces_by_usd * pieces_by_kg)), 1) end as pieces_mended
    from (select *, usd / usd_mid as pieces_by_usd, mass_kg / sqrt(kg_low * kg_high) as pieces_by_kg
        from gauged)
)
select shipment_no, pieces_mended, kind, full_count, per_piece, kg_off, usd_off, both_agree, both_disagree,
    kg_low, kg_high, usd_low, usd_mid, usd_high,
    ln(case when kg_per_piece < kg_low then kg_per_piece / kg_low
        when kg_per_piece > kg_high then kg_per_piece / kg_high else 1 end) as weight_gap,
    case when accelerator <> '' then accelerator else holds end as held,
    case when is_accessory or is_without then both_agree
        when kind <> 'chip' and not always_filled and accelerator = ''
            then coalesce(usd_off <= 0.35, false)
        when eccn_names or both_agree or how = 'part number' then true
        when how = 'name' then coalesce(hs_computing, true) or one_agrees
        else coalesce(hs_computing, one_agrees) end as is_accepted,
    case when words_class = 'bare_chip' then words_class
        when kind = 'chip' then case
            when unit_kind = 'rack' or per_piece = 72 then 'accelerator_rack'
            when per_piece > 1 and (unit_kind = 'server' or kg_per_piece > 70)
                then 'accelerator_server'
            when per_piece > 1 and kg_per_piece > 16 then 'accelerator_module'
            else item_class end
        when per_piece = 1 and full_count > 1 then 'accelerator_module'
        when kind = 'baseboard' and (kg_per_piece > 75 or unit_kind = 'server')
            then 'accelerator_server'
        else item_class end as named_class
from agreed
order by shipment_no
