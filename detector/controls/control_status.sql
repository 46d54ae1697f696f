-- family: control_status
-- view: controls
-- grain: one row per shipment
-- looks: back
-- reads: control_question control_rule ref_rule_policies ref_rule_coverage
-- column: status [text] needed, not needed under the listed rows, denied or undetermined: a screening aid, not a licence determination
-- column: rule_id [text] the strictest row that applies, or that may apply where none does for sure; null when none
-- column: policy [text] how applications under that row are reviewed
-- column: control_row [text] row of the control list that the accelerator meets under that rule
-- column: missing [text] what would have to be known, separated by |; null when nothing
-- column: is_past_known [true or false] shipped after the day up to which the rows are known
-- column: red_flag [text] published red flag of a suspended or open ownership row
-- column: ended_rule_id [text] row whose suspension was to end before the shipment: check again
-- column: onward_rule_id [text] row that a later leg from the destination would meet
with bearing as (
    select r.*, p.outcome, p.strictness, newer.bearing as newer
    from control_rule r
    join ref_rule_policies p on p.policy = r.policy
    left join control_rule newer on newer.shipment_no = r.shipment_no
        and newer.replaces = r.rule_id and newer.bearing in ('applies', 'may apply')
    where r.bearing in ('applies', 'may apply')
), foremost as (
    select shipment_no, rule_id, policy, control_row, missing, bearing,
        case when newer = 'may apply' then 'needed' else outcome end as outcome
    from bearing
    where coalesce(newer, '') <> 'applies'
    qualify row_number() over (
        partition by shipment_no order by bearing, strictness, rule_id
    ) = 1
), beside as (
    select shipment_no, max(red_flag) as red_flag,
        min(case when bearing = 'ended' then rule_id end) as ended_rule_id,
        min(case when bearing = 'onward' then rule_id end) as onward_rule_id
    from control_rule group by shipment_no
), reach as (
    select min(known_through) as known_through from ref_rule_coverage
)
select q.shipment_no,
    case when q.holds = 'none' then 'not needed under the listed rows'
        when q.shipped_on > reach.known_through then 'undetermined'
        when foremost.bearing = 'applies' then foremost.outcome
        when foremost.bearing = 'may apply' then 'undetermined'
        else 'not needed under the listed rows' end as status,
    foremost.rule_id, foremost.policy, foremost.control_row, foremost.missing,
    q.holds <> 'none' and q.shipped_on > reach.known_through as is_past_known,
    beside.red_flag, beside.ended_rule_id, beside.onward_rule_id
from control_question q
cross join reach
left join foremost on foremost.shipment_no = q.shipment_no
left join beside on beside.shipment_no = q.shipment_no
order by q.shipment_no
