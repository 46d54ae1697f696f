-- family: price
-- view: price
-- grain: one row per shipment
-- looks: back
-- horizon: peer_days
-- reads: ledger
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
        case when usd_per_piece > 0 then ln(usd_per_piece) end as per_piece,
        case when usd_per_kg > 0 then ln(usd_per_kg) end as per_kg,
        case when kg_per_piece > 0 then ln(kg_per_piece) end as weight,
        case when units > 0 and value_usd > 0 then item end as item,
        case when units > 0 and value_usd > 0 then ln(value_usd::double / units) end as per_unit
    from ledger where is_computing
), ahead as (
    select unnest(range(1, $peer_days // 30 + 1)) as months
), seen as (
    select hs6, class, month_no + months as month_no, months <= 3 as recent, per_piece, per_kg, weight
    from measured cross join ahead where hs6 is not null
), middle as (
    select hs6, class, month_no,
        count(per_piece) as n, count(case when recent then per_piece end) >= $min_peers as enough,
        count(case when recent then per_piece end) as n_recent,
        median(per_piece) as value_all, median(case when recent then per_piece end) as value_recent,
        count(per_kg) as kg_n, count(case when recent then per_kg end) as kg_recent_n,
        median(per_kg) as kg_all, median(case when recent then per_kg end) as kg_recent,
        count(weight) as weight_n, count(case when recent then weight end) as weight_recent_n,
        median(weight) as weight_all, median(case when recent then weight end) as weight_recent
    from seen group by hs6, class, month_no
), centre as (
    select hs6, class, month_no,
        case when enough then n_recent else n end as value_peers,
        case when enough then value_recent else value_all end as value_mid,
        case when kg_recent_n >= $min_peers then kg_recent_n else kg_n end as density_peers,
        case when kg_recent_n >= $min_peers then kg_recent else kg_all end as density_mid,
        case when weight_recent_n >= $min_peers then weight_recent_n else weight_n end as weight_peers,
        case when weight_recent_n >= $min_peers then weight_recent else weight_all end as weight_mid
    from middle
), spread as (
    select hs6, class, month_no, value_peers, value_mid, density_peers, density_mid, weight_peers, weight_mid,
        greatest(median(abs(per_piece - value_mid)), 0.05) as value_mad,
        greatest(median(abs(per_kg - density_mid)), 0.05) as density_mad,
        greatest(median(abs(weight - weight_mid)), 0.05) as weight_mad
    from seen join centre using (hs6, class, month_no)
    group by hs6, class, month_no, value_peers, value_mid, density_peers, density_mid, weight_peers, weight_mid
), item_seen as (
    select item, month_no + months as month_no, per_unit
    from measured cross join ahead where item is not null and months <= 6
), item_middle as (
    select item, month_no, count(per_unit) as item_peers, median(per_unit) as item_mid
    from item_seen group by item, month_no
), item_spread as (
    select item, month_no, item_peers, item_mid,
        greatest(median(abs(per_unit - item_mid)), 0.05) as item_mad
    from item_seen join item_middle using (item, month_no)
    group by item, month_no, item_peers, item_mid
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
    case when value_peers >= $min_peers then (per_piece - value_mid) / value_mad end as value_gap,
    value_peers,
    case when density_peers >= $min_peers then (per_kg - density_mid) / density_mad end as density_gap,
    density_peers,
    case when weight_peers >= $min_peers then (weight - weight_mid) / weight_mad end as weight_gap,
    weight_peers,
    case when item_peers >= $min_peers then (per_unit - item_mid) / item_mad end as item_gap,
    item_peers,
    case when own_n >= $min_peers then own_step end as own_gap
from ledger
left join measured on measured.shipment_no = ledger.shipment_no
left join spread on spread.hs6 = measured.hs6 and spread.class = measured.class
    and spread.month_no = measured.month_no
left join item_spread on item_spread.item = measured.item and item_spread.month_no = measured.month_no
left join own on own.shipment_no = ledger.shipment_no
order by ledger.shipment_no
