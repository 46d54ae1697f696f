-- One row per shipment whose weight and value fit a catalogue item: the item that fits best.
-- Weight and value per piece are held against the bands of the day. Both fitting is strong;
-- value per kilogram alone (pieces unknown) is weaker; weight alone is a trace.
with candidates as (
    select id, goods_class, usd_low, usd_high, usd_mid, valid_from, valid_to, accelerators,
        net_low, net_high, gross_low, gross_high,
        case when usd_mid >= 150000 or (not is_system and usd_mid >= 6000) then 1.0
            when usd_mid >= 60000 then 0.75
            when usd_mid >= 3500 then 0.65 else 0.5 end as tells_apart
    from goods_profile
    where usd_high >= 1500 and always_filled and id not like 'generic-8gpu-pcie'
),
measured as (
    select shipment_no, shipped_on, pieces, mass_basis, kg_per_piece, usd_per_kg, usd_per_piece,
        mass_kg, usd
    from goods_measured
    where usd_per_kg is not null
        and (kg_per_piece is null or (kg_per_piece between 0.15 and 2200))
        and (usd_per_kg >= 300 or lightly_described)
),
held as (
    select m.shipment_no, c.id, c.goods_class, c.accelerators, c.tells_apart,
        coalesce(m.kg_per_piece between
            case m.mass_basis when 'net' then c.net_low else c.gross_low end and
            case m.mass_basis when 'net' then c.net_high else c.gross_high end, false) as kg_fits,
        coalesce(m.usd_per_piece between 0.7 * c.usd_low and 1.8 * c.usd_high, false) as usd_fits,
        m.pieces is null as no_pieces,
        m.usd_per_kg between
            0.8 * c.usd_low / case m.mass_basis when 'net' then c.net_high else c.gross_high end
            and 1.5 * c.usd_high / case m.mass_basis when 'net' then c.net_low else c.gross_low end
            as density_fits,
        m.usd >= 0.7 * c.usd_low as affords_one,
        case when m.pieces is null
            then abs(ln(m.usd_per_kg * sqrt(c.gross_low * c.gross_high) / c.usd_mid))
            else abs(ln(m.usd_per_piece / c.usd_mid))
                + 0.5 * abs(ln(m.kg_per_piece / sqrt(c.net_low * c.gross_high))) end as distance
    from measured m join candidates c on m.shipped_on between c.valid_from and c.valid_to
    where m.pieces is null or m.kg_per_piece between c.net_low and c.gross_high
),
weighed as (
    select *,
        case when kg_fits and usd_fits then 0.85 * tells_apart
            when no_pieces and density_fits and affords_one then 0.45 * tells_apart
            when kg_fits then 0.2 end as fit
    from held
)
select shipment_no, id as fit_item, goods_class as fit_class, accelerators as fit_accelerators, fit,
    kg_fits and usd_fits as both_fit
from weighed
where fit is not null
qualify row_number() over (partition by shipment_no order by fit desc, distance, id) = 1
order by shipment_no
