-- family: movement_change
-- view: movements
-- grain: one row per inbound line, outbound line, company that sent on and company that received
-- looks: back
-- reads: ledger movement_link
-- column: inbound_no [number] shipment_no of the line that came in
-- column: outbound_no [number] shipment_no of the line that went on
-- column: party_id [number] company that sent on
-- column: received_by [number] company that received
-- column: sender_id [number] company that sent the goods in
-- column: receiver_id [number] company that the goods went on to
-- column: forwarder_in_id [number] forwarder of the line that came in
-- column: forwarder_out_id [number] forwarder of the line that went on
-- column: hs_in [HS] first six digits on arrival
-- column: hs_out [HS] first six digits on leaving
-- column: heading_changed [true or false] the first four digits differ; null where either is unknown
-- column: class_in [text] class of goods on arrival
-- column: class_out [text] class of goods on leaving
-- column: class_changed [true or false] the classes of goods differ
-- column: brand_in [text] brand on arrival
-- column: brand_out [text] brand on leaving
-- column: brand_changed [true or false] the brands differ; null where either is unknown
-- column: kg_step [ln] weight per accelerator (or piece) on leaving over that on arrival
-- column: usd_step [ln] value per accelerator (or piece) on leaving over that on arrival
-- column: packages_step [ln] packages per accelerator (or piece) on leaving over those on arrival
with lines as (
    select shipment_no, exporter_id, consignee_id, forwarder_id, hs6, hs4, goods_class, brand,
        case when mass_kg > 0 then mass_kg end as mass_kg,
        case when value_usd > 0 then value_usd::double end as value_usd,
        case when packages > 0 then packages end as packages,
        case when units > 0 then units when pieces > 0 then pieces end as amount
    from ledger where is_computing
)
select link.inbound_no, link.outbound_no, link.party_id, link.received_by,
    i.exporter_id as sender_id, o.consignee_id as receiver_id,
    i.forwarder_id as forwarder_in_id, o.forwarder_id as forwarder_out_id,
    i.hs6 as hs_in, o.hs6 as hs_out, i.hs4 <> o.hs4 as heading_changed,
    i.goods_class as class_in, o.goods_class as class_out,
    i.goods_class <> o.goods_class as class_changed,
    i.brand as brand_in, o.brand as brand_out, i.brand <> o.brand as brand_changed,
    ln(o.mass_kg / o.amount) - ln(i.mass_kg / i.amount) as kg_step,
    ln(o.value_usd / o.amount) - ln(i.value_usd / i.amount) as usd_step,
    ln(o.packages / o.amount) - ln(i.packages / i.amount) as packages_step
from movement_link link
join lines i on i.shipment_no = link.inbound_no
join lines o on o.shipment_no = link.outbound_no
order by link.inbound_no, link.outbound_no, link.party_id, link.received_by
