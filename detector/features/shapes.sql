-- family: shapes
-- view: network
-- grain: one row per shipment
-- looks: back
-- reads: ledger
-- column: begins [yes] 1 for the first line of its parties, 0 for later ones; null for other goods
--   odd: none
-- column: common_customers [companies] most customers that the exporter and one fellow supplier of the consignee both took up within 30 days (bipartite); null for other goods and for parties that traded before
--   odd: none
-- column: shared_customers [companies] the same customers, added up over fellow suppliers, without the consignee; null for other goods and for parties that traded before
--   odd: none
-- column: fellow_suppliers [companies] suppliers that the consignee took up in the 30 days before, 12 at most (fan-in); null for other goods and for parties that traded before
--   odd: none
-- column: sharing_suppliers [companies] those of them with another customer in common; null for other goods and for parties that traded before
--   odd: none
-- column: common_suppliers [companies] most suppliers that the consignee and one fellow customer of the exporter both took up within 30 days (bipartite); null for other goods and for parties that traded before
--   odd: none
-- column: shared_suppliers [companies] the same suppliers, added up over fellow customers, without the exporter; null for other goods and for parties that traded before
--   odd: none
-- column: fellow_customers [companies] customers that the exporter took up in the 30 days before, 12 at most (fan-out); null for other goods and for parties that traded before
--   odd: none
-- column: sharing_customers [companies] those of them with another supplier in common; null for other goods and for parties that traded before
--   odd: none
-- column: ways [companies] most companies through which goods of one source reached the consignee within 30 days, all parties new to each other (scatter-gather); null where none did
--   odd: none
-- column: other_ways [companies] the same companies, added up over sources, without the exporter
--   odd: none
-- column: sources [lines] first lines that the exporter received in the 30 days up to this line, 12 at most (gather-scatter); null without
--   odd: none
-- column: gathered [accelerators] accelerators in those lines; null without
--   odd: none
-- column: last_source [days] days since the latest of those lines; null without
--   odd: none
-- column: same_lots [lines] how many of those lines carried as many accelerators, give or take an eighth; null without
--   odd: none
-- column: rounds [paths] two-leg paths from the consignee to the exporter of the 30 days up to this line, which closes them to a ring (cycle); null for other goods and for parties that traded before
--   odd: none
with lines as (
    select shipment_no, day_no, exporter_group, consignee_group, units::decimal(18, 3) as units,
        row_number() over (
            partition by exporter_group, consignee_group order by day_no, shipment_no
        ) as place
    from ledger
    where is_computing and units > 0 and exporter_group <> consignee_group
), placed as (
    select shipment_no, day_no, exporter_group, consignee_group, units,
        row_number() over (partition by consignee_group order by day_no, shipment_no) as sender_place,
        row_number() over (partition by exporter_group order by day_no, shipment_no) as buyer_place
    from lines where place = 1
), sender_pairs as (
    select n.shipment_no, n.day_no, least(n.exporter_group, o.exporter_group) as one, greatest(n.exporter_group, o.exporter_group) as other
    from placed n
    join placed o on o.consignee_group = n.consignee_group
        and o.sender_place between n.sender_place - 12 and n.sender_place - 1
    where n.day_no - o.day_no <= 30
), sender_met as (
    select shipment_no, count(*) over (
            partition by one, other order by day_no range between 30 preceding and current row
        ) as met
    from sender_pairs
), senders as (
    select shipment_no, max(met) as common_customers, sum(met - 1) as shared_customers, count(*) as fellow_suppliers,
        count(case when met > 1 then 1 end) as sharing_suppliers
    from sender_met group by shipment_no
), buyer_pairs as (
    select n.shipment_no, n.day_no, least(n.consignee_group, o.consignee_group) as one, greatest(n.consignee_group, o.consignee_group) as other
    from placed n
    join placed o on o.exporter_group = n.exporter_group
        and o.buyer_place between n.buyer_place - 12 and n.buyer_place - 1
    where n.day_no - o.day_no <= 30
), buyer_met as (
    select shipment_no, count(*) over (
            partition by one, other order by day_no range between 30 preceding and current row
        ) as met
    from buyer_pairs
), buyers as (
    select shipment_no, max(met) as common_suppliers, sum(met - 1) as shared_suppliers, count(*) as fellow_customers,
        count(case when met > 1 then 1 end) as sharing_customers
    from buyer_met group by shipment_no
), turns as (
    select shipment_no, day_no, exporter_group as hub, consignee_group as far, units,
        0 as came, 1 as asked
    from placed
    union all
    select shipment_no, day_no, consignee_group, exporter_group, units, sender_place, 0 from placed
), known as (
    select shipment_no, day_no, hub, far, units, asked, max(came) over (
            partition by hub order by day_no range between unbounded preceding and current row
        ) as arrivals
    from turns
), path as (
    select k.shipment_no, k.day_no, i.exporter_group as source, k.far as target,
        k.day_no - i.day_no as lag_days, i.units as received,
        case when abs(ln(k.units::double / i.units::double)) < 0.12 then 1 else 0 end as alike
    from known k
    join placed i on i.consignee_group = k.hub
        and i.sender_place between k.arrivals - 11 and k.arrivals
    where k.asked = 1 and k.day_no - i.day_no <= 30
), led as (
    select shipment_no, lag_days, alike, received, source, target, count(*) over (
            partition by source, target order by day_no range between 30 preceding and current row
        ) as ways
    from path
), ended as (
    select shipment_no, max(case when source <> target then ways end) as ways,
        sum(case when source <> target then ways - 1 end) as other_ways, count(*) as sources,
        sum(received) as gathered, min(lag_days) as last_source, sum(alike) as same_lots
    from led group by shipment_no
), ring as (
    select day_no, source, target, shipment_no, 1 as paths, 0 as asked
    from path where source <> target
    union all
    select day_no, consignee_group, exporter_group, shipment_no, 0, 1 from placed
), closed as (
    select shipment_no, asked, sum(paths) over (
            partition by source, target order by day_no range between 30 preceding and current row
        ) as rounds
    from ring
)
select ledger.shipment_no,
    case when l.place = 1 then 1 when l.place > 1 then 0 end as begins,
    s.common_customers,
    s.shared_customers,
    s.fellow_suppliers,
    s.sharing_suppliers,
    b.common_suppliers,
    b.shared_suppliers,
    b.fellow_customers,
    b.sharing_customers,
    e.ways,
    e.other_ways,
    e.sources,
    e.gathered,
    e.last_source,
    e.same_lots,
    c.rounds
from ledger
left join lines l on l.shipment_no = ledger.shipment_no
left join senders s on s.shipment_no = ledger.shipment_no
left join buyers b on b.shipment_no = ledger.shipment_no
left join ended e on e.shipment_no = ledger.shipment_no
left join closed c on c.shipment_no = ledger.shipment_no and c.asked = 1
order by ledger.shipment_no
