-- family: corridor
-- view: routing
-- grain: one row per shipment
-- looks: back
-- reads: ledger transit_call ref_countries
-- settings: min_peers peer_days
-- column: lane_surprise [nats] how unexpected the destination is, given the exporter's country and the HS heading, over the peer_days before; null under min_peers
--   odd: high
--   flag: R10
--   says: From this country these goods seldom go there: {value} from {peers} shipments; {typical} is usual.
--   innocent: New markets open; small markets are always rare.
-- column: lane_peers [shipments] how many shipments lane_surprise rests on
--   odd: none
-- column: own_lane_surprise [nats] how unexpected the destination is among the exporter's own shipments of the peer_days before; null under min_peers
--   odd: high
--   flag: R10
--   says: The exporter seldom ships there: {value} from {peers} shipments; {typical} is usual.
--   innocent: A first customer in a new market also looks so.
-- column: own_lane_peers [shipments] how many shipments own_lane_surprise rests on
--   odd: none
-- column: source_surprise [nats] how unexpected the exporter's country is among what the consignee received in the peer_days before; null under min_peers
--   odd: high
--   flag: R10
--   says: The consignee seldom receives from there: {value} from {peers} shipments; {typical} is usual.
--   innocent: A second source also looks so.
-- column: source_peers [shipments] how many shipments source_surprise rests on
--   odd: none
-- column: path_surprise [nats] how unexpected the way (exporter's country, intermediate country, port of unlading's country) is, given origin, destination and HS heading, over the peer_days before; null under min_peers
--   odd: high
--   flag: R10
--   says: Goods of this heading seldom take this way: {value} from {peers} shipments; {typical} is usual.
--   innocent: Carriers reroute; a hub of the airline also looks so.
-- column: path_peers [shipments] how many shipments path_surprise rests on
--   odd: none
-- column: port_surprise [nats] how unexpected the port of unlading is, given the destination and the mode, over the peer_days before; null under min_peers
--   odd: none
--   flag: R10
--   says: Goods for this destination seldom land there: {value} from {peers} shipments; {typical} is usual.
--   innocent: Small airports and gateways are always rare.
-- column: port_peers [shipments] how many shipments port_surprise rests on
--   odd: none
-- column: mode_surprise [nats] how unexpected the mode of transport is for goods of this class between these countries, over the peer_days before; null under min_peers
--   odd: none
--   flag: R11
--   says: Such goods seldom travel so: {value} from {peers} shipments; {typical} is usual.
--   innocent: Urgent or small consignments also take another mode.
-- column: mode_peers [shipments] how many shipments mode_surprise rests on
--   odd: none
-- column: calls_embargoed [0 or 1] a port called at on the way, or the port of unlading, is in a D:5 country, Hong Kong or Macau while the destination is not
--   odd: high
--   flag: R29
--   says: The way calls at a place that may not receive restricted accelerators; the goods are declared for elsewhere.
--   innocent: Hong Kong is a hub of many carriers.
-- column: lane_age [days] days since the same goods class first went from the exporter's country to the destination; null in the first 90 days of the records
--   odd: low
--   flag: R10
--   says: The first such goods went this way {value} days before; {typical} is usual.
--   innocent: Trade grows new lanes all the time.
-- column: end_user_elsewhere [0 or 1] the end user is in another country than the consignee; null without an end user
--   odd: none
--   flag: R19
--   says: The end user is in another country than the consignee.
--   innocent: A billing hub or a regional warehouse also looks so.
-- column: unlading_elsewhere [0 or 1] the port of unlading is neither in the destination nor in the consignee's or intermediate's country
--   odd: high
--   flag: R10
--   says: The goods leave the ship or aircraft in a country that is not declared as destination.
--   innocent: Gateway ports serve their neighbours.
-- column: destination_elsewhere [0 or 1] the destination is in another country than the consignee
--   odd: none
--   flag: R12
--   says: The declared destination is not the consignee's country.
--   innocent: A regional head office often buys for its branches.
-- column: detour [ratio] length of the way by the intermediate's country over the direct way; null without an intermediate in a third country
--   odd: high
--   flag: R29
--   says: The way by the intermediate is {value} times the direct way; {typical} is usual.
--   innocent: Carrier hubs and bonded warehouses also make detours.
-- column: calls_gap [ports] ports called at on the way minus the mean of the lane and mode in the peer_days before; null under min_peers
--   odd: high
--   flag: R10
--   says: The way calls at {value} more ports than the lane's mean.
--   innocent: Sea-air services and full aircraft also add calls.
-- column: to_embargoed [0 or 1] accelerators of a restricted kind to a D:5 country, Hong Kong or Macau without a licence number; null for other goods
--   odd: high
--   flag: R31
--   says: Restricted accelerators go to a destination that needs a licence, and no licence number is stated.
--   innocent: The licence may stand in another record; the model may be below the threshold.
with lines as (
    select *, coalesce(hs4, '') as heading, coalesce(transport_mode, '') as mode,
        coalesce(goods_class, '') as class, coalesce(exporter_country, '') as sender,
        coalesce(destination_country, '') as target,
        coalesce(intermediate_country, '') || '>' || coalesce(left(port_of_unlading, 2), '') as way
    from ledger where is_computing
), lanes_days as (
    select exporter_country, heading, destination_country, day_no, count(*) as n
    from lines where exporter_country is not null and destination_country is not null
    group by exporter_country, heading, destination_country, day_no
), lanes as (
    select exporter_country, heading, destination_country, day_no, coalesce(sum(n) over lane, 0) as n_lane, coalesce(sum(n) over start_, 0) as n_start
    from lanes_days
    window lane as (
        partition by exporter_country, heading, destination_country order by day_no
        range between $peer_days preceding and 1 preceding
    ), start_ as (
        partition by exporter_country, heading order by day_no
        range between $peer_days preceding and 1 preceding
    )
), own as (
    select shipment_no, count(*) over lane as n_lane, count(*) over start_ as n_start
    from lines where exporter_group is not null and destination_country is not null
    window lane as (
        partition by exporter_group, destination_country order by day_no
        range between $peer_days preceding and 1 preceding
    ), start_ as (
        partition by exporter_group order by day_no range between $peer_days preceding and 1 preceding
    )
), sources as (
    select shipment_no, count(*) over lane as n_lane, count(*) over start_ as n_start
    from lines where consignee_group is not null and exporter_country is not null
    window lane as (
        partition by consignee_group, exporter_country order by day_no
        range between $peer_days preceding and 1 preceding
    ), start_ as (
        partition by consignee_group order by day_no range between $peer_days preceding and 1 preceding
    )
), paths_days as (
    select origin_country, destination_country, heading, sender, way, day_no, count(*) as n
    from lines where origin_country is not null and destination_country is not null
    group by origin_country, destination_country, heading, sender, way, day_no
), paths as (
    select origin_country, destination_country, heading, sender, way, day_no, coalesce(sum(n) over lane, 0) as n_lane, coalesce(sum(n) over start_, 0) as n_start
    from paths_days
    window lane as (
        partition by origin_country, destination_country, heading, sender, way order by day_no
        range between $peer_days preceding and 1 preceding
    ), start_ as (
        partition by origin_country, destination_country, heading order by day_no
        range between $peer_days preceding and 1 preceding
    )
), ports_days as (
    select destination_country, mode, port_of_unlading, day_no, count(*) as n
    from lines where port_of_unlading is not null and destination_country is not null
    group by destination_country, mode, port_of_unlading, day_no
), ports as (
    select destination_country, mode, port_of_unlading, day_no, coalesce(sum(n) over lane, 0) as n_lane, coalesce(sum(n) over start_, 0) as n_start
    from ports_days
    window lane as (
        partition by destination_country, mode, port_of_unlading order by day_no
        range between $peer_days preceding and 1 preceding
    ), start_ as (
        partition by destination_country, mode order by day_no
        range between $peer_days preceding and 1 preceding
    )
), modes_days as (
    select sender, target, class, mode, day_no, count(*) as n
    from lines where transport_mode is not null
    group by sender, target, class, mode, day_no
), modes as (
    select sender, target, class, mode, day_no, coalesce(sum(n) over lane, 0) as n_lane, coalesce(sum(n) over start_, 0) as n_start
    from modes_days
    window lane as (
        partition by sender, target, class, mode order by day_no
        range between $peer_days preceding and 1 preceding
    ), start_ as (
        partition by sender, target, class order by day_no
        range between $peer_days preceding and 1 preceding
    )
), guarded as (
    select iso2 from ref_countries where group_d5 or iso2 in ('HK', 'MO')
), called as (
    select shipment_no, max(case when guarded.iso2 is not null then 1 else 0 end) as embargoed
    from (
        select shipment_no, country from transit_call
        union all select shipment_no, left(port_of_unlading, 2) from lines where port_of_unlading is not null
    ) ports_called left join guarded on guarded.iso2 = ports_called.country
    group by shipment_no
), calls_days as (
    select sender, target, mode, day_no, sum(n_transit_ports) as ports, count(*) as n
    from lines group by sender, target, mode, day_no
), calls as (
    select sender, target, mode, day_no, sum(ports) over lane / (sum(n) over lane)::double as mean,
        sum(n) over lane as n
    from calls_days
    window lane as (
        partition by sender, target, mode order by day_no
        range between $peer_days preceding and 1 preceding
    )
), opened as (
    select exporter_country, destination_country, goods_class, min(day_no) as first_day
    from lines group by exporter_country, destination_country, goods_class
), opening as (
    select min(day_no) + 90 as day_no from ledger
), places as (
    select iso2, radians(lat) as lat, radians(lon) as lon from ref_countries
), detours as (
    select l.shipment_no,
        2 * asin(sqrt(pow(sin((m.lat - a.lat) / 2), 2)
            + cos(a.lat) * cos(m.lat) * pow(sin((m.lon - a.lon) / 2), 2))) as first_leg,
        2 * asin(sqrt(pow(sin((b.lat - m.lat) / 2), 2)
            + cos(m.lat) * cos(b.lat) * pow(sin((b.lon - m.lon) / 2), 2))) as second_leg,
        2 * asin(sqrt(pow(sin((b.lat - a.lat) / 2), 2)
            + cos(a.lat) * cos(b.lat) * pow(sin((b.lon - a.lon) / 2), 2))) as direct
    from lines l
    join places a on a.iso2 = l.exporter_country
    join places m on m.iso2 = l.intermediate_country
    join places b on b.iso2 = l.destination_country
    where l.intermediate_country <> l.exporter_country
        and l.intermediate_country <> l.destination_country
        and l.exporter_country <> l.destination_country
)
select ledger.shipment_no,
    case when lanes.n_start >= $min_peers
        then -ln((lanes.n_lane + 0.5) / (lanes.n_start + 25.0)) end as lane_surprise,
    lanes.n_start as lane_peers,
    case when own.n_start >= $min_peers
        then -ln((own.n_lane + 0.5) / (own.n_start + 5.0)) end as own_lane_surprise,
    own.n_start as own_lane_peers,
    case when sources.n_start >= $min_peers
        then -ln((sources.n_lane + 0.5) / (sources.n_start + 5.0)) end as source_surprise,
    sources.n_start as source_peers,
    case when paths.n_start >= $min_peers
        then -ln((paths.n_lane + 0.5) / (paths.n_start + 10.0)) end as path_surprise,
    paths.n_start as path_peers,
    case when ports.n_start >= $min_peers
        then -ln((ports.n_lane + 0.5) / (ports.n_start + 10.0)) end as port_surprise,
    ports.n_start as port_peers,
    case when modes.n_start >= $min_peers
        then -ln((modes.n_lane + 0.5) / (modes.n_start + 5.0)) end as mode_surprise,
    modes.n_start as mode_peers,
    case when l.shipment_no is not null and called.embargoed is not null
        then case when l.to_embargoed then 0 else called.embargoed end end as calls_embargoed,
    case when l.day_no >= opening.day_no then l.day_no - opened.first_day end as lane_age,
    case when l.end_user_country is not null and l.consignee_country is not null
        then case when l.end_user_country <> l.consignee_country then 1 else 0 end
        end as end_user_elsewhere,
    case when l.port_of_unlading is not null and l.destination_country is not null
        then case when left(l.port_of_unlading, 2) not in (l.destination_country,
            coalesce(l.consignee_country, ''), coalesce(l.intermediate_country, ''))
            then 1 else 0 end end as unlading_elsewhere,
    case when l.destination_country is not null and l.consignee_country is not null
        then case when l.destination_country <> l.consignee_country then 1 else 0 end
        end as destination_elsewhere,
    (detours.first_leg + detours.second_leg) / greatest(detours.direct, 0.03) as detour,
    case when calls.n >= $min_peers then l.n_transit_ports - calls.mean end as calls_gap,
    case when l.is_restricted and l.units > 0 then case when l.to_embargoed
        and coalesce(trim(l.license_number), '') = '' then 1 else 0 end end as to_embargoed
