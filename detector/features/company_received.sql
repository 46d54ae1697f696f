-- family: company_received
-- view: steps
-- grain: one row per computing shipment
-- looks: whole
-- reads: company_line company_near company_heading
-- column: shipment_no [number] the line
-- column: oddness [MADs] as company.consignee_oddness
-- column: disguise [0 to 1] as company.consignee_disguise
-- column: to_ends [share] as company.consignee_to_ends
-- column: surprise [nats] as company.consignee_range
select l.shipment_no,
    case when r.n >= 2 then r.oddness::double / r.n end as oddness,
    case when r.n_disguise >= 2 then r.disguise::double / r.n_disguise end as disguise,
    case when l.asks_ends and r.n_ends >= 2 then r.to_ends / r.n_ends::double end as to_ends,
    case when h.all_received > 3
        then -ln((h.n_received - 0.5) / (h.all_received + 4.0)) end as surprise
from company_line l
left join company_near r on r.company = l.consignee_group and r.day_no = l.day_no
left join company_heading h on h.company = l.consignee_group and h.hs4 = l.hs4
order by l.shipment_no
