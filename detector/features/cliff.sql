-- family: cliff
-- view: timing
-- grain: one row per shipment
-- looks: whole
-- reads: ledger ref_rule_dates
-- column: fall [ln] how much further than the trade's the value that the consignee received fell from the 45 days up to the next rule date to the 90 days after it; only lines with accelerators in those 45 days, once the 90 are over, of consignees with three lines in the 180 days before; at most 4
--   odd: none
--   flag: R27
--   says: After the rule date the consignee's purchases fell {value} further than the trade's; {typical} is usual.
--   innocent: A project that is finished orders no more.
with lines as (
    select shipment_no, day_no, consignee_group, units, value_usd
    from ledger where is_computing and consignee_group is not null
), rules as (
    select distinct date_diff('day', date '2000-01-01', date) as rule_no from ref_rule_dates
    where effect in ('tightens', 'licence', 'deadline', 'announces')
), last_day as (
    select max(day_no) as day_no from ledger
), days as (
    select consignee_group as company, day_no, sum(value_usd) as value_usd, count(*) as n
    from lines group by consignee_group, day_no
), around as (
    select days.company, rules.rule_no,
        sum(case when days.day_no between rules.rule_no - 44 and rules.rule_no then value_usd else 0 end) as upto,
        sum(case when days.day_no > rules.rule_no then value_usd else 0 end) as after,
        sum(case when days.day_no < rules.rule_no - 44 then n else 0 end) as n_before
    from days join rules on days.day_no between rules.rule_no - 224 and rules.rule_no + 90
    group by days.company, rules.rule_no
), trade as (
    select rule_no, sum(upto) as upto, sum(after) as after from around group by rule_no
), asked as (
    select l.shipment_no, l.consignee_group as company, min(rules.rule_no) as rule_no
    from lines l join rules on rules.rule_no between l.day_no and l.day_no + 44
    where l.units > 0
    group by l.shipment_no, l.consignee_group
)
select ledger.shipment_no,
    case when a.n_before >= 3 and a.upto > 0 and t.after > 0 and a.rule_no + 90 <= last_day.day_no
        then least(greatest(ln(a.upto::double / (a.after::double + 0.01 * a.upto::double))
            - ln(t.upto::double / t.after::double), 0), 4) end as fall
from ledger
left join asked on asked.shipment_no = ledger.shipment_no
left join around a on a.company = asked.company and a.rule_no = asked.rule_no
left join trade t on t.rule_no = asked.rule_no
cross join last_day
order by ledger.shipment_no
