-- family: control_question
-- view: controls
-- grain: one row per shipment
-- looks: back
-- reads: ledger party party_stake ref_countries ref_accelerators
-- column: shipped_on [date] export or departure
-- column: exporter_country [ISO 3166] country of export; null when not known
-- column: destination_country [ISO 3166] country of ultimate destination; null when not known
-- column: holds [text] none, known or unknown accelerators
-- column: chip [text] catalogue id of the accelerator when it is known
-- column: consignee_hq [ISO 3166] country of the consignee's parent; null when not known
-- column: end_user [text] same = the consignee; named = another party; missing = not stated though the consignee only forwards
-- column: end_user_hq [ISO 3166] country of the parent of the end user named; null when not known
-- column: listed [true or false] consignee or end user carries a listed name of its country; null when only the name is equal
-- column: owner_listed [true or false] their owner carries a listed name of its country; null when only the name is equal
-- column: owner_share [0 to 1] share of that owner; null when not known
with stake as (
    select l.shipment_no, consignee.owner_share as consignee_share,
        end_user.owner_share as end_user_share,
        case when consignee.sure_since <= l.shipped_on then true
            when consignee.name_since <= l.shipped_on then null else false end
            or case when end_user.sure_since <= l.shipped_on then true
                when end_user.name_since <= l.shipped_on then null else false end as listed,
        case when consignee.owner_sure_since <= l.shipped_on then true
            when consignee.owner_name_since <= l.shipped_on then null else false end
            as consignee_owner,
        case when end_user.owner_sure_since <= l.shipped_on then true
            when end_user.owner_name_since <= l.shipped_on then null else false end
            as end_user_owner
    from ledger l
    left join party_stake consignee on consignee.party_id = l.consignee_id
    left join party_stake end_user on end_user.party_id = l.end_user_id
), owner as (
    -- An owner of one party and a share in the other must not meet: the weightier pair is kept.
    select *,
        case when end_user_owner and end_user_share >= 0.5 then 2
            when not (end_user_owner and end_user_share >= 0.5) then 0 else 1 end
        > case when consignee_owner and consignee_share >= 0.5 then 2
            when not (consignee_owner and consignee_share >= 0.5) then 0 else 1 end
            as is_end_users
    from stake
)
select l.shipment_no, l.shipped_on, from_.iso2 as exporter_country, to_.iso2 as destination_country,
    case when coalesce(l.units, 0) <= 0 then 'none'
        when chip.id is not null and coalesce(l.sure, 0) >= 0.6 then 'known'
        else 'unknown' end as holds,
    case when coalesce(l.units, 0) > 0 and coalesce(l.sure, 0) >= 0.6 then chip.id end as chip,
    consignee_home.iso2 as consignee_hq,
    case when l.end_user_group is not null and l.end_user_group is distinct from l.consignee_group
            then 'named'
        when l.end_user_group is not null then 'same'
        when l.consignee_kind is not null or l.consignee_type in ('forwarder', 'bank') then 'missing'
        else 'same' end as end_user,
    end_user_home.iso2 as end_user_hq,
    owner.listed,
    case when owner.is_end_users then owner.end_user_owner else owner.consignee_owner end
        as owner_listed,
    case when owner.is_end_users then owner.end_user_share else owner.consignee_share end
        as owner_share
from ledger l
left join ref_countries from_ on from_.iso2 = l.exporter_country
left join ref_countries to_ on to_.iso2 = l.destination_country
left join ref_accelerators chip on chip.id = l.accelerator
left join party consignee on consignee.party_id = l.consignee_id
left join party end_user on end_user.party_id = l.end_user_id
left join ref_countries consignee_home on consignee_home.iso2 = consignee.parent_country
left join ref_countries end_user_home on end_user_home.iso2 = end_user.parent_country
join owner on owner.shipment_no = l.shipment_no
order by l.shipment_no
