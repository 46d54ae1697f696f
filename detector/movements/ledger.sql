-- family: ledger
-- view: movements
-- grain: one row per shipment
-- looks: back
-- reads: shipments goods party_link party address_link ref_countries
-- settings: as_of
-- column: source [text] where the line's file came from
-- column: shipment_id [text] as loaded
-- column: shipped_on [date] export or departure
-- column: arrived_on [date] arrival; null while it lies after the day of the scan
-- column: in_transit [true or false] arrival lies after the day of the scan
-- column: month [date] first day of the month shipped
-- column: day_no [days] shipped_on counted from 2000-01-01
-- column: month_no [months] month of shipped_on, counted
-- column: record_source [text] kind of record
-- column: exporter_id [number] company at that country named as exporter; null when blank
-- column: consignee_id [number] company at that country named as consignee; null when blank
-- column: intermediate_id [number] company at that country named as intermediate; null when blank
-- column: forwarder_id [number] company at that country named as forwarder; null when blank
-- column: notify_id [number] company at that country named as notify; null when blank
-- column: end_user_id [number] company at that country named as end_user; null when blank
-- column: payer_id [number] company at that country named as payer; null when blank
-- column: buyer_id [number] company at that country named as buyer; null when blank
-- column: exporter_group [number] name of the exporter in any country
-- column: consignee_group [number] name of the consignee in any country
-- column: intermediate_group [number] name of the intermediate in any country
-- column: forwarder_group [number] name of the forwarder in any country
-- column: notify_group [number] name of the notify in any country
-- column: end_user_group [number] name of the end_user in any country
-- column: payer_group [number] name of the payer in any country
-- column: buyer_group [number] name of the buyer in any country
-- column: exporter_kind [text] forwarder or mail_centre as the exporter's name reads
-- column: consignee_kind [text] forwarder or mail_centre as the consignee's name reads
-- column: intermediate_kind [text] forwarder or mail_centre as the intermediate's name reads
-- column: end_user_kind [text] forwarder or mail_centre as the end_user's name reads
-- column: exporter_address_id [number] address of the exporter
-- column: consignee_address_id [number] address of the consignee
-- column: exporter_country [ISO 3166] as declared
-- column: consignee_country [ISO 3166] as declared
-- column: intermediate_country [ISO 3166] as declared
-- column: end_user_country [ISO 3166] as declared
-- column: origin_country [ISO 3166] as declared
-- column: destination_country [ISO 3166] country of ultimate destination; the consignee's where none is stated
-- column: payer_country [ISO 3166] as declared
-- column: buyer_country [ISO 3166] as declared
-- column: port_of_lading [UN/LOCODE] as declared
-- column: port_of_unlading [UN/LOCODE] as declared
-- column: n_transit_ports [ports] ports called at on the way
-- column: transport_mode [text] as declared
-- column: hs6 [HS] first six digits
-- column: hs4 [HS] first four digits
-- column: consignee_type [text] as declared
-- column: transport_document [text] as declared
-- column: eccn [text] as declared
-- column: license_code [text] as declared
-- column: license_number [text] as declared
-- column: routed_export [true or false] the foreign buyer controls the freight
-- column: related_party [true or false] exporter and consignee are said to be affiliated
-- column: affiliated [true or false] exporter and consignee are said or known to belong together
-- column: procedure [text] customs procedure as declared
-- column: brand [text] as marked
-- column: packages [packages] cartons, pallets, crates
-- column: n_serials [serials] serial numbers stated
-- column: value_usd [USD] value of the line; null where no rate is known
-- column: to_embargoed [true or false] destination is in country group D:5, Hong Kong or Macau
-- column: pieces [pieces] as told in goods
-- column: pieces_assumed [as told in goods] as told in goods
-- column: mass_kg [kg] as told in goods
-- column: mass_basis [as told in goods] as told in goods
-- column: kg_per_piece [kg] as told in goods
-- column: usd_per_kg [USD/kg] as told in goods
-- column: usd_per_piece [USD] as told in goods
-- column: declared_item [as told in goods] as told in goods
-- column: declared_class [as told in goods] as told in goods
-- column: declared_by [as told in goods] as told in goods
-- column: implied_item [as told in goods] as told in goods
-- column: implied_class [as told in goods] as told in goods
-- column: implied_sure [as told in goods] as told in goods
-- column: item [as told in goods] as told in goods
-- column: goods_class [as told in goods] as told in goods
-- column: units [accelerators] as told in goods
-- column: units_low [accelerators] as told in goods
-- column: units_high [accelerators] as told in goods
-- column: sure [as told in goods] as told in goods
-- column: density_gap [decades] as told in goods
-- column: weight_gap [as told in goods] as told in goods
-- column: price_gap [ln] as told in goods
-- column: is_restricted [as told in goods] as told in goods
-- column: is_vague [as told in goods] as told in goods
-- column: is_computing [as told in goods] as told in goods
-- column: h100e [H100 equivalents] as told in goods
-- column: accelerator [as told in goods] as told in goods
with places as (
    select link.name, coalesce(link.country, '') as place, link.party_id, link.group_id,
        party.kind, party.parent, party.name as known_as
    from party_link link join party on party.party_id = link.party_id
)
select s.shipment_no,
    s.source,
    s.shipment_id,
    s.shipped_on,
    case when s.arrived_on <= $as_of::date then s.arrived_on end as arrived_on,
    coalesce(s.arrived_on > $as_of::date, false) as in_transit,
    date_trunc('month', s.shipped_on)::date as month,
    date_diff('day', date '2000-01-01', s.shipped_on)::integer as day_no,
    (year(s.shipped_on) * 12 + month(s.shipped_on))::integer as month_no,
    lower(s.record_source) as record_source,
    r_exporter.party_id as exporter_id,
    r_consignee.party_id as consignee_id,
    r_intermediate.party_id as intermediate_id,
    r_forwarder.party_id as forwarder_id,
    r_notify.party_id as notify_id,
    r_end_user.party_id as end_user_id,
    r_payer.party_id as payer_id,
    r_buyer.party_id as buyer_id,
    r_exporter.group_id as exporter_group,
    r_consignee.group_id as consignee_group,
    r_intermediate.group_id as intermediate_group,
    r_forwarder.group_id as forwarder_group,
    r_notify.group_id as notify_group,
    r_end_user.group_id as end_user_group,
    r_payer.group_id as payer_group,
    r_buyer.group_id as buyer_group,
    r_exporter.kind as exporter_kind,
    r_consignee.kind as consignee_kind,
    r_intermediate.kind as intermediate_kind,
    r_end_user.kind as end_user_kind,
    from_door.address_id as exporter_address_id,
    to_door.address_id as consignee_address_id,
    s.exporter_country,
    s.consignee_country,
    s.intermediate_country,
    s.end_user_country,
    s.origin_country,
    coalesce(s.destination_country, s.consignee_country) as destination_country,
    s.payer_country,
    s.buyer_country,
    s.port_of_lading,
    s.port_of_unlading,
    coalesce(array_length(s.transit_ports), 0)::integer as n_transit_ports,
    lower(s.transport_mode) as transport_mode,
    s.hs6,
    left(s.hs_code, 4) as hs4,
    lower(s.consignee_type) as consignee_type,
    s.transport_document,
    s.eccn,
    s.license_code,
    s.license_number,
    s.routed_export,
    s.related_party,
    coalesce(s.related_party, false)
        or coalesce(r_exporter.group_id = r_consignee.group_id, false)
        or coalesce(r_exporter.parent = r_consignee.parent, false)
        or coalesce(r_exporter.parent = r_consignee.known_as, false)
        or coalesce(r_exporter.known_as = r_consignee.parent, false) as affiliated,
    lower(s.procedure) as procedure,
    lower(trim(s.brand)) as brand,
    s.packages,
    coalesce(array_length(s.serial_numbers), 0)::integer as n_serials,
    s.value_usd,
    coalesce(place.group_d5, false) or place.iso2 in ('HK', 'MO') as to_embargoed,
    case when g.pieces between 0 and 1e9 then g.pieces end as pieces,
    g.pieces_assumed,
    case when g.mass_kg between 0 and 1e9 then g.mass_kg end as mass_kg,
    g.mass_basis,
    case when g.kg_per_piece between 0 and 1e9 then g.kg_per_piece end as kg_per_piece,
    case when g.usd_per_kg between 0 and 1e9 then g.usd_per_kg end as usd_per_kg,
    case when g.usd_per_piece between 0 and 1e9 then g.usd_per_piece end as usd_per_piece,
    g.declared_item,
    g.declared_class,
    g.declared_by,
    g.implied_item,
    g.implied_class,
    g.implied_sure,
    g.item,
    g.goods_class,
    case when g.units between 0 and 1e9 then g.units end as units,
    case when g.units_low between 0 and 1e9 then g.units_low end as units_low,
    case when g.units_high between 0 and 1e9 then g.units_high end as units_high,
    g.sure,
    case when g.density_gap between -50 and 50 then g.density_gap end as density_gap,
    case when g.weight_gap between -50 and 50 then g.weight_gap end as weight_gap,
    case when g.price_gap between -50 and 50 then g.price_gap end as price_gap,
    g.is_restricted,
    g.is_vague,
    coalesce(g.is_computing, false) as is_computing,
    case when g.h100e between 0 and 1e9 then g.h100e end as h100e,
    g.accelerator
