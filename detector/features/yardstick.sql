-- family: yardstick
-- view: statistics
-- grain: one row per kind of yardstick, peers and month in which a line asks for it
-- looks: back
-- reads: yardstick_step
-- settings: min_peers peer_days
-- column: kind [text] what is measured among which peers
-- column: peers [text] two words with a stroke between: heading and declared class, item, wording, wording and basis of the mass, or class and consignee's country
-- column: month_no [months] month that asks: year times 12 plus month; peers are of earlier months
-- column: n [shipments] how many peers the middle rests on: headings look back three months where these hold enough peers, items six months, else all of peer_days
-- column: middle [ln] median of the peers' logarithms, to about 0.01
-- column: spread [ln] median distance from it of all peers of peer_days, to about 0.01, and at least 0.05 (0.1 for the value of a line)
with months as (
    select kind, peers, month_no, sum(n) as n from yardstick_step
    group by kind, peers, month_no
), ahead as (
    select unnest(range(1, $peer_days // 30 + 1)) as months
), seen as (
    select kind, peers, month_no + months as month_no, sum(n) as before,
        sum(case when months <= 3 then n else 0 end) as recent
    from months cross join ahead where kind <> 'item value' or months <= 6
    group by kind, peers, month_no + months
), asked as (
    select kind, peers, month_no, before,
        row_number() over (order by kind, peers, month_no) as ask,
        case when kind like 'heading%' and recent >= $min_peers then 3 else $peer_days // 30 end as near,
        case when kind like 'heading%' and recent >= $min_peers then recent else before end as n
    from seen join months using (kind, peers, month_no)
), answering as (
    select m.kind, m.peers, m.month_no, a.ask,
        case when months <= a.near then 1 else 0 end as is_near
    from months m cross join ahead
    join asked a on a.kind = m.kind and a.peers = m.peers
        and a.month_no = m.month_no + months
    where m.kind <> 'item value' or months <= 6
), spanned as (
    select a.ask, s.step, sum(s.n) as here, sum(s.n * a.is_near) as here_near,
        sum(s.total)::double / sum(s.n)::double as mean
    from yardstick_step s join answering a on a.kind = s.kind and a.peers = s.peers
        and a.month_no = s.month_no
    group by a.ask, s.step
), ordered as (
    select ask, mean, sum(here_near) over (partition by ask order by step) as upto
    from spanned where here_near > 0
), centre as (
    select o.ask, (min(case when o.upto * 2 >= a.n then o.mean end)
        + min(case when o.upto * 2 > a.n then o.mean end)) / 2 as middle
    from ordered o join asked a on a.ask = o.ask group by o.ask
), away as (
    select s.ask, s.here, abs(s.mean - c.middle) as distance
    from spanned s join centre c on c.ask = s.ask
), ranked as (
    select ask, distance, sum(here) over (partition by ask order by distance) as upto from away
), edge as (
    select r.ask, (min(case when r.upto * 2 >= a.before then r.distance end)
        + min(case when r.upto * 2 > a.before then r.distance end)) / 2 as spread
    from ranked r join asked a on a.ask = r.ask group by r.ask
)
select a.kind, a.peers, a.month_no, a.n, c.middle,
    greatest(e.spread, case when a.kind = 'line value' then 0.1 else 0.05 end) as spread
from asked a join centre c on c.ask = a.ask join edge e on e.ask = a.ask
order by a.kind, a.peers, a.month_no
