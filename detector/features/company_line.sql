-- family: company_line
-- view: steps
-- grain: one row per computing shipment
-- looks: whole
-- reads: ledger wording disguise
-- column: shipment_no [number] the line
-- column: day_no [days] when it was shipped
-- column: exporter_group [company] who sends it
-- column: consignee_group [company] who receives it
-- column: hs4 [heading] what it is declared as
-- column: oddness [MADs] distance of weight or value from what the words lead to expect, at most 10
-- column: disguise [0 to 1] accelerators of the exporter that are unaccounted for, times how alike the weight is
-- column: to_ends [0/1] whether it goes to a D:5 country, Hong Kong or Macau; null where it stays in the country
-- column: asks_ends [true/false] whether it has accelerators and goes elsewhere
select l.shipment_no, l.day_no, l.exporter_group, l.consignee_group, l.hs4,
    case when greatest(abs(w.weight_gap), abs(w.value_gap)) > 10 then 10
        else greatest(abs(w.weight_gap), abs(w.value_gap)) end::decimal(8, 6) as oddness,
    (d.unaccounted / (1 + 3 * d.unlikeness))::decimal(8, 6) as disguise,
    case when l.exporter_country <> l.destination_country
        then case when l.to_embargoed then 1 else 0 end end as to_ends,
    l.units > 0 and not l.to_embargoed as asks_ends
from ledger l
left join wording w on w.shipment_no = l.shipment_no
left join disguise d on d.shipment_no = l.shipment_no
where l.is_computing
order by l.shipment_no
