-- family: innocent
-- view: parties
-- grain: one row per case
-- looks: whole
-- reads: case_line ledger movement_link party ref_rule_dates ref_accelerators
-- settings: as_of
-- column: lines [shipments] flagged lines of the case
-- column: days_of_records [days] days between the first and the last line of the records
-- column: customers [companies] most consignees that one exporter of the case has sent computing goods to, all history
-- column: customer_lines [shipments] lines that this exporter sent
-- column: customer_days [days] days since this exporter was first seen
-- column: with_procedure [shipments] lines of the case that state a customs procedure
-- column: on_return [shipments] lines of the case under repair or return
-- column: on_loan [shipments] lines of the case under temporary admission
-- column: with_serials [shipments] lines of the case that state serial numbers
-- column: came_back [shipments] lines of the case whose goods went back to where they came from
-- column: ancillaries [shipments] power, cooling, network and rack goods received by the consignees of the case, 120 days before to 60 days after
-- column: ancillaries_known [shipments] such goods received by anybody in the records
-- column: stated_mw [MW] data-centre power that the consignees of the case are said to operate; null where none is stated
-- column: through_forwarder [shipments] lines of the case with a forwarder as consignee or intermediate consignee
-- column: forwarder_with_user [shipments] such lines that name an end user who is somebody else
-- column: days_to_rule [days] days from the last line of the case to the next rule date; null where none follows
-- column: rush_of_peers [ratio] lines of the same goods by other companies in the 45 days before that rule date, over the 45 days before those
-- column: affiliated [shipments] lines of the case between companies said or known to belong together
-- column: with_affiliation [shipments] lines of the case that state whether the companies belong together
-- column: heading_changed [shipments] lines of the case whose goods left again under another heading
-- column: buyer_apart [shipments] lines of the case billed to somebody who is not the consignee
-- column: with_buyer [shipments] lines of the case that name a buyer
-- column: sent_on [share] share of the accelerators of the case that can have left again
-- column: gaming [shipments] lines of the case that hold gaming cards
-- column: aged [shipments] lines of the case whose accelerator was released more than four years before
-- column: with_chip [shipments] lines of the case whose accelerator is known
-- column: ambiguous [shipments] lines of the case under a heading that such goods often share
-- column: restricted [shipments] lines of the case that hold restricted accelerators
-- column: licensed [shipments] such lines that state a licence number
-- column: licences_known [shipments] lines of the records that state a licence number
with inside as (
    select case_line.case_id, ledger.*
    from case_line join ledger using (shipment_no)
), sent as (
    select exporter_group, count(*) as sent_lines, count(distinct consignee_group) as customers,
        min(shipped_on) as first_on
    from ledger where is_computing and exporter_group is not null group by exporter_group
), widest as (
    select case_id, max(customers) as customers, max(sent_lines) as sent_lines,
        max(date_diff('day', first_on, cast($as_of as date))) as days_known
    from (select distinct case_id, exporter_group from inside) pairs
    join sent using (exporter_group) group by case_id
), receivers as (
    select distinct case_id, consignee_group from inside where consignee_group is not null
), spans as (
    select case_id, min(shipped_on) as first_on, max(shipped_on) as last_on from inside
    group by case_id
), fitted as (
    select receivers.case_id, count(*) as ancillaries
    from receivers join spans using (case_id)
    join ledger on ledger.consignee_group = receivers.consignee_group
        and ledger.goods_class in ('power', 'cooling', 'network', 'cable')
        and date_diff('day', ledger.shipped_on, spans.first_on) <= 120
        and date_diff('day', spans.last_on, ledger.shipped_on) <= 60
    group by receivers.case_id
), powered as (
    select receivers.case_id, max(party.capacity_mw) as stated_mw
    from receivers join party on party.group_id = receivers.consignee_group
    group by receivers.case_id
), next_rule as (
    select spans.case_id, min(cast(rule.date as date)) as rule_on
    from spans join ref_rule_dates rule on cast(rule.date as date) >= spans.last_on
        and cast(rule.date as date) <= cast($as_of as date)
    group by spans.case_id
), case_goods as (
    select distinct case_id, goods_class from inside
), rush as (
    select next_rule.case_id,
        sum(case when date_diff('day', ledger.shipped_on, rule_on) <= 45 then 1 else 0 end)
            as near_lines,
        sum(case when date_diff('day', ledger.shipped_on, rule_on) > 45 then 1 else 0 end)
            as far_lines
    from next_rule join case_goods using (case_id)
    join ledger on ledger.goods_class = case_goods.goods_class
        and date_diff('day', ledger.shipped_on, rule_on) between 1 and 90
    left join receivers on receivers.case_id = next_rule.case_id
        and receivers.consignee_group = ledger.consignee_group
    where receivers.case_id is null
    group by next_rule.case_id
), moved as (
    select inside.case_id, inside.shipment_no, sum(cast(link.quantity as double)) as quantity,
        max(case when went.destination_country = inside.exporter_country then 1 else 0 end) as back,
        max(case when went.hs4 <> inside.hs4 then 1 else 0 end) as other_heading
    from inside join movement_link link on link.inbound_no = inside.shipment_no
    join ledger went on went.shipment_no = link.outbound_no
    where inside.units > 0
    group by inside.case_id, inside.shipment_no
), onward as (
    select case_id, sum(quantity) as quantity, sum(back) as back, sum(other_heading) as other_heading
    from moved group by case_id
), whole as (
    select date_diff('day', min(shipped_on), max(shipped_on)) as days_of_records,
        sum(case when goods_class in ('power', 'cooling', 'network', 'cable') then 1 else 0 end)
            as ancillaries_known,
        sum(case when coalesce(trim(license_number), '') <> '' then 1 else 0 end) as licences_known
    from ledger
), counted as (
    select inside.case_id, count(*) as lines,
        sum(case when coalesce(procedure, '') <> '' then 1 else 0 end) as with_procedure,
        sum(case when procedure in ('repair', 'return') then 1 else 0 end) as on_return,
        sum(case when procedure = 'temporary' then 1 else 0 end) as on_loan,
        sum(case when n_serials > 0 then 1 else 0 end) as with_serials,
        sum(case when consignee_kind = 'forwarder' or intermediate_kind = 'forwarder'
            then 1 else 0 end) as through_forwarder,
        sum(case when (consignee_kind = 'forwarder' or intermediate_kind = 'forwarder')
            and end_user_group is not null and end_user_group <> consignee_group
            and coalesce(end_user_kind, '') <> 'forwarder' then 1 else 0 end) as forwarder_with_user,
        sum(case when affiliated then 1 else 0 end) as affiliated,
        sum(case when related_party is not null or affiliated then 1 else 0 end) as with_affiliation,
        sum(case when buyer_group is not null and buyer_group <> consignee_group then 1 else 0 end)
            as buyer_apart,
        sum(case when buyer_group is not null then 1 else 0 end) as with_buyer,
        sum(case when inside.goods_class = 'gaming_card' then 1 else 0 end) as gaming,
        sum(case when chip.id is not null then 1 else 0 end) as with_chip,
        sum(case when date_diff('day', cast(chip.released || '-01' as date), inside.shipped_on)
            > 1461 then 1 else 0 end) as aged,
        sum(case when hs6 in ('847150', '847180', '847330', '854231') then 1 else 0 end) as ambiguous,
        sum(case when is_restricted then 1 else 0 end) as restricted,
        sum(case when is_restricted and coalesce(trim(license_number), '') <> '' then 1 else 0 end)
            as licensed,
        sum(case when inside.units > 0 then inside.units else 0 end) as units
    from inside left join ref_accelerators chip on chip.id = inside.accelerator
    group by inside.case_id
)
select counted.case_id, counted.lines, whole.days_of_records,
    coalesce(widest.customers, 0) as customers, coalesce(widest.sent_lines, 0) as customer_lines,
    widest.days_known as customer_days, with_procedure, on_return, on_loan, with_serials,
    coalesce(onward.back, 0) as came_back, coalesce(fitted.ancillaries, 0) as ancillaries,
    whole.ancillaries_known, powered.stated_mw, through_forwarder, forwarder_with_user,
    date_diff('day', spans.last_on, next_rule.rule_on) as days_to_rule,
    case when rush.far_lines > 0 then cast(rush.near_lines as double) / rush.far_lines end
        as rush_of_peers,
    affiliated, with_affiliation, coalesce(onward.other_heading, 0) as heading_changed,
    buyer_apart, with_buyer,
    case when counted.units > 0
        then least(1.0, coalesce(onward.quantity, 0) / counted.units) end as sent_on,
    gaming, aged, with_chip, ambiguous, restricted, licensed, whole.licences_known
from counted cross join whole
join spans using (case_id)
left join widest using (case_id)
left join fitted using (case_id)
left join powered using (case_id)
left join next_rule using (case_id)
left join rush using (case_id)
left join onward using (case_id)
order by counted.case_id