from ledger
left join lines l on l.shipment_no = ledger.shipment_no
left join lanes on lanes.exporter_country = l.exporter_country and lanes.heading = l.heading
    and lanes.destination_country = l.destination_country and lanes.day_no = l.day_no
left join own on own.shipment_no = ledger.shipment_no
left join sources on sources.shipment_no = ledger.shipment_no
left join paths on paths.origin_country = l.origin_country
    and paths.destination_country = l.destination_country and paths.heading = l.heading
    and paths.sender = l.sender and paths.way = l.way and paths.day_no = l.day_no
left join ports on ports.destination_country = l.destination_country and ports.mode = l.mode
    and ports.port_of_unlading = l.port_of_unlading and ports.day_no = l.day_no
left join modes on l.transport_mode is not null and modes.sender = l.sender
    and modes.target = l.target and modes.class = l.class and modes.mode = l.mode
    and modes.day_no = l.day_no
left join called on called.shipment_no = ledger.shipment_no
left join calls on calls.sender = l.sender and calls.target = l.target and calls.mode = l.mode
    and calls.day_no = l.day_no
left join opened on opened.exporter_country = l.exporter_country
    and opened.destination_country = l.destination_country and opened.goods_class = l.goods_class
left join detours on detours.shipment_no = ledger.shipment_no
cross join opening
order by ledger.shipment_no