from shipments s
left join goods g on g.shipment_no = s.shipment_no
left join places r_exporter on r_exporter.name = trim(s.exporter) and r_exporter.place = coalesce(s.exporter_country, '')
left join places r_consignee on r_consignee.name = trim(s.consignee) and r_consignee.place = coalesce(s.consignee_country, '')
left join places r_intermediate on r_intermediate.name = trim(s.intermediate_consignee) and r_intermediate.place = coalesce(s.intermediate_country, '')
left join places r_forwarder on r_forwarder.name = trim(s.forwarder) and r_forwarder.place = ''
left join places r_notify on r_notify.name = trim(s.notify_party) and r_notify.place = ''
left join places r_end_user on r_end_user.name = trim(s.end_user) and r_end_user.place = coalesce(s.end_user_country, '')
left join places r_payer on r_payer.name = trim(s.payer) and r_payer.place = coalesce(s.payer_country, '')
left join places r_buyer on r_buyer.name = trim(s.buyer) and r_buyer.place = coalesce(s.buyer_country, '')
left join address_link from_door on from_door.address = trim(s.exporter_address)
left join address_link to_door on to_door.address = trim(s.consignee_address)
left join ref_countries place on place.iso2 = coalesce(s.destination_country, s.consignee_country)
where s.shipped_on <= $as_of::date
order by s.shipment_no
