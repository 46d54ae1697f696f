-- family: gathering
-- view: network
-- grain: one row per shipment
-- looks: back
-- reads: ledger
-- column: exporter_suppliers [companies] companies that first supplied the exporter in the 30 days up to this line (those that it supplied before do not count); null for other goods and for parties that traded before, either way
--   odd: none
-- column: consignee_suppliers [companies] companies that first supplied the consignee in those days, without the exporter; null for other goods and for parties that traded before, either way
--   odd: none
-- column: meeting [companies] square root of the product of the two: high where one company that gathers supplies another; null for other goods and for parties that traded before, either way
--   odd: none
-- column: exporter_in [lines] first lines that the exporter received in the 90 days up to this line; null for other goods and for parties that traded before, either way
--   odd: none
-- column: exporter_in_source [ln] ln(1 + exporter_suppliers) of those lines, added up; null for other goods and for parties that traded before, either way
--   odd: none
-- column: exporter_in_target [ln] ln(1 + consignee_suppliers) of those lines, added up; null for other goods and for parties that traded before, either way
--   odd: none
-- column: exporter_in_meeting [companies] meeting of those lines, added up; null for other goods and for parties that traded before, either way
--   odd: none
-- column: exporter_in_mean_source [ln] the same as exporter_in_source per line; null also without such lines
--   odd: none
-- column: exporter_in_mean_target [ln] the same as exporter_in_target per line; null also without such lines
--   odd: none
-- column: exporter_in_mean_meeting [companies] the same as exporter_in_meeting per line; null also without such lines
--   odd: none
-- column: exporter_out [lines] first lines that the exporter sent in the 90 days up to this line, without this one; null for other goods and for parties that traded before, either way
--   odd: none
-- column: exporter_out_source [ln] ln(1 + exporter_suppliers) of those lines, added up; null for other goods and for parties that traded before, either way
--   odd: none
-- column: exporter_out_target [ln] ln(1 + consignee_suppliers) of those lines, added up; null for other goods and for parties that traded before, either way
--   odd: none
-- column: exporter_out_meeting [companies] meeting of those lines, added up; null for other goods and for parties that traded before, either way
--   odd: none
-- column: exporter_out_mean_source [ln] the same as exporter_out_source per line; null also without such lines
--   odd: none
-- column: exporter_out_mean_target [ln] the same as exporter_out_target per line; null also without such lines
--   odd: none
-- column: exporter_out_mean_meeting [companies] the same as exporter_out_meeting per line; null also without such lines
--   odd: none
-- column: consignee_in [lines] first lines that the consignee received in the 90 days up to this line, without this one; null for other goods and for parties that traded before, either way
--   odd: none
-- column: consignee_in_source [ln] ln(1 + exporter_suppliers) of those lines, added up; null for other goods and for parties that traded before, either way
--   odd: none
-- column: consignee_in_target [ln] ln(1 + consignee_suppliers) of those lines, added up; null for other goods and for parties that traded before, either way
--   odd: none
-- column: consignee_in_meeting [companies] meeting of those lines, added up; null for other goods and for parties that traded before, either way
--   odd: none
-- column: consignee_in_mean_source [ln] the same as consignee_in_source per line; null also without such lines
--   odd: none
-- column: consignee_in_mean_target [ln] the same as consignee_in_target per line; null also without such lines
--   odd: none
-- column: consignee_in_mean_meeting [companies] the same as consignee_in_meeting per line; null also without such lines
--   odd: none
-- column: consignee_out [lines] first lines that the consignee sent in the 90 days up to this line; null for other goods and for parties that traded before, either way
--   odd: none
-- column: consignee_out_source [ln] ln(1 + exporter_suppliers) of those lines, added up; null for other goods and for parties that traded before, either way
--   odd: none
-- column: consignee_out_target [ln] ln(1 + consignee_suppliers) of those lines, added up; null for other goods and for parties that traded before, either way
--   odd: none
-- column: consignee_out_meeting [companies] meeting of those lines, added up; null for other goods and for parties that traded before, either way
--   odd: none
-- column: consignee_out_mean_source [ln] the same as consignee_out_source per line; null also without such lines
--   odd: none
-- column: consignee_out_mean_target [ln] the same as consignee_out_target per line; null also without such lines
--   odd: none
-- column: consignee_out_mean_meeting [companies] the same as consignee_out_meeting per line; null also without such lines
--   odd: none
with lines as (
    select shipment_no, day_no, exporter_group, consignee_group, row_number() over (
            partition by least(exporter_group, consignee_group),
                greatest(exporter_group, consignee_group)
            order by day_no, shipment_no
        ) as place
    from ledger
    where is_computing and units > 0 and exporter_group <> consignee_group
), begun as (
    select shipment_no, day_no, exporter_group, consignee_group from lines where place = 1
), days as (
    select consignee_group as company, day_no, count(*) as suppliers from begun
    group by consignee_group, day_no
    union all
    select exporter_group, day_no, 0 from begun group by exporter_group, day_no
), counted as (
    select company, day_no, sum(suppliers) over (
            partition by company order by day_no range between 29 preceding and current row
        ) as suppliers
    from days
), broad as (
    select company, day_no, max(suppliers) as suppliers from counted group by company, day_no
), met as (
    select b.shipment_no, b.day_no, b.exporter_group, b.consignee_group, e.suppliers,
        c.suppliers - 1 as other_suppliers,
        round(ln(1 + e.suppliers::double), 6)::decimal(18, 6) as source,
        round(ln(c.suppliers::double), 6)::decimal(18, 6) as target,
        round(sqrt(e.suppliers::double * (c.suppliers - 1)), 6)::decimal(18, 6) as meeting
    from begun b
    join broad e on e.company = b.exporter_group and e.day_no = b.day_no
    join broad c on c.company = b.consignee_group and c.day_no = b.day_no
), turns as (
    select consignee_group as company, day_no, 1 as n_in, source as in_source,
        target as in_target, meeting as in_meeting, 0 as n_out,
        0::decimal(18, 6) as out_source, 0::decimal(18, 6) as out_target,
        0::decimal(18, 6) as out_meeting
    from met
    union all
    select exporter_group, day_no, 0, 0::decimal(18, 6), 0::decimal(18, 6), 0::decimal(18, 6), 1,
        source, target, meeting
    from met
), daily as (
    select company, day_no, sum(n_in) as n_in, sum(in_source) as in_source,
        sum(in_target) as in_target, sum(in_meeting) as in_meeting, sum(n_out) as n_out,
        sum(out_source) as out_source, sum(out_target) as out_target,
        sum(out_meeting) as out_meeting
    from turns group by company, day_no
), told as (
    select company, day_no, sum(n_in) over quarter_ as n_in,
        sum(in_source) over quarter_ as in_source,
        sum(in_target) over quarter_ as in_target,
        sum(in_meeting) over quarter_ as in_meeting,
        sum(n_out) over quarter_ as n_out,
        sum(out_source) over quarter_ as out_source,
        sum(out_target) over quarter_ as out_target,
        sum(out_meeting) over quarter_ as out_meeting
    from daily
    window quarter_ as (
        partition by company order by day_no range between 89 preceding and current row
    )
), sides as (
    select m.shipment_no, m.suppliers, m.other_suppliers, m.meeting,
        e.n_in as exporter_in,
        e.in_source as exporter_in_source,
        e.in_target as exporter_in_target,
        e.in_meeting as exporter_in_meeting,
        e.n_out - 1 as exporter_out,
        e.out_source - m.source as exporter_out_source,
        e.out_target - m.target as exporter_out_target,
        e.out_meeting - m.meeting as exporter_out_meeting,
        c.n_in - 1 as consignee_in,
        c.in_source - m.source as consignee_in_source,
        c.in_target - m.target as consignee_in_target,
        c.in_meeting - m.meeting as consignee_in_meeting,
        c.n_out as consignee_out,
        c.out_source as consignee_out_source,
        c.out_target as consignee_out_target,
        c.out_meeting as consignee_out_meeting
    from met m
    join told e on e.company = m.exporter_group and e.day_no = m.day_no
    join told c on c.company = m.consignee_group and c.day_no = m.day_no
)
select ledger.shipment_no,
    s.suppliers::double as exporter_suppliers,
    s.other_suppliers::double as consignee_suppliers,
    s.meeting::double as meeting,
    s.exporter_in::double as exporter_in,
    s.exporter_in_source::double as exporter_in_source,
    s.exporter_in_target::double as exporter_in_target,
    s.exporter_in_meeting::double as exporter_in_meeting,
    s.exporter_in_source::double / nullif(s.exporter_in, 0) as exporter_in_mean_source,
    s.exporter_in_target::double / nullif(s.exporter_in, 0) as exporter_in_mean_target,
    s.exporter_in_meeting::double / nullif(s.exporter_in, 0) as exporter_in_mean_meeting,
    s.exporter_out::double as exporter_out,
    s.exporter_out_source::double as exporter_out_source,
    s.exporter_out_target::double as exporter_out_target,
    s.exporter_out_meeting::double as exporter_out_meeting,
    s.exporter_out_source::double / nullif(s.exporter_out, 0) as exporter_out_mean_source,
    s.exporter_out_target::double / nullif(s.exporter_out, 0) as exporter_out_mean_target,
    s.exporter_out_meeting::double / nullif(s.exporter_out, 0) as exporter_out_mean_meeting,
    s.consignee_in::double as consignee_in,
    s.consignee_in_source::double as consignee_in_source,
    s.consignee_in_target::double as consignee_in_target,
    s.consignee_in_meeting::double as consignee_in_meeting,
    s.consignee_in_source::double / nullif(s.consignee_in, 0) as consignee_in_mean_source,
    s.consignee_in_target::double / nullif(s.consignee_in, 0) as consignee_in_mean_target,
    s.consignee_in_meeting::double / nullif(s.consignee_in, 0) as consignee_in_mean_meeting,
    s.consignee_out::double as consignee_out,
    s.consignee_out_source::double as consignee_out_source,
    s.consignee_out_target::double as consignee_out_target,
    s.consignee_out_meeting::double as consignee_out_meeting,
    s.consignee_out_source::double / nullif(s.consignee_out, 0) as consignee_out_mean_source,
    s.consignee_out_target::double / nullif(s.consignee_out, 0) as consignee_out_mean_target,
    s.consignee_out_meeting::double / nullif(s.consignee_out, 0) as consignee_out_mean_meeting
from ledger
left join sides s on s.shipment_no = ledger.shipment_no
order by ledger.shipment_no
