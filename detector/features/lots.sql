-- family: lots
-- view: statistics
-- grain: one row per shipment
-- looks: back
-- reads: ledger yardstick
-- settings: min_peers
-- column: size_gap [MADs] log value of the line minus the median of peers with the same goods class and consignee country in earlier months of peer_days; null under min_peers
--   odd: high
--   flag: R27
--   says: The line is worth {value} {unit} more than {peers} peers; {typical} is usual.
--   innocent: Large projects are rare and lawful.
-- column: size_peers [shipments] how many peers size_gap rests on
--   odd: none
-- column: equal_lots [lines] earlier lines of the same pair and goods class in the last 10 days with nearly the same value (within 15 %), beyond what the pair's 180 days before lead to expect
--   odd: high
--   flag: R27
--   says: {value} more lots of nearly the same value than usual went between the same parties within 10 days; {typical} is usual.
--   innocent: Steady replenishment and part loads of one order also look so.
-- column: evenness [share] share of the pair's other lots of the last 10 days that have nearly this value; null under three lots
--   odd: high
--   flag: R27
--   says: {value} of the lots between these parties within 10 days have nearly the same value; {typical} is usual.
--   innocent: One article with one price also looks so.
-- column: forwarder_changes [changes] times the pair changed its forwarder in the last 30 days
--   odd: high
--   flag: R25
--   says: The parties changed their forwarder {value} times within 30 days; {typical} is usual.
--   innocent: Spot booking by price also looks so.
-- column: eights [0 or 1] the lots of the last 10 days, this one included, hold a multiple of eight accelerators while this one alone does not
--   odd: high
--   flag: R27
--   says: Together the lots of 10 days make up whole eight-way servers; this one alone does not.
--   innocent: Chance: one sum in eight does.
-- column: company_burst [ln] value received by the consignee in the last 14 days, this line included, over its mean of the 180 days before; null without that history
--   odd: high
--   flag: R05
--   says: Within 14 days the consignee received {value} over its usual value; {typical} is usual.
--   innocent: Projects come in bursts.
with lines as (
    select shipment_no, day_no, month_no, goods_class, consignee_country, exporter_group,
        consignee_group, forwarder_group, units, value_usd, ln(value_usd::double) as size,
        floor(ln(value_usd::double) / 0.15) as step,
        floor(ln(value_usd::double) / 0.15 + 0.5) as half_step
    from ledger where is_computing and value_usd > 0
), forwarded as (
    select *, case when lag(forwarder_group) over (
            partition by exporter_group, consignee_group order by day_no, shipment_no
        ) <> forwarder_group then 1 else 0 end as changed
    from lines where exporter_group is not null and consignee_group is not null
), paired as (
    select shipment_no, step, half_step,
        count(*) over (
            partition by exporter_group, consignee_group, goods_class, step order by day_no
            range between 10 preceding and current row
        ) as same_step,
        count(*) over (
            partition by exporter_group, consignee_group, goods_class, half_step order by day_no
            range between 10 preceding and current row
        ) as same_half_step,
        count(*) over (
            partition by exporter_group, consignee_group, goods_class, step order by day_no
            range between 190 preceding and 11 preceding
        ) as usual_step,
        count(*) over (
            partition by exporter_group, consignee_group, goods_class, half_step order by day_no
            range between 190 preceding and 11 preceding
        ) as usual_half_step,
        count(*) over recent as all_lots,
        sum(units::decimal(18, 3)) over recent as units_lots,
        sum(changed) over (
            partition by exporter_group, consignee_group order by day_no
            range between 30 preceding and current row
        ) as forwarder_changes
    from forwarded
    window recent as (
        partition by exporter_group, consignee_group, goods_class order by day_no
        range between 10 preceding and current row
    )
), bursts as (
    select shipment_no,
        sum(value_usd) over (
            partition by consignee_group order by day_no range between 13 preceding and current row
        ) as value_now,
        sum(value_usd) over (
            partition by consignee_group order by day_no range between 194 preceding and 14 preceding
        ) as value_before
    from lines where consignee_group is not null
)
select ledger.shipment_no,
    case when y.n >= $min_peers then (l.size - y.middle) / y.spread end as size_gap,
    y.n as size_peers,
    greatest(p.same_step, p.same_half_step) - 1
        - greatest(p.usual_step, p.usual_half_step)::double * 11 / 180 as equal_lots,
    case when p.all_lots >= 3
        then (greatest(p.same_step, p.same_half_step) - 1) / (p.all_lots - 1)::double end as evenness,
    p.forwarder_changes,
    case when l.units > 0 then case when l.units % 8 <> 0 and p.all_lots >= 2 and p.units_lots % 8 = 0
        then 1 else 0 end end as eights,
    case when b.value_before > 0
        then ln(b.value_now::double / 14) - ln(b.value_before::double / 181) end as company_burst
from ledger
left join lines l on l.shipment_no = ledger.shipment_no
left join yardstick y on y.kind = 'line value'
    and y.peers = l.goods_class || '/' || l.consignee_country and y.month_no = l.month_no
left join paired p on p.shipment_no = ledger.shipment_no
left join bursts b on b.shipment_no = ledger.shipment_no
order by ledger.shipment_no
