-- family: contents_sibling
-- view: goods
-- grain: one row per line of contents_hint
-- looks: whole
-- reads: contents_hint contents_own
-- column: own [bits] what the line itself tells
-- column: pair_most [bits] the most that another line of the same exporter and consignee tells; null where there is none
-- column: pair_mean [bits] mean of what the other lines of the same exporter and consignee tell
-- column: worded_most [bits] the most that another line of the exporter in the same words tells
-- column: worded_mean [bits] mean of what the other lines of the exporter in the same words tell
-- column: exporter_most [bits] the most that another line of the exporter tells
-- column: exporter_mean [bits] mean of what the other lines of the exporter tell
with told as (
    select h.shipment_no, h.exporter_group, h.consignee_group, h.wording_id, o.bits,
        row_number() over (
            partition by h.exporter_group, h.consignee_group order by o.bits desc, h.shipment_no) as pair_place,
        row_number() over (
            partition by h.exporter_group, h.wording_id order by o.bits desc, h.shipment_no) as worded_place,
        row_number() over (
            partition by h.exporter_group order by o.bits desc, h.shipment_no) as exporter_place
    from contents_hint h join contents_own o on o.shipment_no = h.shipment_no
), pairs as (
    select exporter_group, consignee_group, count(*) - 1 as others,
        sum(bits::decimal(18, 6)) as bits, max(bits) as most,
        max(case when pair_place = 2 then bits end) as next_most
    from told where exporter_group is not null and consignee_group is not null
    group by exporter_group, consignee_group
), wordings as (
    select exporter_group, wording_id, count(*) - 1 as others,
        sum(bits::decimal(18, 6)) as bits, max(bits) as most,
        max(case when worded_place = 2 then bits end) as next_most
    from told where exporter_group is not null and wording_id is not null
    group by exporter_group, wording_id
), exporters as (
    select exporter_group, count(*) - 1 as others, sum(bits::decimal(18, 6)) as bits,
        max(bits) as most, max(case when exporter_place = 2 then bits end) as next_most
    from told where exporter_group is not null
    group by exporter_group
)
select t.shipment_no, t.bits as own,
    case when t.pair_place = 1 then p.next_most else p.most end as pair_most,
    (p.bits::double - t.bits) / nullif(p.others, 0) as pair_mean,
    case when t.worded_place = 1 then w.next_most else w.most end as worded_most,
    (w.bits::double - t.bits) / nullif(w.others, 0) as worded_mean,
    case when t.exporter_place = 1 then e.next_most else e.most end as exporter_most,
    (e.bits::double - t.bits) / nullif(e.others, 0) as exporter_mean
from told t
left join pairs p on p.exporter_group = t.exporter_group and p.consignee_group = t.consignee_group
left join wordings w on w.exporter_group = t.exporter_group and w.wording_id = t.wording_id
left join exporters e on e.exporter_group = t.exporter_group
order by t.shipment_no
