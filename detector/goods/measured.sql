-- One row per shipment: what its words say, and what it counts, weighs and costs.
with codes as (
    select s.hs_code, h.goods_class as hs_class, h.is_computing as hs_computing,
        h.is_ambiguous as hs_ambiguous, h.usd_per_kg_low as hs_low, h.usd_per_kg_high as hs_high
    from (select distinct hs_code from shipments where hs_code is not null) s
    join ref_hs h on h.country is null and starts_with(s.hs_code, h.hs)
    qualify row_number() over (partition by s.hs_code order by length(h.hs) desc) = 1
),
counted as (
    select s.shipment_no, s.shipped_on, s.hs_code, s.eccn,
        coalesce(s.description, '') as description, coalesce(s.model, '') as model,
        coalesce(s.brand, '') as brand,
        case when s.quantity between 1e-6 and 1e12 then s.quantity end as quantity,
        case when s.gross_weight_kg between 1e-6 and 1e12
            then s.gross_weight_kg end as gross_kg,
        case when s.net_weight_kg between 1e-6 and 1e12
            then s.net_weight_kg end as net_kg,
        case when s.value_usd > 0 then s.value_usd::double end as usd,
        nullif(len(s.serial_numbers), 0) as n_serials,
        s.quantity_unit, s.currency is null as is_currency_assumed,
        case when s.quantity_unit is null then 'piece' else coalesce(u.kind, 'piece') end
            as unit_kind,
        s.quantity_unit is null or u.kind is null as is_assumed,
        u.factor
    from shipments s
    left join ref_quantity_units u on u.unit = lower(trim(s.quantity_unit))
),
told as (
    -- A fraction of a piece, or as many pieces without a unit as kilograms: it is a weight.
    select * replace (case when unit_kind in ('mass', 'package', 'measure') then unit_kind
        when quantity * coalesce(factor, 1) <> round(quantity * coalesce(factor, 1))
            or (quantity_unit is null and quantity > 1
                and (abs(quantity - net_kg) <= 0.005 * net_kg
                    or abs(quantity - gross_kg) <= 0.005 * gross_kg))
            then 'unclear' else unit_kind end as unit_kind)
    from counted
),
sized as (
    select *,
        case when unit_kind in ('mass', 'package', 'measure', 'unclear') then n_serials
            else coalesce(quantity * coalesce(factor, 1), n_serials) end::double as pieces,
        unit_kind not in ('mass', 'package', 'measure', 'unclear') and quantity is not null and is_assumed
            as pieces_assumed,
        coalesce(net_kg, gross_kg, case when unit_kind = 'mass' then quantity * factor end)
            as mass_kg,
        case when net_kg is not null then 'net' when gross_kg is not null then 'gross'
            when unit_kind = 'mass' and quantity is not null then 'net' end as mass_basis
    from told
)
select z.shipment_no, z.shipped_on, z.eccn, z.is_currency_assumed, z.unit_kind, z.pieces, z.pieces_assumed, z.mass_kg,
    z.mass_basis, z.usd,
    z.mass_kg / z.pieces as kg_per_piece,
    z.usd / z.mass_kg as usd_per_kg,
    z.usd / z.pieces as usd_per_piece,
    c.hs_class, c.hs_computing, c.hs_ambiguous, c.hs_low, c.hs_high, z.hs_code,
    r.* exclude (description, model, brand),
    z.description <> '' as has_description, z.description <> '' or z.model <> '' as has_words,
    coalesce(r.is_vague, false)
        or (r.is_silent and coalesce(c.hs_computing, true))
        or coalesce(nullif(r.words_class, ''), c.hs_class) in ('part', 'power', 'cable', 'cooling')
        as lightly_described,
    regexp_matches(upper(coalesce(z.eccn, '')), '3A090|4A090|[345][AD]\d{3}\.Z') as eccn_names
from sized z
left join codes c on c.hs_code = z.hs_code
join goods_reading r
    on r.description = z.description and r.model = z.model and r.brand = z.brand
order by z.shipment_no
