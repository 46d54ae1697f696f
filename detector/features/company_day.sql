-- family: company_day
-- view: steps
-- grain: one row per company and day on which it sends or receives
-- looks: whole
-- reads: company_line
-- column: company [company] who sends, or receives on a day
-- column: day_no [days] the day
-- column: oddness [MADs] sum over the lines that it sends that day
-- column: n [shipments] lines in that sum
-- column: disguise [0 to 1] sum over the lines that it sends that day
-- column: n_disguise [shipments] lines in that sum
-- column: to_ends [shipments] lines that it sends abroad that day to a D:5 country, Hong Kong or Macau
-- column: n_ends [shipments] lines that it sends abroad that day
select company, day_no, sum(oddness)::decimal(18, 6) as oddness, count(oddness)::integer as n,
    sum(disguise)::decimal(18, 6) as disguise, count(disguise)::integer as n_disguise,
    sum(to_ends)::integer as to_ends, count(to_ends)::integer as n_ends
from (
    select exporter_group as company, day_no, oddness, disguise, to_ends from company_line
    union all
    select consignee_group, day_no, null, null, null from company_line
) told where company is not null
group by company, day_no
order by company, day_no
