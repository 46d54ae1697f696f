-- family: contents_line
-- view: goods
-- grain: one row per shipment
-- looks: whole
-- reads: ledger twin line_wording
-- column: day_no [days] as in ledger
-- column: exporter_group [number] as in ledger
-- column: consignee_group [number] as in ledger
-- column: is_second [true or false] the later record of a movement, which adds nothing to quantities
-- column: is_asked [true or false] the line names no accelerators and has a value, a weight or an exporter
-- column: way [0 to 3] stays in the country, goes abroad, stays in or goes to a D:5 country, Hong Kong or Macau
-- column: wording_id [number] lines described in the same words share it
-- column: hs6 [HS] first six digits
-- column: declared_class [text] as in ledger
-- column: is_vague [true or false] as in ledger
-- column: implied_sure [0 to 1] as in ledger
-- column: units [accelerators] as in ledger
-- column: pieces [pieces] as in ledger
-- column: value_usd [USD] value of the line
-- column: usd_per_piece [USD] value per piece
-- column: usd_per_kg [USD/kg] value per kg
-- column: kg_per_piece [kg] weight per piece
-- column: ln_price [ln USD] value per piece
-- column: ln_weight [ln kg] weight per piece
with told as (
    -- What one record of a movement leaves empty may stand in the other.
    select l.shipment_no, l.day_no, l.exporter_group, l.consignee_group,
        l.exporter_country, l.destination_country, l.to_embargoed, l.declared_class,
        l.is_vague, l.implied_sure, l.units,
        twin.shipment_no is not null and not twin.is_primary as is_second,
        coalesce(w.wording_id, ow.wording_id) as wording_id,
        coalesce(l.hs6, o.hs6) as hs6,
        coalesce(l.pieces, o.pieces) as pieces,
        coalesce(l.mass_kg, o.mass_kg) as mass_kg,
        coalesce(l.value_usd, o.value_usd) as value_usd,
        coalesce(l.usd_per_piece, o.usd_per_piece) as usd_per_piece,
        coalesce(l.usd_per_kg, o.usd_per_kg) as usd_per_kg,
        coalesce(l.kg_per_piece, o.kg_per_piece) as kg_per_piece
    from ledger l
    left join line_wording w on w.shipment_no = l.shipment_no
    left join twin on twin.shipment_no = l.shipment_no
    left join ledger o on o.shipment_no = twin.twin_no
    left join line_wording ow on ow.shipment_no = o.shipment_no
)
select shipment_no, day_no, exporter_group, consignee_group, is_second,
    (coalesce(units, 0) = 0 or implied_sure is not null)
        and (coalesce(value_usd > 0, false) or coalesce(mass_kg > 0, false)
            or exporter_group is not null) as is_asked,
    case when exporter_country <> destination_country then 1 else 0 end
        + case when to_embargoed then 2 else 0 end as way,
    wording_id, hs6, declared_class, is_vague, implied_sure, units, pieces, value_usd,
    usd_per_piece, usd_per_kg, kg_per_piece,
    case when usd_per_piece > 0 then ln(usd_per_piece) end as ln_price,
    case when kg_per_piece > 0 then ln(kg_per_piece) end as ln_weight
from told
order by shipment_no
