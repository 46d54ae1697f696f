-- One row per shipment: the best belief about its goods, how sure, and why.
with sured as (
    select *,
        coalesce(case when is_named then pieces_mended end, pieces, pieces_guessed)
            * case when best_class = 'gaming_card' and tpp < 1600 then 0 else per_piece end
            as counted,
        case when is_named then least(0.99,
                case how when 'part number' then 0.97 when 'name' then 0.93 else 0.8 end
                + case when both_agree then 0.05 when pieces_mended is not null then -0.15
                    when both_disagree then -0.4
                    when coalesce(kg_off > 1, false) or coalesce(usd_off > 1, false) then -0.12
                    else 0 end
                - case when is_accessory or is_without then 0.25 else 0 end)
                - case when pieces is null then 0.2 else 0 end
            when is_worded then case when fits_both then 0.85 when fit > 0.2 then 0.65
                else 0.55 end
            when is_implied then implied_sure
            when is_inside then 0.6
            when is_likely_card then 0.55
            when declared_by in ('model', 'description') and not is_vague then 0.9
            when declared_by = 'hs' then 0.5
            else 0.3 end as belief
    from (
        -- Without pieces: as many as value and weight make likely, each as far as it tells.
        select *, greatest(1, round(exp(
                (coalesce(ln(usd / usd_mid) * usd_tells, 0) + coalesce(ln(mass_kg / kg_mid) * kg_tells, 0))
                / nullif(case when usd is null then 0 else usd_tells end
                    + case when mass_kg is null then 0 else kg_tells end, 0)))) as pieces_guessed
        from (select *, 1 / ln(1.1 * usd_high / usd_low) ** 2 as usd_tells,
            1 / ln(1.1 * kg_high / kg_low) ** 2 as kg_tells from goods_believed)
    )
),
united as (
    select *, case when not is_computing then null when per_piece = 0 then 0 else counted end
        as told_units
    from sured
)
select shipment_no, pieces, pieces_assumed, mass_kg, mass_basis,
    kg_per_piece, usd_per_kg, usd_per_piece,
    declared_item, declared_class, declared_by,
    case when implied_sure is not null then fit_item end as implied_item,
    case when implied_sure is not null then fit_class end as implied_class,
    implied_sure::double as implied_sure,
    case when is_computing then best_item end as item,
    case when is_computing then coalesce(best_class, 'other') else 'other' end as goods_class,
    told_units::double as units,
    case when told_units is null or belief >= 0.8 and pieces is not null then told_units
        when belief < 0.8 then 0
        else least(told_units, usd / (1.5 * usd_high) * per_piece) end::double as units_low,
    case when told_units > 0 and pieces is null
        then greatest(told_units, coalesce(usd / (0.7 * usd_low) * per_piece, 0))
        else told_units end::double as units_high,
    round(belief, 4)::double as sure,
    case when not is_computing then 'Neither words nor HS code name computing goods.'
        when is_named then case declared_by when 'model' then 'The model' else 'The description' end
            || ' names ' || named_title
            || case when pieces is null then '; the count is estimated from value and weight'
                when both_agree then '; weight and value per piece agree'
                when pieces_mended is not null
                    then '; weight and value agree on another count, which is taken'
                when both_disagree then '; weight and value per piece do not fit it'
                when kg_off > 1 then '; the weight per piece does not fit it'
                when usd_off > 1 then '; the value per piece does not fit it'
                else '' end || '.'
        when is_implied then case when is_vague then 'The words are vague'
                when is_silent then 'No words tell the goods'
                else 'Declared as ' || class_name end || '; '
            || case when pieces is null then printf('%.0f USD per kg fits ', usd_per_kg)
                when kg_per_piece is null then printf('%.0f USD per piece fits ', usd_per_piece)
                else printf('%.2f kg and %.0f USD per piece fit ', kg_per_piece, usd_per_piece) end
            || fit_title || '.'
        when is_worded then case declared_by when 'eccn' then 'The ECCN' else 'The wording' end
            || ' stands for ' || class_name || '; no model is named.'
        when is_likely_card then printf('A graphics card; %.2f kg and %.0f USD per piece fit ',
            kg_per_piece, usd_per_piece) || fit_title || '.'
        when is_inside then 'The words name an accelerator inside a computer.'
        when implied_sure is not null and pieces is null
            then printf('Only %.0f USD per kg would fit ', usd_per_kg) || fit_title || '; a trace.'
        when implied_sure is not null
            then printf('Only %.2f kg per piece would fit ', kg_per_piece) || fit_title
                || '; a trace.'
        when is_accessory then 'The words name an accessory or an empty system.'
        when declared_by in ('model', 'description') then 'The words name ' || class_name || '.'
        when declared_by = 'hs' then 'Only the HS code tells the class: ' || class_name || '.'
        else 'Nothing tells what the goods are.' end as why,
    round(log10(usd_per_kg / case when is_named then usd_mid / kg_mid
        else sqrt(dense_low * dense_high) end), 4) as density_gap,
    round(case when is_named then weight_gap
        when by_words then ln(case when kg_per_piece < class_kg_low then kg_per_piece / class_kg_low
            when kg_per_piece > class_kg_high then kg_per_piece / class_kg_high
            when kg_per_piece is not null and class_kg_low is not null then 1 end) end, 4)
        as weight_gap,
    round(case when told_units > 0 and pieces is not null and best_item is not null
        then ln(usd / told_units / (usd_mid / case when is_named then per_piece
            else priced_count end)) end, 4) as price_gap,
    coalesce(told_units > 0 and belief >= 0.6 and (control_row in ('letter', 'note-2')
        or starts_with(control_row, '3A090') or (eccn_names and control_row is null)), false)
        as is_restricted,
    case when has_words then is_vague end as is_vague,
    is_computing,
    case when told_units = 0 then 0 else told_units * tpp / 15832 end::double as h100e,
    best_held as accelerator,
    coalesce(is_strange_brand and fits_both and fit_class <> 'gaming_card' and not is_named
        and (is_implied or is_worded), false) as is_unknown_brand
from united
order by shipment_no
