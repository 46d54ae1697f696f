-- One row per shipment: the best belief about its goods, how sure, and why.
with told as (
    select m.*, n.* exclude (shipment_no), f.* exclude (shipment_no),
        coalesce(n.is_accepted, false) as is_named,
        case when coalesce(n.is_accepted, false) then n.named_class
            when m.words_class <> '' then m.words_class end as told_class,
        h.name as class_name
    from goods_measured m
    left join goods_named n using (shipment_no)
    left join goods_implied f using (shipment_no)
    left join ref_goods_classes h on h.goods_class = m.words_class
),
declared as (
    select *,
        case when is_named then item end as declared_item,
        coalesce(told_class,
            case when eccn_names then case when hs_class in ('server', 'computer')
                then 'accelerator_server' when hs_class in ('bare_chip', 'cpu') then 'bare_chip'
                else 'accelerator_card' end end,
            hs_class) as declared_class,
        case when is_named then named_in when told_class is not null then 'description'
            when eccn_names then 'eccn' when hs_class is not null then 'hs' else 'nothing' end
            as declared_by
    from told
),
classed as (
    select d.*, c.holds_accelerators as class_holds, c.is_computing as class_computing,
        case when d.declared_by = 'hs' then d.hs_low else c.usd_per_kg_low end as typical_low,
        case when d.declared_by = 'hs' then d.hs_high else c.usd_per_kg_high end as typical_high,
        c.kg_per_piece_low as class_kg_low, c.kg_per_piece_high as class_kg_high,
        c.usd_per_piece_high as class_usd_high,
        d.declared_by = 'description' and not is_named as by_words
    from declared d left join ref_goods_classes c on c.goods_class = d.declared_class
),
weighed as (
    select *,
        case when hs_computing then 1.0 when hs_class is null then 0.8
            when substring(hs_code, 1, 2) in ('28', '29', '30', '38', '71', '88', '90', '91', '93', '97')
                or substring(hs_code, 1, 4) in ('8486', '8525', '8526') then 0.3
            when usd_per_kg > 10 * hs_high then 0.9 else 0.5 end as place_factor,
        case when by_words and not is_vague
                and usd_per_kg between typical_low / 2 and typical_high * 2
                and coalesce(kg_per_piece between class_kg_low / 2 and class_kg_high * 2, true)
                and coalesce(usd_per_piece <= class_usd_high * 2, true) then 0
            when declared_by = 'hs' and not is_vague and fit > 0.2
                and usd_per_kg between hs_low and hs_high
                and coalesce(kg_per_piece between class_kg_low / 2 and class_kg_high * 2, true)
                and coalesce(usd_per_piece <= class_usd_high * 2, true) then 0
            when by_words and not is_vague then 0.9 else 1.0 end as word_factor
    from classed
),
implied as (
    select *,
        case when fit is null or is_named then null
            when fit <= 0.2 and not lightly_described then null
            when word_factor = 0 then null
            when fit <= 0.2 then fit * place_factor
            else least(0.95, (fit + case when pieces % 8 = 0 then 0.03 else 0 end
                + case when eccn_names then 0.1 else 0 end) * place_factor * word_factor) end
            as implied_sure
    from weighed
),
believed as (
    select *,
        case when implied_sure is not null then fit_item end as implied_item,
        case when implied_sure is not null then fit_class end as implied_class,
        coalesce(implied_sure >= 0.5, false) as is_implied,
        not is_named and coalesce(class_holds, false) and not is_without
            and declared_by in ('description', 'eccn') as is_worded,
        case how when 'part number' then 0.97 when 'name' then 0.93 else 0.8 end
            + case when both_agree then 0.05 when both_disagree then -0.4
                when coalesce(kg_off > 1, false) or coalesce(usd_off > 1, false) then -0.12
                else 0 end
            - case when is_accessory or is_without then 0.25 else 0 end as named_sure
    from implied
),
settled as (
    select b.*,
        case when is_named then declared_item when is_implied or is_worded then implied_item end
            as best_item,
        case when is_named then named_class when is_worded and not is_implied then declared_class
            when is_implied then implied_class else declared_class end as best_class,
        case when is_named then held when is_implied then p.holds
            when accelerator <> '' and declared_class = 'computer' then accelerator end as best_held,
        case when is_named then accelerators_per_piece when is_implied then fit_accelerators
            when is_worded then case when count between 2 and 16 then count
                when declared_class = 'accelerator_server' then 8
                when declared_class = 'accelerator_rack' then 72
                when declared_class = 'accelerator_module' and kg_per_piece > 18 then 8 else 1 end
            when accelerator <> '' and declared_class = 'computer' then greatest(count, 1)
            else 0 end as per_piece,
        case when is_named then named_usd_mid when is_implied or is_worded then p.usd_mid end
            as piece_usd_mid,
        case when is_named then named_usd_low when is_implied or is_worded then p.usd_low end
            as piece_usd_low,
        case when is_named then named_usd_high when is_implied or is_worded then p.usd_high end
            as piece_usd_high,
        case when is_named then item_accelerators when is_implied or is_worded
            then p.accelerators end as item_accelerators_best,
        case when is_named then coalesce(kg_low * 0 + sqrt(kg_low * kg_high), null)
            when is_implied or is_worded then sqrt(p.net_low * p.gross_high) end as piece_kg_mid,
        p.title as implied_title,
        coalesce(hs_computing, class_computing, false) or is_named or is_implied
            or (is_worded and coalesce(hs_computing, true)) as computing
    from believed b
    left join goods_profile p on p.id = b.implied_item
        and b.shipped_on between p.valid_from and p.valid_to
),
counted as (
    select s.*, a.tpp, a.control_row, t.title as named_title,
        case when best_class = 'gaming_card' and a.tpp < 4320 then 0 else 1 end as counts,
        coalesce(pieces, usd / piece_usd_mid, mass_kg / piece_kg_mid) as pieces_told,
        case when is_named then least(0.99, named_sure) - case when pieces is null then 0.2 else 0 end
            when is_implied then implied_sure
            when is_worded then case when both_fit then 0.75 else 0.55 end
            when best_held is not null then 0.6
            when declared_by = 'description' and not is_vague then 0.9
            when declared_by = 'hs' then 0.5 else 0.3 end as belief
    from settled s
    left join goods_profile a on a.id = s.best_held and a.is_first
    left join goods_profile t on t.id = s.declared_item and t.is_first
),
united as (
    select *,
        case when not computing then null when per_piece = 0 or counts = 0 then 0
            else case when pieces is null then greatest(round(pieces_told), 1) else pieces_told end
                * per_piece end as units_told
    from counted
)
select shipment_no, pieces, coalesce(pieces_assumed, false) as pieces_assumed, mass_kg, mass_basis,
    kg_per_piece, usd_per_kg, usd_per_piece,
    declared_item, declared_class, declared_by,
    implied_item, implied_class, implied_sure,
    case when computing then best_item end as item,
    coalesce(case when computing then best_class end, 'other') as goods_class,
    units_told as units,
    case when units_told is null or units_told = 0 then units_told
        when belief < 0.8 then 0
        when pieces is null then usd / (1.5 * piece_usd_high) * per_piece
        else units_told end as units_low,
    case when units_told is null or units_told = 0 then units_told
        when pieces is null then greatest(units_told, usd / (0.7 * piece_usd_low) * per_piece)
        else units_told end as units_high,
    round(belief, 4) as sure,
    case
        when not computing then 'Neither words nor HS code name computing goods.'
        when is_named then
            case named_in when 'model' then 'The model' else 'The description' end || ' names '
            || named_title
            || case when both_agree then '; weight and value per piece agree'
                when both_disagree then '; weight and value per piece do not fit it'
                when coalesce(kg_off > 1, false) then '; the weight per piece does not fit it'
                when coalesce(usd_off > 1, false) then '; the value per piece does not fit it'
                when pieces is null then '; the count is estimated from the value'
                else '' end || '.'
        when is_implied then
            case when is_vague then 'The words are vague' when is_silent then 'No words tell the goods'
                else 'Declared as ' || coalesce(class_name, 'something else') end || '; '
            || case when pieces is null then printf('%.0f USD per kg fits ', usd_per_kg)
                else printf('%.2f kg and %.0f USD per piece fit ', kg_per_piece, usd_per_piece) end
            || implied_title || '.'
        when is_worded then 'The words name ' || coalesce(class_name, 'accelerators')
            || ' without a model.'
        when is_accessory and named_in <> '' then 'The words name an accessory or an empty system.'
        when implied_sure is not null then printf('Only %.2f kg per piece would fit ', kg_per_piece)
            || implied_title || '; a trace, no more.'
        when declared_by = 'description' then 'The words name ' || coalesce(class_name, 'other goods')
            || '.'
        when declared_by = 'hs' then 'Only the HS code tells the class.'
        else 'Nothing tells what the goods are.' end as why,
    round(log10(usd_per_kg / case when is_named
        then sqrt(named_usd_low * named_usd_high) / sqrt(kg_low * kg_high)
        else sqrt(typical_low * typical_high) end), 4) as density_gap,
    round(case when is_named then weight_gap
        when by_words and kg_per_piece > class_kg_high then ln(kg_per_piece / class_kg_high)
        when by_words and kg_per_piece < class_kg_low then ln(kg_per_piece / class_kg_low)
        when by_words and kg_per_piece is not null and class_kg_low is not null then 0 end, 4)
        as weight_gap,
    round(case when units_told > 0 and belief >= 0.5
        then ln(usd / units_told / (piece_usd_mid / item_accelerators_best)) end, 4) as price_gap,
    coalesce(computing and units_told > 0 and belief >= 0.6
        and (control_row in ('letter', 'note-2') or starts_with(control_row, '3A090')
            or (eccn_names and best_held is null)), false) as is_restricted,
    case when not no_words then is_vague end as is_vague,
    computing as is_computing,
    units_told * tpp / 15832 as h100e,
    best_held as accelerator
from united
order by shipment_no
