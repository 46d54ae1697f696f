-- family: mass_balance
-- view: movements
-- grain: one row per party, site or country and month in which something moved, and the month of the scan
-- looks: whole
-- reads: ledger twin party ref_accelerators ref_servers
-- settings: as_of hold_days
-- column: scope [text] party, site (one address) or country
-- column: place [text] party_id, address_id or ISO 3166 code
-- column: country [ISO 3166] where the place lies
-- column: month [date] first day of the month; figures stand for its end
-- column: received [accelerators] arrived so far; a country counts what came from abroad
-- column: forwarded [accelerators] sent on so far; a country counts what went abroad
-- column: unseen [accelerators] sent on beyond what was seen to arrive
-- column: stated [accelerators] that the stated data-centre power can feed, at the mean power of what was received; null where none is stated
-- column: shown [accelerators] for which power, cooling, network and cable goods were received, at the median value per accelerator of all companies with both; null where none were received
-- column: located_low [accelerators] surely within the capacity: what is stated, else half of what is shown, else none
-- column: located_high [accelerators] possibly within the capacity: what is stated, else twice what is shown, else all that is held
-- column: stock_low [accelerators] held by companies whose stated activity is a warehouse
-- column: stock_high [accelerators] the same, and what arrived within hold_days (by month)
-- column: gap_low [accelerators] received, less forwarded, less located_high, less stock_high; not below 0
-- column: gap_high [accelerators] received, less forwarded, less located_low, less stock_low; not below 0
with moved as (
    select ledger.*, units::decimal(18, 3) as amount,
        (coalesce(s.kw / nullif(s.accelerators, 0), a.watts * 0.0013, 0.9) * units)::decimal(18, 3) as kw
    from ledger
    left join twin on twin.shipment_no = ledger.shipment_no and not twin.is_primary
    left join ref_servers s on s.id = ledger.item
    left join ref_accelerators a on a.id = ledger.item
    where twin.shipment_no is null and ledger.is_computing
), events as (
    select consignee_id as party_id, consignee_address_id as address_id, consignee_country as country,
        case when exporter_country <> consignee_country then 1 else 0 end as crosses,
        date_trunc('month', coalesce(arrived_on, shipped_on))::date as month, amount as received, kw,
        0::decimal(18, 3) as forwarded, 0::decimal(18, 2) as ancillary_usd
    from moved where amount > 0 and not in_transit
    union all
    select exporter_id, exporter_address_id, exporter_country,
        case when exporter_country <> consignee_country then 1 else 0 end, month, 0, 0, amount, 0
    from moved where amount > 0
    union all
    select consignee_id, consignee_address_id, consignee_country, 0,
        date_trunc('month', coalesce(arrived_on, shipped_on))::date, 0, 0, 0, value_usd
    from moved where goods_class in ('power', 'cooling', 'network', 'cable') and value_usd > 0
        and not in_transit
), typical as (
    select median(per_unit) as usd_per_unit from (
        select sum(ancillary_usd)::double / sum(received)::double as per_unit
        from events where party_id is not null group by party_id
        having sum(ancillary_usd) > 0 and sum(received) > 0
    ) both_bought
), home as (
    select party_id, arg_max(address_id, n) as address_id from (
        select party_id, address_id, count(*) * 1000000000 - address_id as n
        from events where party_id is not null and address_id is not null
        group by party_id, address_id
    ) stood group by party_id
), by_month as (
    select party_id, month, sum(received) as received, sum(forwarded) as forwarded, sum(kw) as kw,
        sum(ancillary_usd) as ancillary_usd
    from (
        select party_id, month, received, forwarded, kw, ancillary_usd from events
        union all
        select distinct party_id, date_trunc('month', $as_of::date)::date, 0, 0, 0, 0 from events
    ) told where party_id is not null group by party_id, month
), so_far as (
    select party_id, month,
        (year(month) * 12 + month(month))::integer as month_no,
        sum(received) over before as received, sum(forwarded) over before as forwarded,
        sum(kw) over before as kw, sum(ancillary_usd) over before as ancillary_usd,
        received as received_now
    from by_month
    window before as (
        partition by party_id order by month rows between unbounded preceding and current row
    )
), measured as (
    select so_far.*, greatest(received - forwarded, 0)::double as held,
        sum(received_now) over (
            partition by so_far.party_id order by month_no
            range between cast(ceil($hold_days / 30.0) as integer) - 1 preceding and current row
        )::double as lately,
        case when lower(party.activity) like '%warehous%' or lower(party.activity) like '%bonded%'
            then 1 else 0 end as is_warehouse,
        party.country,
        case when party.capacity_mw is not null and received > 0
            then least(1000 * party.capacity_mw / (kw::double / received::double), 1e12) end as stated,
        case when ancillary_usd > 0 then least(ancillary_usd::double / typical.usd_per_unit, 1e12) end as shown
    from so_far left join party on party.party_id = so_far.party_id cross join typical
), judged as (
    select *,
        case when is_warehouse = 1 then 0 when stated is not null then least(stated, held)
            when shown is not null then least(shown / 2, held) else 0 end as located_low,
        case when is_warehouse = 1 then 0 when stated is not null then least(stated, held)
            when shown is not null then least(shown * 2, held) else held end as located_high,
        is_warehouse * held as stock_low,
        case when is_warehouse = 1 then held else least(lately, held) end as stock_high
    from measured
), steps as (
    select j.party_id, j.country, home.address_id, j.month,
        (coalesce(stated, 0) - coalesce(lag(stated) over party_months, 0))::decimal(38, 6) as stated,
        (coalesce(shown, 0) - coalesce(lag(shown) over party_months, 0))::decimal(38, 6) as shown,
        (located_low - coalesce(lag(located_low) over party_months, 0))::decimal(38, 6) as located_low,
        (located_high - coalesce(lag(located_high) over party_months, 0))::decimal(38, 6) as located_high,
        (stock_low - coalesce(lag(stock_low) over party_months, 0))::decimal(38, 6) as stock_low,
        (stock_high - coalesce(lag(stock_high) over party_months, 0))::decimal(38, 6) as stock_high
    from judged j left join home on home.party_id = j.party_id
    window party_months as (partition by j.party_id order by j.month)
), flows as (
    select 'site' as scope, address_id::varchar as place, country, month, received, forwarded
    from events where address_id is not null
    union all
    select 'country', country, country, month, received * crosses, forwarded * crosses
    from events where country is not null
), wider as (
    select scope, place, max(country) as country, month, sum(received) as received,
        sum(forwarded) as forwarded, sum(stated) as stated, sum(shown) as shown,
        sum(located_low) as located_low, sum(located_high) as located_high,
        sum(stock_low) as stock_low, sum(stock_high) as stock_high
    from (
        select scope, place, country, month, received, forwarded, 0::decimal(38, 6) as stated,
            0::decimal(38, 6) as shown, 0::decimal(38, 6) as located_low,
            0::decimal(38, 6) as located_high, 0::decimal(38, 6) as stock_low,
            0::decimal(38, 6) as stock_high
        from flows
        union all
        select 'site', address_id::varchar, country, month, 0, 0, stated, shown, located_low,
            located_high, stock_low, stock_high
        from steps where address_id is not null
        union all
        select 'country', country, country, month, 0, 0, stated, shown, located_low, located_high,
            stock_low, stock_high
        from steps where country is not null
    ) told group by scope, place, month
), all_places as (
    select scope, place, country, month, sum(received) over before as received,
        sum(forwarded) over before as forwarded, nullif(sum(stated) over before, 0) as stated,
        nullif(sum(shown) over before, 0) as shown, sum(located_low) over before as located_low,
        sum(located_high) over before as located_high, sum(stock_low) over before as stock_low,
        sum(stock_high) over before as stock_high
    from wider
    window before as (
        partition by scope, place order by month rows between unbounded preceding and current row
    )
    union all
    select 'party', party_id::varchar, country, month, received, forwarded, stated, shown,
        located_low, located_high, stock_low, stock_high
    from judged
)
select scope, place, country, month, received::double as received, forwarded::double as forwarded,
    greatest(forwarded - received, 0)::double as unseen,
    round(stated, 3)::double as stated, round(shown, 3)::double as shown,
    round(located_low, 3)::double as located_low, round(located_high, 3)::double as located_high,
    round(stock_low, 3)::double as stock_low, round(stock_high, 3)::double as stock_high,
    greatest(round(received::double - forwarded::double - located_high::double
        - stock_high::double, 3), 0)::double as gap_low,
    greatest(round(received::double - forwarded::double - located_low::double
        - stock_low::double, 3), 0)::double as gap_high
from all_places
order by scope, place, month
