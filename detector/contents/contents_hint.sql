-- family: contents_hint
-- view: goods
-- grain: one row per shipment that names no accelerators and has a value, a weight or an exporter
-- looks: whole
-- reads: contents_line ref_goods_classes
-- settings: least_peers
-- column: exporter_group [number] name of the exporter in any country
-- column: consignee_group [number] name of the consignee in any country
-- column: wording_id [number] lines described in the same words share it
-- column: dear [ln] value per piece over the median of lines described in the same words; under least_peers over the upper end of the declared class
-- column: price [USD] value per piece
-- column: density [USD/kg] value per kg
-- column: weight_off [ln] weight per piece against the median of lines described in the same words, either way; null under least_peers
-- column: class_weight [ln] weight per piece under (negative) or over the band of the declared class; 0 within
-- column: fit [0 to 1] how well weight and value fit a catalogue item, as told in goods
-- column: heading_dear [ln] value per piece over the median of lines under the same HS code; null under least_peers
-- column: worth [USD] value of the line
-- column: vague [0 or 1] the words are vague; null without words
-- column: way [0 to 3] stays in the country, goes abroad, stays in or goes to a D:5 country, Hong Kong or Macau
-- column: received [accelerators] that the exporter received in the 180 days before; null where none
-- column: unaccounted [share] of these that have not been seen to leave
-- column: since [days] since the exporter last received accelerators
-- column: price_off [ln] value per piece against that of the accelerators received, either way
-- column: received_weight_off [ln] weight per piece against that of the accelerators received, either way
-- column: own_lines [lines] of the exporter described in the same words
-- column: bought [0 or 1] the exporter received goods described in the same words before
-- column: wanted [companies] that send goods described in the same words to the consignee
-- column: share_of_missing [pieces per accelerator] pieces of the line for each accelerator that the exporter received and that has not been seen to leave
with asked as (
    select * from contents_line where is_asked
), worded as (
    select wording_id, count(ln_price) as n_price, median(ln_price) as price_mid,
        count(ln_weight) as n_weight, median(ln_weight) as weight_mid
    from contents_line where wording_id is not null group by wording_id
), headed as (
    select hs6, count(ln_price) as n, median(ln_price) as mid
    from contents_line where hs6 is not null group by hs6
), sold as (
    select exporter_group, wording_id, count(*) as n
    from contents_line where wording_id is not null group by exporter_group, wording_id
), wanted as (
    select consignee_group, wording_id, count(distinct exporter_group) as n
    from contents_line where wording_id is not null group by consignee_group, wording_id
), bought as (
    select consignee_group, wording_id, min(day_no) as day_no
    from contents_line where wording_id is not null and consignee_group is not null
    group by consignee_group, wording_id
), flows as (
    select consignee_group as company, day_no, units::decimal(18, 3) as received, 0 as sent,
        ln_weight::decimal(18, 6) as weight, ln_price::decimal(18, 6) as price,
        day_no as came, null::bigint as shipment_no
    from contents_line where units > 0 and consignee_group is not null and not is_second
    union all
    select exporter_group, day_no, 0, units::decimal(18, 3), null, null, null, null
    from contents_line where units > 0 and exporter_group is not null and not is_second
    union all
    select exporter_group, day_no, 0, 0, null, null, null, shipment_no
    from asked where exporter_group is not null
), held as (
    select * from (
        select shipment_no, sum(received) over half_year as received,
            sum(sent) over half_year as sent, avg(weight) over half_year as weight,
            avg(price) over half_year as price, day_no - max(came) over half_year as since
        from flows
        window half_year as (
            partition by company order by day_no range between 180 preceding and current row
        )
    ) windowed where shipment_no is not null and received > 0
)
select a.shipment_no, a.exporter_group, a.consignee_group, a.wording_id,
    case when worded.n_price >= $least_peers then a.ln_price - worded.price_mid
        else a.ln_price - ln(c.usd_per_piece_high) end as dear,
    a.usd_per_piece as price,
    a.usd_per_kg as density,
    case when worded.n_weight >= $least_peers then abs(a.ln_weight - worded.weight_mid) end
        as weight_off,
    case when a.kg_per_piece < c.kg_per_piece_low then a.ln_weight - ln(c.kg_per_piece_low)
        when a.kg_per_piece > c.kg_per_piece_high then a.ln_weight - ln(c.kg_per_piece_high)
        when a.kg_per_piece > 0 and c.kg_per_piece_low > 0 then 0 end as class_weight,
    a.implied_sure as fit,
    case when headed.n >= $least_peers then a.ln_price - headed.mid end as heading_dear,
    case when a.value_usd > 0 then a.value_usd::double end as worth,
    case when a.is_vague is not null then case when a.is_vague then 1 else 0 end end as vague,
    a.way,
    held.received::double as received,
    case when held.sent < held.received then 1 - held.sent::double / held.received::double
        when held.received > 0 then 0 end as unaccounted,
    held.since,
    abs(a.ln_price - held.price::double) as price_off,
    abs(a.ln_weight - held.weight::double) as received_weight_off,
    case when a.exporter_group is not null then sold.n end as own_lines,
    case when a.exporter_group is not null and a.wording_id is not null
        then case when bought.day_no <= a.day_no then 1 else 0 end end as bought,
    case when a.consignee_group is not null then wanted.n end as wanted,
    case when held.received > 0 and held.sent < held.received and a.pieces > 0
        then a.pieces / (held.received::double - held.sent::double) end as share_of_missing
from asked a
left join worded on worded.wording_id = a.wording_id
left join headed on headed.hs6 = a.hs6
left join ref_goods_classes c on c.goods_class = a.declared_class
left join held on held.shipment_no = a.shipment_no
left join sold on sold.exporter_group = a.exporter_group and sold.wording_id = a.wording_id
left join wanted on wanted.consignee_group = a.consignee_group and wanted.wording_id = a.wording_id
left join bought on bought.consignee_group = a.exporter_group and bought.wording_id = a.wording_id
order by a.shipment_no
