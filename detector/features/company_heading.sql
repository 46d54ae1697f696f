-- family: company_heading
-- view: steps
-- grain: one row per company and heading that it sends or receives
-- looks: whole
-- reads: company_line
-- column: company [company] who sends or receives
-- column: hs4 [heading] what
-- column: n_sent [shipments] lines of that heading that it sends
-- column: n_received [shipments] lines of that heading that it receives
-- column: all_sent [shipments] lines of any heading that it sends
-- column: all_received [shipments] lines of any heading that it receives
with counted as (
    select company, hs4, sum(sent)::integer as n_sent, sum(received)::integer as n_received
    from (
        select exporter_group as company, hs4, 1 as sent, 0 as received from company_line
        union all
        select consignee_group, hs4, 0, 1 from company_line
    ) told where company is not null and hs4 is not null
    group by company, hs4
)
select company, hs4, n_sent, n_received,
    (sum(n_sent) over (partition by company))::integer as all_sent,
    (sum(n_received) over (partition by company))::integer as all_received
from counted
order by company, hs4
