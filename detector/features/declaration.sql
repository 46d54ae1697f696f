-- family: declaration
-- view: goods
-- grain: one row per shipment
-- looks: back
-- reads: ledger
-- settings: min_peers peer_days
-- column: density [decades] value per kg over what is typical of the declared goods
--   odd: high
--   flag: R27
--   says: Value per kg lies {value} above what the declared goods usually cost; {typical} is usual.
--   innocent: One heading holds cheap and costly goods.
-- column: thin_density [decades] value per kg under what is typical of the declared goods
--   odd: high
--   flag: R27
--   says: Value per kg lies {value} below what the declared goods usually cost; {typical} is usual.
--   innocent: Used goods, repairs and heavy packing also look so.
-- column: weight [ln] weight per piece against the named item, either way
--   odd: high
--   flag: R11
--   says: Weight per piece is {value} off the named item's weight; {typical} is usual.
--   innocent: Pallets and bundles also weigh more.
-- column: cheap [ln] value per accelerator under the catalogue's price of that day
--   odd: high
--   flag: R27
--   says: Value per accelerator lies {value} below the catalogue's price; {typical} is usual.
--   innocent: Used goods, warranty replacements and transfer prices also look so.
-- column: dear [ln] value per accelerator over the catalogue's price of that day
--   odd: high
--   flag: R27
--   says: Value per accelerator lies {value} above the catalogue's price; {typical} is usual.
--   innocent: Scarcity and full configurations also cost more.
-- column: hidden [0 to 1] how surely weight and value are those of accelerators though the declaration names other goods
--   odd: high
--   flag: R31
--   says: Weight and value per piece fit accelerators ({value} sure), but the declaration names other goods.
--   innocent: Switches, processors and full servers can weigh and cost the same.
-- column: vague [0 to 1] the description is vague, weighed by how surely weight and value are those of accelerators
--   odd: high
--   flag: R31
--   says: A vague description goes with the weight and value of accelerators ({value} sure).
--   innocent: Clerks write short; part lists are often attached.
-- column: understated [0 or 1] an export control number is stated, but not one of accelerators, for goods of a restricted kind; null where none is stated
--   odd: high
--   flag: R31
--   says: The stated export control number does not belong to goods of this kind.
--   innocent: The model may lie below the threshold.
-- column: brand_lines [ln lines] earlier lines with this brand, for goods with accelerators; null without a brand and in the first 90 days of the records
--   odd: low
--   flag: R31
--   says: The brand stood on few earlier lines ({value} as ln); {typical} is usual.
--   innocent: White-label makers also start small.
-- column: brand_fit [nats] how unexpected the item is under this brand, over the peer_days before; null under min_peers lines of the item
--   odd: high
--   flag: R31
--   says: This item seldom carries this brand: {value}; {typical} is usual.
--   innocent: Board partners and white-label makers also sell it.
-- column: heading_surprise [nats] how unexpected the HS heading is for goods of this class, over the peer_days before; null under min_peers
--   odd: high
--   flag: R31
--   says: Goods of this class seldom stand under this heading: {value}; {typical} is usual.
--   innocent: The headings of cards, modules and servers are disputed.
-- column: heading_switch [share] share of the pair's earlier lines of this goods class that stood under another heading; null under three lines
--   odd: high
--   flag: R31
--   says: {value} of the earlier lines between these parties stood under another heading; {typical} is usual.
--   innocent: Classification is sometimes corrected.
with lines as (
    select *, declared_class in ('accelerator_card', 'accelerator_module', 'accelerator_server',
            'accelerator_rack', 'bare_chip', 'gaming_card') as told_accelerator,
        implied_class in ('accelerator_card', 'accelerator_module', 'accelerator_server',
            'accelerator_rack', 'bare_chip') as implied_accelerator,
        coalesce(item, goods_class) as article
    from ledger where is_computing
), opening as (
    select min(day_no) + 90 as day_no from ledger
), branded as (
    select shipment_no, count(*) over before as n_brand
    from lines where brand is not null and units > 0
    window before as (
        partition by brand order by day_no range between unbounded preceding and 1 preceding
    )
), fitted as (
    select shipment_no, count(*) over brand_year as n_brand, count(*) over year_ as n_item
    from lines where brand is not null and item is not null
    window brand_year as (
        partition by item, brand order by day_no range between $peer_days preceding and 1 preceding
    ), year_ as (
        partition by item order by day_no range between $peer_days preceding and 1 preceding
    )
), headed as (
    select shipment_no, count(*) over heading_year as n_heading, count(*) over year_ as n_class
    from lines where hs4 is not null
    window heading_year as (
        partition by article, hs4 order by day_no range between $peer_days preceding and 1 preceding
    ), year_ as (
        partition by article order by day_no range between $peer_days preceding and 1 preceding
    )
), switched as (
    select shipment_no, count(*) over heading_before as n_heading, count(*) over before as n_class
    from lines where hs4 is not null and exporter_group is not null and consignee_group is not null
    window heading_before as (
        partition by exporter_group, consignee_group, goods_class, hs4 order by day_no
        range between unbounded preceding and 1 preceding
    ), before as (
        partition by exporter_group, consignee_group, goods_class order by day_no
        range between unbounded preceding and 1 preceding
    )
)
select ledger.shipment_no,
    case when l.density_gap > 0 then l.density_gap when l.density_gap <= 0 then 0 end as density,
    case when l.density_gap < 0 then -l.density_gap when l.density_gap >= 0 then 0 end as thin_density,
    abs(l.weight_gap) as weight,
    case when l.price_gap < 0 then -l.price_gap when l.price_gap >= 0 then 0 end as cheap,
    case when l.price_gap > 0 then l.price_gap when l.price_gap <= 0 then 0 end as dear,
    case when l.shipment_no is not null then case when l.implied_accelerator
        and not coalesce(l.told_accelerator, false)
        then coalesce(l.implied_sure, 0) else 0 end end as hidden,
    case when l.shipment_no is not null then case when l.is_vague and l.implied_accelerator
        then coalesce(l.implied_sure, 0) else 0 end end as vague,
    case when l.is_restricted and l.units > 0 and trim(l.eccn) <> '' then case when
        regexp_matches(upper(l.eccn), '^\s*(3A090|4A090|3U090|4U090)|\.Z\b') then 0 else 1 end
        end as understated,
    case when l.day_no >= opening.day_no then ln(1 + branded.n_brand) end as brand_lines,
    case when fitted.n_item >= $min_peers
        then -ln((fitted.n_brand + 0.5) / (fitted.n_item + 5.0)) end as brand_fit,
    case when headed.n_class >= $min_peers
        then -ln((headed.n_heading + 0.5) / (headed.n_class + 5.0)) end as heading_surprise,
    case when switched.n_class >= 3
        then 1 - switched.n_heading / switched.n_class::double end as heading_switch
from ledger
left join lines l on l.shipment_no = ledger.shipment_no
left join branded on branded.shipment_no = ledger.shipment_no
left join fitted on fitted.shipment_no = ledger.shipment_no
left join headed on headed.shipment_no = ledger.shipment_no
left join switched on switched.shipment_no = ledger.shipment_no
cross join opening
order by ledger.shipment_no
