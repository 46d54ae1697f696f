-- family: timing
-- view: timing
-- grain: one row per shipment
-- looks: back
-- reads: ledger ref_rule_dates
-- column: to_rule [days] days until the next rule date that tightens, announces or ends a period
--   odd: none
-- column: from_rule [days] days since the last rule date
--   odd: none
-- column: rush [ln] value received by the consignee in the last 45 days over its mean of the 180 days before, minus the same for all computing goods; null without that history
--   odd: high
--   flag: R27
--   says: The consignee's purchases of 45 days grew {value} beyond the trade's own growth; {typical} is usual.
--   innocent: Every lawful buyer hurries before a rule date; projects come in bursts.
-- column: rule_rush [ln] rush of lines with accelerators within 45 days before a rule date; null otherwise
--   odd: high
--   flag: R27
--   says: Just before a rule date the consignee's purchases grew {value} beyond the trade's; {typical} is usual.
--   innocent: Lawful front-loading also looks so.
-- column: wake [days] days since the pair's last line; null for a first line
--   odd: none
--   flag: R08
--   says: The parties had not traded for {value} days; {typical} is usual.
--   innocent: Seasonal and project business also pauses.
with lines as (
    select * from ledger where is_computing
), ruled as (
    select day_no, min(case when rule_no >= day_no then rule_no end) - day_no as to_rule,
        day_no - max(case when rule_no < day_no then rule_no end) as from_rule
    from (select distinct day_no from lines)
    cross join (
        select date_diff('day', date '2000-01-01', date) as rule_no from ref_rule_dates
        where effect in ('tightens', 'licence', 'deadline', 'announces')
    )
    group by day_no
), trade_days as (
    select day_no, sum(value_usd) as value_usd from lines group by day_no
), trade as (
    select day_no,
        sum(value_usd) over (order by day_no range between 44 preceding and current row) as value_now,
        sum(value_usd) over (order by day_no range between 224 preceding and 45 preceding) as value_before
    from trade_days
), bought as (
    select shipment_no, day_no, units,
        sum(value_usd) over (
            partition by consignee_group order by day_no range between 44 preceding and current row
        ) as value_now,
        sum(value_usd) over (
            partition by consignee_group order by day_no range between 224 preceding and 45 preceding
        ) as value_before
    from lines where consignee_group is not null
), rushed as (
    select bought.shipment_no, units, to_rule, from_rule,
        case when bought.value_before > 0 and trade.value_before > 0 and bought.value_now > 0
            and trade.value_now > 0 then ln(bought.value_now::double / bought.value_before::double)
            - ln(trade.value_now::double / trade.value_before::double) end as rush
    from bought join trade using (day_no) left join ruled using (day_no)
), pairs as (
    select shipment_no, day_no - max(day_no) over (
            partition by exporter_group, consignee_group order by day_no
            range between unbounded preceding and 1 preceding
        ) as wake
    from lines where exporter_group is not null and consignee_group is not null
)
select ledger.shipment_no, ruled.to_rule, ruled.from_rule, rushed.rush,
    case when rushed.units > 0 and ruled.to_rule <= 45 then rushed.rush end as rule_rush,
    pairs.wake
from ledger
left join lines l on l.shipment_no = ledger.shipment_no
left join ruled on ruled.day_no = l.day_no
left join rushed on rushed.shipment_no = ledger.shipment_no
left join pairs on pairs.shipment_no = ledger.shipment_no
order by ledger.shipment_no
