-- family: serials
-- view: goods
-- grain: one row per shipment
-- looks: back
-- reads: ledger serial twin
-- column: seen_before [share] share of the line's serial numbers that stood on an earlier movement; null without serial numbers
--   odd: high
--   flag: R12
--   says: {value} of the serial numbers stood on an earlier movement; {typical} is usual.
--   innocent: Returns, repairs and resale repeat serial numbers.
-- column: out_of_hand [share] share of the serial numbers last seen going to a company that is not this exporter, nor affiliated; null without serial numbers
--   odd: high
--   flag: R12
--   says: {value} of the serial numbers were last seen going to another company; {typical} is usual.
--   innocent: Sales at home between the two records are not seen.
-- column: out_of_place [share] share of the serial numbers last seen going to another country than this line leaves from; null without serial numbers
--   odd: high
--   flag: R10
--   says: {value} of the serial numbers were last seen going to another country than this line leaves from; {typical} is usual.
--   innocent: Movements between the two may lie outside the records.
-- column: lent_twice [share] share of the serial numbers that stood on another line of another exporter within 30 days before; null without serial numbers
--   odd: high
--   flag: R12
--   says: {value} of the serial numbers stood on another exporter's line within 30 days; {typical} is usual.
--   innocent: Fast resale does so.
with lines as (
    select ledger.* from ledger
    left join twin on twin.shipment_no = ledger.shipment_no and not twin.is_primary
    where ledger.is_computing and ledger.n_serials > 0 and twin.shipment_no is null
), trail as (
    select l.shipment_no, l.exporter_group, l.exporter_country, l.affiliated, l.day_no,
        lag(l.day_no) over steps as last_day,
        lag(l.exporter_group) over steps as last_exporter,
        lag(l.consignee_group) over steps as last_consignee,
        lag(l.end_user_group) over steps as last_end_user,
        lag(l.intermediate_group) over steps as last_intermediate,
        lag(l.destination_country) over steps as last_country
    from serial join lines l on l.shipment_no = serial.shipment_no
    window steps as (partition by serial.serial order by l.day_no, l.shipment_no)
)
select ledger.shipment_no,
    avg(case when t.shipment_no is not null then case when t.last_day is not null then 1 else 0 end end)
        as seen_before,
    avg(case when t.shipment_no is not null then case when t.last_day is not null and not t.affiliated
        and t.exporter_group not in (coalesce(t.last_consignee, 0), coalesce(t.last_end_user, 0),
        coalesce(t.last_intermediate, 0)) then 1 else 0 end end) as out_of_hand,
    avg(case when t.shipment_no is not null then case when t.last_country <> t.exporter_country
        then 1 else 0 end end) as out_of_place,
    avg(case when t.shipment_no is not null then case when t.day_no - t.last_day <= 30
        and t.last_exporter <> t.exporter_group then 1 else 0 end end) as lent_twice
from ledger left join trail t on t.shipment_no = ledger.shipment_no
group by ledger.shipment_no
order by ledger.shipment_no
