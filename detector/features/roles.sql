-- family: roles
-- view: parties
-- grain: one row per shipment
-- looks: back
-- reads: ledger party ref_countries
-- settings: min_peers peer_days
-- column: forwarder_consignee [0 or 1] the consignee is a forwarder or mail centre by name or declared type, and no other end user is named; null for goods without accelerators
--   odd: high
--   flag: R09
--   says: The consignee reads as a forwarder or mail centre and no other end user is named.
--   innocent: A logistics hub acting for named clients also looks so.
-- column: forwarder_end_user [0 or 1] the end user is a forwarder or mail centre by name; null for goods without accelerators or without an end user
--   odd: high
--   flag: R23
--   says: The end user reads as a forwarder or mail centre.
--   innocent: Logistics companies also run computers.
-- column: no_end_user [nats] how unexpected it is that no end user is named, among lines with accelerators of the same kind of record in the peer_days before; 0 where one is named
--   odd: high
--   flag: R02
--   says: No end user is named, which is unusual here: {value}; {typical} is usual.
--   innocent: Stock orders of distributors name none.
-- column: bank_consignee [0 or 1] the goods are consigned to a bank and no end user is named; null for goods without accelerators
--   odd: high
--   flag: R24
--   says: The goods are consigned to a bank and no end user is named.
--   innocent: Letters of credit are ordinary finance.
-- column: payer_elsewhere [0 or 1] the payer is in none of the countries of exporter, consignee, buyer, end user; null where unknown
--   odd: high
--   flag: R26
--   says: The payer is in a country that no other party is in.
--   innocent: A group treasury or a leasing company also pays from elsewhere.
-- column: payer_embargoed [0 or 1] the payer is in a D:5 country, Hong Kong or Macau while the destination is not; null where unknown
--   odd: high
--   flag: R26
--   says: Payment comes from a place that may not receive restricted accelerators; the goods go elsewhere.
--   innocent: A group treasury in Hong Kong is common.
-- column: payer_stranger [0 or 1] the payer is none of consignee, buyer, end user, exporter; null where unknown
--   odd: high
--   flag: R26
--   says: A third party pays.
--   innocent: Leasing, factoring and group treasuries pay for others.
-- column: payer_clients [companies] consignees that this payer, being another company, has paid for so far
--   odd: high
--   flag: R26
--   says: The payer has paid for {value} different consignees; {typical} is usual.
--   innocent: A leasing company or bank pays for many.
-- column: buyer_elsewhere [0 or 1] the buyer is in another country than consignee and destination; null where unknown
--   odd: none
--   flag: R26
--   says: The goods are billed in a country to which they do not go.
--   innocent: Billing hubs are ordinary.
-- column: parent_embargoed [0 or 1] the consignee's or end user's parent is in a D:5 country, Hong Kong or Macau while the destination is not; null where no parent is known
--   odd: high
--   flag: R19
--   says: The parent company is in a place that may not receive restricted accelerators; the goods go elsewhere.
--   innocent: Many lawful subsidiaries exist; the rule depends on the date.
-- column: routed [0 or 1] the foreign buyer controls the freight; null for goods without accelerators or where unknown
--   odd: high
--   flag: R30
--   says: The foreign buyer controls the freight.
--   innocent: Large buyers often do.
-- column: notify_stranger [0 or 1] the notify party is none of consignee, end user, buyer, forwarder, intermediate; null where unknown
--   odd: none
--   flag: R21
--   says: A party that is not otherwise named is to be notified.
--   innocent: Customs brokers are often notified.
-- column: forwarder_habit [share] share of the forwarder's earlier lines that held accelerators; null for goods without accelerators and under min_peers lines
--   odd: low
--   flag: R20
--   says: {value} of what the forwarder carried before held accelerators; {typical} is usual.
--   innocent: Every forwarder has a first such load.
-- column: named_intermediate [0 or 1] the intermediate is a forwarder or mail centre in neither the exporter's nor the destination's country; null without an intermediate
--   odd: high
--   flag: R29
--   says: A forwarder in a third country takes delivery on the way.
--   innocent: Consolidators and bonded hubs also do.
with lines as (
    select *, units > 0 as has_units from ledger where is_computing
), guarded as (
    select iso2 from ref_countries where group_d5 or iso2 in ('HK', 'MO')
), blanks as (
    select shipment_no, count(*) over year_ as n,
        count(case when end_user_group is null then 1 end) over year_ as n_blank
    from lines where has_units
    window year_ as (
        partition by record_source order by day_no range between $peer_days preceding and 1 preceding
    )
), paid as (
    select payer_group, consignee_group, min(day_no) as first_day from lines
    where payer_group is not null and consignee_group is not null and payer_group <> consignee_group
    group by payer_group, consignee_group
), clients as (
    select distinct payer_group, day_no, n from (
        select payer_group, day_no, asked, sum(fresh) over (
            partition by payer_group order by day_no range between unbounded preceding and current row
        ) as n
        from (
            select payer_group, first_day as day_no, 1 as fresh, false as asked from paid
            union all
            select distinct payer_group, day_no, 0, true from lines
            where payer_group <> consignee_group
        ) told
    ) counted where asked
), carried as (
    select shipment_no, count(*) over before as n,
        count(case when has_units then 1 end) over before as n_units
    from lines where forwarder_group is not null
    window before as (
        partition by forwarder_group order by day_no
        range between unbounded preceding and 1 preceding
    )
)
select ledger.shipment_no,
    case when l.has_units then case when
        (l.consignee_kind is not null or coalesce(l.consignee_type, '') = 'forwarder')
        and (l.end_user_group is null or l.end_user_group = l.consignee_group
            or l.end_user_kind is not null) then 1 else 0 end end as forwarder_consignee,
    case when l.has_units and l.end_user_group is not null
        then case when l.end_user_kind is not null then 1 else 0 end end as forwarder_end_user,
    case when l.has_units and blanks.n >= $min_peers then case when l.end_user_group is null
        then -ln((blanks.n_blank + 0.5) / (blanks.n + 1.0)) else 0 end end as no_end_user,
    case when l.has_units then case when l.consignee_type = 'bank' and l.end_user_group is null
        then 1 else 0 end end as bank_consignee,
    case when l.payer_country is not null then case when l.payer_country in (
        coalesce(l.consignee_country, ''), coalesce(l.buyer_country, ''),
        coalesce(l.end_user_country, ''), coalesce(l.exporter_country, ''))
        then 0 else 1 end end as payer_elsewhere,
    case when l.payer_country is not null then case when payer_place.iso2 is not null
        and not l.to_embargoed then 1 else 0 end end as payer_embargoed,
    case when l.payer_group is not null then case when l.payer_group in (
        coalesce(l.consignee_group, 0), coalesce(l.buyer_group, 0),
        coalesce(l.end_user_group, 0), coalesce(l.exporter_group, 0))
        then 0 else 1 end end as payer_stranger,
    clients.n as payer_clients,
    case when l.buyer_country is not null then case when l.buyer_country in (
        coalesce(l.consignee_country, ''), coalesce(l.destination_country, ''))
        then 0 else 1 end end as buyer_elsewhere,
    case when l.shipment_no is not null and coalesce(to_.parent_country, end_.parent_country) is not null
        then case when (to_parent.iso2 is not null or end_parent.iso2 is not null)
        and not l.to_embargoed then 1 else 0 end end as parent_embargoed,
    case when l.has_units and l.routed_export is not null
        then case when l.routed_export then 1 else 0 end end as routed,
    case when l.notify_group is not null then case when l.notify_group in (
        coalesce(l.consignee_group, 0), coalesce(l.end_user_group, 0), coalesce(l.buyer_group, 0),
        coalesce(l.forwarder_group, 0), coalesce(l.intermediate_group, 0))
        then 0 else 1 end end as notify_stranger,
    case when l.has_units and carried.n >= $min_peers
        then carried.n_units / carried.n::double end as forwarder_habit,
    case when l.intermediate_group is not null then case when l.intermediate_kind is not null
        and coalesce(l.intermediate_country, '') not in (coalesce(l.exporter_country, ''),
        coalesce(l.destination_country, '')) then 1 else 0 end end as named_intermediate
from ledger
left join lines l on l.shipment_no = ledger.shipment_no
left join blanks on blanks.shipment_no = ledger.shipment_no
left join guarded payer_place on payer_place.iso2 = l.payer_country
left join clients on clients.payer_group = l.payer_group and clients.day_no = l.day_no
    and l.payer_group <> l.consignee_group
left join party to_ on to_.party_id = l.consignee_id
left join party end_ on end_.party_id = l.end_user_id
left join guarded to_parent on to_parent.iso2 = to_.parent_country
left join guarded end_parent on end_parent.iso2 = end_.parent_country
left join carried on carried.shipment_no = ledger.shipment_no
order by ledger.shipment_no
