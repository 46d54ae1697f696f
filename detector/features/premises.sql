-- family: premises
-- view: parties
-- grain: one row per shipment
-- looks: back
-- reads: ledger party
-- column: door_companies [companies] other companies seen so far at the consignee's address; null without an address
--   odd: high
--   flag: R28
--   says: {value} other companies have stood at the consignee's address; {typical} is usual.
--   innocent: Office towers, free zones and group companies share addresses.
-- column: same_door [0 or 1] exporter and consignee are different companies at one address; null without addresses
--   odd: high
--   flag: R28
--   says: Exporter and consignee, different companies, share an address.
--   innocent: Group companies do.
-- column: moves [addresses] other addresses that the consignee has used so far; null without an address
--   odd: high
--   flag: R21
--   says: The consignee has used {value} other addresses; {typical} is usual.
--   innocent: Large companies have many sites.
-- column: forwarder_door [0 or 1] a forwarder or mail centre has stood at the consignee's address; null without an address
--   odd: high
--   flag: R09
--   says: A forwarder or mail centre stands at the consignee's address.
--   innocent: Bonded warehouses are run by forwarders.
-- column: senders_door [companies] companies at the consignee's address that have exported accelerators so far, the consignee left out; null without an address
--   odd: high
--   flag: R28
--   says: {value} other companies at the consignee's address have exported accelerators; {typical} is usual.
--   innocent: Free zones and logistics parks hold many traders.
with stood as (
    select consignee_address_id as address_id, consignee_group as company, consignee_kind as kind,
        day_no, false as sends
    from ledger
    union all
    select exporter_address_id, exporter_group, exporter_kind, day_no, units > 0 from ledger
), arrived as (
    select address_id, company, min(day_no) as first_day, max(kind) as kind,
        min(case when sends then day_no end) as first_sent
    from stood where address_id is not null and company is not null
    group by address_id, company
), crowd as (
    select address_id, first_day as day_no, 1 as companies, 0 as senders,
        case when kind is not null then 1 else 0 end as forwarders
    from arrived
    union all
    select address_id, first_sent, 0, 1, 0 from arrived where first_sent is not null
), visited as (
    select distinct consignee_address_id as address_id, day_no from ledger
    where is_computing and consignee_address_id is not null
), at_door as (
    select address_id, day_no, sum(companies) over so_far as companies,
        sum(senders) over so_far as senders, sum(forwarders) over so_far as forwarders, asked
    from (
        select address_id, day_no, companies, senders, forwarders, false as asked from crowd
        union all select address_id, day_no, 0, 0, 0, true from visited
    ) told
    window so_far as (
        partition by address_id order by day_no range between unbounded preceding and current row
    )
), door as (
    select address_id, day_no, companies, senders, forwarders from at_door where asked
), used as (
    select company, address_id, min(day_no) as day_no, 1 as moved
    from (
        select consignee_group as company, consignee_address_id as address_id, day_no from ledger
    ) addresses
    where company is not null and address_id is not null
    group by company, address_id
), moves as (
    select distinct company, day_no, n from (
        select company, day_no, asked, sum(moved) over (
            partition by company order by day_no range between unbounded preceding and current row
        ) as n
        from (
            select company, day_no, moved, false as asked from used
            union all
            select distinct consignee_group, day_no, 0, true from ledger
            where consignee_address_id is not null and consignee_group is not null
        ) told
    ) counted where asked
)
select ledger.shipment_no,
    door.companies - 1 as door_companies,
    case when l.consignee_address_id is not null and l.exporter_address_id is not null
        then case when l.consignee_address_id = l.exporter_address_id
        and l.consignee_group <> l.exporter_group then 1 else 0 end end as same_door,
    moves.n - 1 as moves,
    case when door.forwarders > 0 then 1 when door.forwarders = 0 then 0 end as forwarder_door,
    door.senders - case when own.first_sent <= l.day_no then 1 else 0 end as senders_door
from ledger
left join ledger l on l.shipment_no = ledger.shipment_no and l.is_computing
left join door on door.address_id = l.consignee_address_id and door.day_no = l.day_no
left join moves on moves.company = l.consignee_group and moves.day_no = l.day_no
    and l.consignee_address_id is not null
left join arrived own on own.address_id = l.consignee_address_id and own.company = l.consignee_group
order by ledger.shipment_no
