-- family: disguise
-- view: movements
-- grain: one row per shipment
-- looks: back
-- horizon: 190
-- reads: ledger twin
-- column: unaccounted [share] share of the accelerators received by the exporter in the 180 days before that have not been seen to leave; only lines of other computing goods that leave the country, from companies that received at least four
--   odd: high
--   flag: R12
--   says: {value} of the accelerators that the exporter received have not been seen again; it sends other goods abroad; {typical} is usual.
--   innocent: Accelerators are sold or used at home.
-- column: unlikeness [ln] weight per piece against that of the accelerators that the exporter received in the 180 days before, either way; same lines
--   odd: low
--   flag: R11
--   says: Weight per piece is {value} off that of the accelerators that the exporter received; {typical} is usual.
--   innocent: Many cards and servers weigh alike.
-- column: echo [lines] lines of accelerators with exactly as many pieces that the exporter received in the 180 days before; same lines, from four pieces on
--   odd: high
--   flag: R12
--   says: The exporter had received {value} lines of accelerators with exactly as many pieces; {typical} is usual.
--   innocent: Round numbers repeat by chance.
-- column: cheaper [ln] value per piece under that of the accelerators received in the 180 days before, where weight per piece is within a third of theirs; same lines
--   odd: high
--   flag: R27
--   says: Goods of the same weight as the accelerators received are worth {value} less; {typical} is usual.
--   innocent: Many cards and servers weigh alike.
-- column: to_embargoed [share] unaccounted of lines that go to a D:5 country, Hong Kong or Macau, 0 of others; same lines
--   odd: high
--   flag: R29
--   says: {value} of the accelerators that the exporter received have not been seen again, and it sends other goods to a place that may not receive them.
--   innocent: Accelerators are sold or used at home.
with lines as (
    select ledger.* from ledger
    left join twin on twin.shipment_no = ledger.shipment_no and not twin.is_primary
    where ledger.is_computing and twin.shipment_no is null
), asked as (
    select shipment_no, exporter_group as company, day_no, round(pieces, 0) as pieces, kg_per_piece,
        usd_per_piece, to_embargoed
    from lines
    where units = 0 and exporter_group is not null and exporter_country <> destination_country
), flows as (
    select consignee_group as company, day_no, units::decimal(18, 3) as received, 0 as sent,
        case when kg_per_piece > 0 then ln(kg_per_piece) end::decimal(18, 6) as weight,
        case when usd_per_piece > 0 then ln(usd_per_piece) end::decimal(18, 6) as price,
        null::bigint as shipment_no
    from lines where units > 0 and consignee_group is not null
    union all
    select exporter_group, day_no, 0, units::decimal(18, 3), null, null, null
    from lines where units > 0 and exporter_group is not null
    union all
    select company, day_no, 0, 0, null, null, shipment_no from asked
), held as (
    select * from (
        select shipment_no, sum(received) over half_year as received, sum(sent) over half_year as sent,
            avg(weight) over half_year as weight, avg(price) over half_year as price
        from flows
        window half_year as (
            partition by company order by day_no range between 180 preceding and current row
        )
    ) windowed where shipment_no is not null and received >= 4
), counts as (
    select consignee_group as company, day_no, round(pieces, 0) as pieces, 1 as n,
        null::bigint as shipment_no
    from lines where units > 0 and consignee_group is not null and pieces >= 4
    union all
    select company, day_no, pieces, 0, shipment_no from asked where pieces >= 4
), echoes as (
    select * from (
        select shipment_no, sum(n) over (
            partition by company, pieces order by day_no range between 180 preceding and current row
        ) as n
        from counts
    ) windowed where shipment_no is not null
)
select ledger.shipment_no,
    case when held.sent < held.received
        then 1 - held.sent::double / held.received::double
        when held.received > 0 then 0 end as unaccounted,
    case when a.kg_per_piece > 0 then abs(ln(a.kg_per_piece) - held.weight::double) end as unlikeness,
    case when held.shipment_no is not null then echoes.n end as echo,
    case when a.kg_per_piece > 0 and a.usd_per_piece > 0
        and abs(ln(a.kg_per_piece) - held.weight::double) < 0.35
        then held.price::double - ln(a.usd_per_piece) end as cheaper,
    case when held.received > 0 then case when a.to_embargoed and held.sent < held.received
        then 1 - held.sent::double / held.received::double else 0 end end as to_embargoed
from ledger
left join asked a on a.shipment_no = ledger.shipment_no
left join held on held.shipment_no = ledger.shipment_no
left join echoes on echoes.shipment_no = ledger.shipment_no
order by ledger.shipment_no
