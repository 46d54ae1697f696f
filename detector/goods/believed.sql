-- One row per shipment: what is declared, how sure weight and value are of something else, and
-- which of the two is believed.
with declared as (
    select m.* exclude (named_in), n.* exclude (shipment_no, is_accepted),
        f.* exclude (shipment_no),
        coalesce(n.is_accepted, false) as is_named,
        case when n.is_accepted then m.item end as declared_item,
        case when n.is_accepted then n.named_class
            when m.words_class <> '' then m.words_class
            when m.eccn_names then case when m.hs_class in ('server', 'computer')
                    then 'accelerator_server' when m.hs_class in ('bare_chip', 'cpu')
                    then 'bare_chip' else 'accelerator_card' end
            else m.hs_class end as declared_class,
        case when n.is_accepted then m.named_in
            when m.words_class <> '' then case when m.has_description then 'description'
                else 'model' end
            when m.eccn_names then 'eccn'
            when m.hs_class is not null then 'hs' else 'nothing' end as declared_by
    from goods_measured m
    left join goods_named n using (shipment_no)
    left join goods_implied f using (shipment_no)
),
classed as (
    select d.*, c.name as class_name, c.holds_accelerators as class_holds,
        c.is_computing as class_computing,
        case when d.declared_by = 'hs' then d.hs_low else c.usd_per_kg_low end as dense_low,
        case when d.declared_by = 'hs' then d.hs_high else c.usd_per_kg_high end as dense_high,
        c.kg_per_piece_low as class_kg_low, c.kg_per_piece_high as class_kg_high,
        c.usd_per_piece_high as class_usd_high,
        d.declared_by in ('model', 'description') and not d.is_named as by_words,
        coalesce(d.usd_per_kg between dense_low / case when by_words then 2 else 1 end
                and dense_high * case when by_words then 2 else 1 end
            and coalesce(d.kg_per_piece between class_kg_low / 2 and class_kg_high * 2, true)
            and coalesce(d.usd_per_piece <= class_usd_high * 2, true), false) as fits_class
    from declared d left join ref_goods_classes c on c.goods_class = d.declared_class
),
weighed as (
    select *,
        -- Where such values per kilogram are ordinary, they tell little.
        case when hs_computing then 1.0 when hs_class is null then 0.9
            when regexp_matches(hs_code, '^(28|29|30|38|71|88|90|91|93|97|8486|8525|8526)') then 0.3
            when usd_per_kg > 10 * hs_high then 0.9 else 0.5 end as place,
        case
            when (by_words or (declared_by = 'hs' and fit > 0.2)) and not coalesce(is_vague, false) and fits_class
                then 0
            -- Vague words under a heading that says enough: believed where little tells apart.
            when declared_by = 'hs' and not coalesce(hs_ambiguous, true) and fits_class and fit > 0.2 and fit < 0.75
                then 0
            -- Of the declared weight and far over its price: it may also be a slip in the value.
            when by_words and not coalesce(is_vague, false) and declared_class <> 'gaming_card'
                and kg_per_piece between class_kg_low / 2 and class_kg_high * 1.2 then 0.68
            -- Clear words and no currency: more likely money that is not dollars.
            when by_words and not coalesce(is_vague, false) and is_currency_assumed then 0.75
            when by_words and not coalesce(is_vague, false) then 0.9
            when declared_by = 'hs' and not coalesce(hs_ambiguous, true)
                and kg_per_piece between class_kg_low / 2 and class_kg_high * 1.2 then 0.8
            else 1.0 end as doubt
    from classed
),
implied as (
    select *,
        case when fit is null or is_named or doubt = 0 then null
            when fit <= 0.2 then case when lightly_described then fit * place end
            else least(0.95, place * doubt * (fit + case when eccn_names then 0.1
                when fit_class = 'gaming_card' and hs_code[:6] in ('847330', '847180') then 0.1
                when pieces % 8 = 0 then 0.03 else 0 end)) end as implied_sure
    from weighed
),
chosen as (
    select *,
        coalesce(implied_sure >= 0.55, false) as is_implied,
        not is_named and coalesce(class_holds, false) and not is_without
            and declared_by in ('model', 'description', 'eccn') as is_worded,
        coalesce(how, '') <> '' and not is_named and accelerator <> ''
            and declared_class = 'computer' as is_inside,
        -- 'Graphics card' without a model, of the weight and price of a catalogue card.
        by_words and declared_class = 'gaming_card' and fit_class = 'gaming_card'
            and coalesce(fits_both, false) as is_likely_card
    from implied
)
select c.* exclude (usd_low, usd_mid, usd_high, kg_low, kg_high, per_piece, kind, full_count),
    case when is_named then declared_item when is_implied or is_likely_card or (is_worded and fit > 0.2)
        then fit_item end as best_item,
    case when is_named then named_class when is_implied and not is_worded then fit_class
        else declared_class end as best_class,
    case when is_named then held when is_implied or is_likely_card or (is_worded and fit > 0.2)
        then p.holds when is_inside then accelerator end as best_held,
    case when is_named then c.per_piece when is_implied or is_likely_card then fit_accelerators
        when is_worded then case when count between 2 and 16 then count
            when declared_class = 'accelerator_server' then 8
            when declared_class = 'accelerator_rack' then 72
            when declared_class = 'accelerator_module' and kg_per_piece > 18 then 8
            else 1 end
        when is_inside then greatest(count, 1)
        else 0 end as per_piece,
    case when is_named then c.full_count else p.accelerators end as priced_count,
    case when is_named then c.usd_low else p.usd_low end as usd_low,
    case when is_named then c.usd_mid else p.usd_mid end as usd_mid,
    case when is_named then c.usd_high else p.usd_high end as usd_high,
    case when is_named then c.kg_low when c.mass_basis = 'net' then p.net_low else p.gross_low end
        as kg_low,
    case when is_named then c.kg_high when c.mass_basis = 'net' then p.net_high
        else p.gross_high end as kg_high,
    sqrt(kg_low * kg_high) as kg_mid,
    p.title as fit_title, t.title as named_title, a.tpp, a.control_row,
    is_named or is_implied or (is_worded and coalesce(hs_computing, true))
        or coalesce(hs_computing, class_computing, false) as is_computing
from chosen c
left join goods_profile p on p.id = c.fit_item and c.shipped_on between p.valid_from and p.valid_to
left join goods_profile t on t.id = c.declared_item and t.is_first
left join goods_profile a on a.is_first and a.id = case when is_named then held
    when is_implied or is_likely_card or (is_worded and fit > 0.2) then p.holds
    when is_inside then accelerator end
order by c.shipment_no
