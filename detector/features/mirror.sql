-- family: mirror
-- view: routing
-- grain: one row per shipment
-- looks: whole
-- reads: ledger twin
-- settings: min_peers
-- column: never_arrived [share] share of the lane's export records that have an import record, where this export record has none; 0 where it has one; null for other records, for lines younger than 30 days and under min_peers
--   odd: high
--   flag: R12
--   says: The goods left and no arrival was recorded, though {value} of this lane's exports have one; {typical} is usual.
--   innocent: Records come late, are kept under another name, or combine several lots.
-- column: never_left [share] share of the lane's import records that have an export record, where this import record has none; 0 where it has one; null for other records, for lines younger than 30 days and under min_peers
--   odd: high
--   flag: R12
--   says: The goods arrived and no departure was recorded, though {value} of this lane's imports have one; {typical} is usual.
--   innocent: Records come late, are kept under another name, or combine several lots.
-- column: lane_records [shipments] how many records never_arrived or never_left rests on
--   odd: none
-- column: value_differs [ln] difference of value between the two records of the movement, either way; null without a counterpart
--   odd: high
--   flag: R27
--   says: The two records of the movement differ in value by {value}; {typical} is usual.
--   innocent: Freight and insurance stand in one of them only.
-- column: heading_differs [0 or 1] the two records of the movement state other HS headings; null without a counterpart
--   odd: high
--   flag: R31
--   says: The two records of the movement state other HS headings.
--   innocent: Two countries classify the same goods in their own way.
-- column: parties_differ [0 or 1] the two records of the movement state another exporter, consignee or end user; null without a counterpart
--   odd: high
--   flag: R25
--   says: The two records of the movement name other parties.
--   innocent: Spelling, agents and notify parties also differ.
-- column: destination_differs [0 or 1] the two records of the movement state other destinations; null without a counterpart
--   odd: high
--   flag: R12
--   says: The two records of the movement state other destinations.
--   innocent: A transit country is sometimes recorded as destination.
with lines as (
    select ledger.*, twin.twin_no, record_source = 'import-declaration' as on_import
    from ledger left join twin on twin.shipment_no = ledger.shipment_no
    where ledger.is_computing and ledger.record_source is not null
), last_day as (
    select max(day_no) - 30 as day_no from ledger
), lanes as (
    select exporter_country, consignee_country, record_source, count(*) as n, count(twin_no) as n_twin
    from lines group by exporter_country, consignee_country, record_source
)
select ledger.shipment_no,
    case when lanes.n >= $min_peers and l.day_no <= last_day.day_no and not l.on_import
        then case when l.twin_no is null then lanes.n_twin / lanes.n::double else 0 end
        end as never_arrived,
    case when lanes.n >= $min_peers and l.day_no <= last_day.day_no and l.on_import
        then case when l.twin_no is null then lanes.n_twin / lanes.n::double else 0 end
        end as never_left,
    lanes.n as lane_records,
    case when l.value_usd > 0 and t.value_usd > 0
        then abs(ln(l.value_usd::double / t.value_usd::double)) end as value_differs,
    case when l.hs4 is not null and t.hs4 is not null
        then case when l.hs4 <> t.hs4 then 1 else 0 end end as heading_differs,
    case when t.shipment_no is not null then case when l.exporter_group <> t.exporter_group
        or l.consignee_group <> t.consignee_group or l.end_user_group <> t.end_user_group
        then 1 else 0 end end as parties_differ,
    case when l.destination_country is not null and t.destination_country is not null
        then case when l.destination_country <> t.destination_country then 1 else 0 end
        end as destination_differs
from ledger
left join lines l on l.shipment_no = ledger.shipment_no
left join ledger t on t.shipment_no = l.twin_no
left join lanes on lanes.exporter_country = l.exporter_country
    and lanes.consignee_country = l.consignee_country and lanes.record_source = l.record_source
cross join last_day
order by ledger.shipment_no
