-- family: control_rule
-- view: controls
-- grain: one row per shipment and rule that bears on it
-- looks: back
-- reads: control_question ref_rules ref_rule_items ref_rule_scopes ref_countries ref_accelerators
-- column: rule_id [text] row of ref_rules
-- column: jurisdiction [text] whose rule it is
-- column: control_row [text] row of the control list that the accelerator meets, or letter, any
-- column: policy [text] how applications are reviewed
-- column: bearing [text] applies, may apply, suspended, not enforced, unverified, ended (a suspension that is over) or onward (a later leg from the destination)
-- column: missing [text] what is not known, separated by |; null when nothing
-- column: replaces [text] rule whose policy the row replaces
-- column: red_flag [text] published red flag that the row stands for though it does not apply
with scope_country as (
    select iso2 as scope, iso2 from ref_countries
    union all
    select s.scope, c.iso2
    from ref_rule_scopes s
    join ref_countries c on case when s.kind = 'country' then s.member = c.iso2
        when s.member = 'all' then true
        when s.member = 'D:1' then c.group_d1
        when s.member = 'D:4' then c.group_d4
        when s.member = 'D:5' then c.group_d5
        when s.member = 'A:1' then c.group_a1
        when s.member = 'A:5' then c.group_a5
        when s.member = 'A:6' then c.group_a6
        else false end
    group by s.scope, c.iso2
    having count(case when s.side = 'out' then 1 end) = 0
), tested as (
    -- An unknown chip ('?') meets only what every accelerator meets.
    select i.item_scope, a.id as chip, i.control_row,
        (i.tpp_min is null or a.tpp >= i.tpp_min)
        and (i.tpp_max is null or a.tpp < i.tpp_max)
        and (i.density_min is null or a.density >= i.density_min)
        and (i.density_max is null or a.density < i.density_max)
        and (i.interconnect_gb_s_min is null or a.interconnect_gb_s >= i.interconnect_gb_s_min)
        and (i.dram_gb_s_max is null or a.dram_gb_s < i.dram_gb_s_max)
        and (i.dc_use is null or (i.dc_use = 'no') = (a.dc_use = 'no'))
        and (i.chips is null or concat('|', i.chips, '|') like concat('%|', a.id, '|%')) as fits
    from ref_rule_items i cross join ref_accelerators a
    union all
    select item_scope, '?', control_row, case when control_row = 'any' then true end
    from ref_rule_items
), chip_rule as (
    select r.*, t.chip, t.fits, t.control_row
    from ref_rules r
    join (
        select item_scope, chip, min(case when fits then control_row end) as control_row,
            case when count(case when fits then 1 end) > 0 then true end as fits
        from tested where coalesce(fits, true) group by item_scope, chip
    ) t on t.item_scope = r.item_scope
), met as (
    select q.*, r.rule_id, r.jurisdiction, r.control_row, r.policy, r.state, r.mark, r.replaces,
        r.owner_scope, r.origin_scope, r.fits as chip_fits,
        q.shipped_on > r.valid_to as is_over,
        case when r.origin_scope is null then true when q.exporter_country is null then null
            else from_.iso2 is not null end as origin_fits,
        case when r.destination_scope is null then true when q.destination_country is null then null
            else to_.iso2 is not null end as destination_fits,
        case when r.headquarters_scope is null then true
            else case when q.consignee_hq is null then null else home.iso2 is not null end
                or case when q.end_user = 'same' then false
                    when q.end_user = 'missing' or q.end_user_hq is null then null
                    else end_home.iso2 is not null end end as headquarters_fit,
        case when r.owner_scope is null then true
            when r.owner_scope = 'listed' then q.listed
            else q.owner_listed and q.owner_share >= 0.5 end as owner_fits
    from control_question q
    join chip_rule r on r.chip = case when q.holds = 'known' then q.chip else '?' end
    left join scope_country from_ on from_.scope = r.origin_scope and from_.iso2 = q.exporter_country
    left join scope_country to_ on to_.scope = r.destination_scope and to_.iso2 = q.destination_country
    left join scope_country home on home.scope = r.headquarters_scope and home.iso2 = q.consignee_hq
    left join scope_country end_home on end_home.scope = r.headquarters_scope
        and end_home.iso2 = q.end_user_hq
    where q.holds <> 'none' and q.shipped_on >= r.valid_from
        and (r.valid_to is null or q.shipped_on <= r.valid_to or r.state = 'suspended')
), judged as (
    select *, chip_fits and origin_fits and destination_fits and headquarters_fit and owner_fits
            as matches,
        nullif(concat_ws('|', case when chip_fits is null and chip is null then 'chip' end,
            case when chip_fits is null and chip is not null then 'figures' end,
            case when origin_fits is null then 'exporter country' end,
            case when destination_fits is null then 'destination' end,
            case when headquarters_fit is null and consignee_hq is null then 'parent' end,
            case when headquarters_fit is null and end_user = 'missing' then 'end user' end,
            case when headquarters_fit is null and end_user = 'named' and end_user_hq is null
                then 'parent of the end user' end,
            case when owner_fits is null and owner_scope = 'listed' then 'identity' end,
            case when owner_fits is null and owner_scope <> 'listed' and owner_listed is null
                then 'identity of the owner' end,
            case when owner_fits is null and owner_scope <> 'listed' and owner_share is null
                then 'owner share' end), '') as missing
    from met
    where coalesce(chip_fits and origin_fits and destination_fits and headquarters_fit
        and owner_fits, true)
), borne as (
    select shipment_no, rule_id, jurisdiction, control_row, policy,
        case when is_over then 'ended'
            when mark = 'unverified' then 'unverified'
            when state = 'suspended' then 'suspended'
            when state = 'not_enforced' then 'not enforced'
            when matches then 'applies' else 'may apply' end as bearing,
        missing, replaces, owner_scope
    from judged
    union all
    select q.shipment_no, r.rule_id, r.jurisdiction, r.control_row, r.policy, 'onward', null,
        r.replaces, r.owner_scope
    from control_question q
    join chip_rule r on r.chip = q.chip and r.fits
    join scope_country starts on starts.scope = r.origin_scope
        and starts.iso2 = q.destination_country
    left join scope_country from_ on from_.scope = r.origin_scope and from_.iso2 = q.exporter_country
    where q.holds = 'known' and r.replaces is null and from_.iso2 is null
        and r.state = 'in_force' and r.mark <> 'unverified' and q.shipped_on >= r.valid_from
        and (r.valid_to is null or q.shipped_on <= r.valid_to)
)
select shipment_no, rule_id, jurisdiction, control_row, policy, bearing, missing, replaces,
    case when owner_scope = 'listed-50' and bearing <> 'applies' then 'R14' end as red_flag
from borne
order by shipment_no, rule_id, bearing
