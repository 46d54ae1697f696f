-- One row per shipment whose weight and value fit a catalogue item: the item that fits best.
-- Weight and value per piece are held against the bands of the day. Both fitting is strong; value
-- per kilogram alone, where pieces are not known, or per piece alone, where the weight is not, is
-- weaker, and tells most with vague words under a heading whose goods cost a fraction of it. Cards of
-- a few thousand dollars weigh and cost what FPGA cards and network adapters do (as remembered, these
-- reach 7,000 dollars): under that, weight and value count less. Weight alone is a trace.
with candidates as (
    select id, goods_class, accelerators, valid_from, valid_to, usd_low, usd_high, usd_mid,
        net_low, net_high, gross_low, gross_high,
        case when usd_mid >= 150000 or (kind = 'chip' and usd_mid >= 20000) then 1.0
            when kind = 'chip' and usd_mid >= 6000 then 0.9
            when kind <> 'chip' then 0.8
            when net_high < 0.6 then 0.6
            when usd_mid >= 3500 then 0.65
            else 0.62 end as tells_apart
    from goods_profile
    where usd_high >= 1500 and is_common
),
measured as (
    select m.*,
        coalesce((m.is_vague or m.is_silent) and m.hs_computing and m.usd_per_kg > 10 * m.hs_high,
            false) as dear_by_kg,
        coalesce((m.is_vague or m.is_silent) and m.hs_computing and m.mass_kg is null
            and m.usd_per_piece > 5 * c.usd_per_piece_high, false) as dear_by_piece
    from goods_measured m left join ref_goods_classes c on c.goods_class = m.hs_class
    where coalesce(kg_per_piece between 0.15 and 2200, true)
        and (usd_per_kg >= 300 or (usd_per_kg is not null and lightly_described) or dear_by_piece)
),
held as (
    select m.shipment_no, c.*, m.kg_per_piece, m.usd_per_piece, m.usd_per_kg,
        case m.mass_basis when 'net' then c.net_low else c.gross_low end as kg_low,
        case m.mass_basis when 'net' then c.net_high else c.gross_high end as kg_high,
        m.pieces is null as is_uncounted, m.usd, m.lightly_described,
        coalesce(c.usd_mid >= 3500 and m.usd_per_piece < 7000, false) as is_cheap,
        m.dear_by_kg, m.dear_by_piece
    from measured m join candidates c on m.shipped_on between c.valid_from and c.valid_to
    where m.pieces is null or m.dear_by_piece or m.kg_per_piece between c.net_low and c.gross_high
),
fitted as (
    select *,
        coalesce(kg_per_piece between kg_low and kg_high, false) as kg_fits,
        coalesce(usd_per_piece between 0.75 * usd_low and 1.8 * usd_high, false) as usd_fits,
        is_uncounted and usd >= 0.7 * usd_low
            and usd_per_kg between 0.8 * usd_low / kg_high and 1.5 * usd_high / kg_low
            as density_fits
    from held
),
weighed as (
    select *, case when kg_fits and usd_fits
                then 0.85 * tells_apart * case when is_cheap then 0.75 else 1 end
            when density_fits and dear_by_kg or dear_by_piece and usd_per_piece >= usd_low and usd_fits
                then 0.7 * tells_apart
            when density_fits then 0.45 * tells_apart
            when kg_fits and lightly_described and tells_apart >= 0.9 then 0.2 end as fit,
        coalesce(case when not is_uncounted
                then 0.5 * abs(ln(kg_per_piece / sqrt(kg_low * kg_high))) end, 0)
            + case when is_uncounted then abs(ln(usd_per_kg / (usd_mid / sqrt(kg_low * kg_high))))
                when usd_fits then abs(ln(usd_per_piece / usd_mid)) else 0 end as distance
    from fitted
)
select shipment_no, id as fit_item, goods_class as fit_class, accelerators as fit_accelerators,
    fit, kg_fits and usd_fits as fits_both
from weighed
where fit is not null
qualify row_number() over (partition by shipment_no order by fit desc, distance, id) = 1
order by shipment_no
