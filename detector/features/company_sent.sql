-- family: company_sent
-- view: steps
-- grain: one row per computing shipment
-- looks: whole
-- reads: company_line company_near company_heading
-- column: shipment_no [number] the line
-- column: oddness [MADs] as company.exporter_oddness
-- column: disguise [0 to 1] as company.exporter_disguise
-- column: surprise [nats] as company.exporter_range
select l.shipment_no,
    case when s.n - case when l.oddness is null then 0 else 1 end >= 2
        then (s.oddness - coalesce(l.oddness, 0))::double
        / (s.n - case when l.oddness is null then 0 else 1 end) end as oddness,
    case when s.n_disguise - case when l.disguise is null then 0 else 1 end >= 2
        then (s.disguise - coalesce(l.disguise, 0))::double
        / (s.n_disguise - case when l.disguise is null then 0 else 1 end) end as disguise,
    case when h.all_sent > 3 then -ln((h.n_sent - 0.5) / (h.all_sent + 4.0)) end as surprise
from company_line l
left join company_near s on s.company = l.exporter_group and s.day_no = l.day_no
left join company_heading h on h.company = l.exporter_group and h.hs4 = l.hs4
order by l.shipment_no
