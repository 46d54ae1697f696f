-- family: price
-- view: price
-- grain: one row per shipment
-- looks: back
-- horizon: peer_days
-- reads: ledger yardstick
-- settings: min_peers peer_days
-- column: value_gap [MADs] log value per piece minus the median of peers with the same HS6 and declared class in earlier months; the last three months where they hold enough peers, else all of peer_days; null under min_peers
--   odd: both
--   flag: R27
--   says: Value per piece lies {value} {unit} from {peers} peers with the same heading; {typical} is usual.
--   innocent: Used goods, samples, repairs and transfer prices also look so.
-- column: value_peers [shipments] how many peers value_gap rests on
--   odd: none
-- column: density_gap [MADs] log value per kg minus the median of the same peers; null under min_peers
--   odd: high
--   flag: R27
--   says: Value per kg lies {value} {unit} from {peers} peers with the same heading; {typical} is usual.
--   innocent: One heading holds cheap and costly goods; a new model also looks so.
-- column: density_peers [shipments] how many peers density_gap rests on
--   odd: none
-- column: weight_gap [MADs] log weight per piece minus the median of the same peers; null under min_peers
--   odd: high
--   flag: R11
--   says: Weight per piece lies {value} {unit} from {peers} peers with the same heading; {typical} is usual.
--   innocent: Heavier packing, pallets or mixed freight also look so.
-- column: weight_peers [shipments] how many peers weight_gap rests on
--   odd: none
-- column: item_gap [MADs] log value per accelerator minus the median of earlier lines with the same item; null under min_peers or without a known item
--   odd: both
--   flag: R27
--   says: Value per accelerator lies {value} {unit} from {peers} lines of the same model; {typical} is usual.
--   innocent: Used or decommissioned goods, volume discounts and transfer prices also look so.
-- column: item_peers [shipments] how many lines item_gap rests on
--   odd: none
-- column: own_gap [ln] log value per piece minus the mean of the exporter's own lines with the same HS6 and declared class in the peer_days before; null under min_peers
--   odd: high
--   flag: R27
--   says: Value per piece lies {value} from what this exporter usually states for the heading.
--   innocent: Another model under the same heading also looks so.
with measured as (
    select shipment_no, day_no, month_no, hs6, coalesce(declared_class, '') as class, exporter_group,
        hs6 || '/' || coalesce(declared_class, '') as peers,
        case when usd_per_piece > 0 then ln(usd_per_piece) end as per_piece,
        case when usd_per_kg > 0 then ln(usd_per_kg) end as per_kg,
        case when kg_per_piece > 0 then ln(kg_per_piece) end as weight,
        case when units > 0 and value_usd > 0 then item end as item,
        case when units > 0 and value_usd > 0 then ln(value_usd::double / units) end as per_unit
    from ledger where is_computing
), own as (
    select shipment_no, per_piece - avg(per_piece::decimal(18, 6)) over before as own_step,
        count(per_piece) over before as own_n
    from measured where per_piece is not null and exporter_group is not null
    window before as (
        partition by exporter_group, hs6, class order by day_no
        range between $peer_days preceding and 1 preceding
    )
)
select ledger.shipment_no,
    case when v.n >= $min_peers then (m.per_piece - v.middle) / v.spread end as value_gap,
    v.n as value_peers,
    case when d.n >= $min_peers then (m.per_kg - d.middle) / d.spread end as density_gap,
    d.n as density_peers,
    case when w.n >= $min_peers then (m.weight - w.middle) / w.spread end as weight_gap,
    w.n as weight_peers,
    case when i.n >= $min_peers then (m.per_unit - i.middle) / i.spread end as item_gap,
    i.n as item_peers,
    case when own_n >= $min_peers then own_step end as own_gap
from ledger
left join measured m on m.shipment_no = ledger.shipment_no
left join yardstick v on v.kind = 'heading value' and v.peers = m.peers and v.month_no = m.month_no
left join yardstick d on d.kind = 'heading density' and d.peers = m.peers and d.month_no = m.month_no
left join yardstick w on w.kind = 'heading weight' and w.peers = m.peers and w.month_no = m.month_no
left join yardstick i on i.kind = 'item value' and i.peers = m.item || '/' and i.month_no = m.month_no
left join own on own.shipment_no = ledger.shipment_no
order by ledger.shipment_no
