-- family: company_near
-- view: steps
-- grain: one row per company and day on which it sends or receives
-- looks: whole
-- reads: company_day
-- column: company [company] who sends, or receives on a day
-- column: day_no [days] the day
-- column: oddness [MADs] sum over the lines that it sends within 180 days of that day
-- column: n [shipments] lines in that sum
-- column: disguise [0 to 1] sum over the lines that it sends within 180 days
-- column: n_disguise [shipments] lines in that sum
-- column: to_ends [shipments] lines that it sends abroad within 180 days to a D:5 country, Hong Kong or Macau
-- column: n_ends [shipments] lines that it sends abroad within 180 days
select company, day_no, (sum(oddness) over near)::decimal(18, 6) as oddness,
    (sum(n) over near)::integer as n, (sum(disguise) over near)::decimal(18, 6) as disguise,
    (sum(n_disguise) over near)::integer as n_disguise,
    (sum(to_ends) over near)::integer as to_ends, (sum(n_ends) over near)::integer as n_ends
from company_day
window near as (
    partition by company order by day_no range between 180 preceding and 180 following
)
order by company, day_no
