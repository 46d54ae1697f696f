-- family: wording
-- view: goods
-- grain: one row per shipment
-- looks: back
-- horizon: peer_days
-- reads: ledger line_wording yardstick
-- settings: min_peers peer_days
-- column: weight_gap [MADs] log weight per piece minus the median of earlier lines described in the same words, net and gross apart; null under min_peers
--   odd: both
--   flag: R11
--   says: Weight per piece lies {value} {unit} from {peers} lines described in the same words; {typical} is usual.
--   innocent: Short descriptions cover small and large articles.
-- column: weight_peers [shipments] how many lines weight_gap rests on
--   odd: none
-- column: value_gap [MADs] log value per piece minus the median of the same lines; null under min_peers
--   odd: both
--   flag: R27
--   says: Value per piece lies {value} {unit} from {peers} lines described in the same words; {typical} is usual.
--   innocent: Short descriptions cover cheap and costly articles.
-- column: value_peers [shipments] how many lines value_gap rests on
--   odd: none
-- column: density_gap [MADs] log value per kg minus the median of the same lines; null under min_peers
--   odd: both
--   flag: R27
--   says: Value per kg lies {value} {unit} from {peers} lines described in the same words; {typical} is usual.
--   innocent: Short descriptions cover cheap and costly articles.
-- column: density_peers [shipments] how many lines density_gap rests on
--   odd: none
-- column: heading_surprise [nats] how unexpected the HS heading is for goods described in these words, over the peer_days before; null under min_peers
--   odd: high
--   flag: R31
--   says: Goods described in these words seldom stand under this heading: {value}; {typical} is usual.
--   innocent: Classification is disputed for many goods.
with measured as (
    select l.shipment_no, l.day_no, l.month_no, l.hs4, w.wording_id,
        w.wording_id::varchar || '/' || coalesce(l.mass_basis, '') as peers,
        case when l.usd_per_piece > 0 then ln(l.usd_per_piece) end as per_piece,
        case when l.usd_per_kg > 0 then ln(l.usd_per_kg) end as per_kg,
        case when l.kg_per_piece > 0 then ln(l.kg_per_piece) end as weight
    from ledger l join line_wording w on w.shipment_no = l.shipment_no
    where l.is_computing
), headed as (
    select shipment_no, count(*) over heading_year as n_heading, count(*) over year_ as n_wording
    from measured where hs4 is not null
    window heading_year as (
        partition by wording_id, hs4 order by day_no range between $peer_days preceding and 1 preceding
    ), year_ as (
        partition by wording_id order by day_no range between $peer_days preceding and 1 preceding
    )
)
select ledger.shipment_no,
    case when w.n >= $min_peers then (m.weight - w.middle) / w.spread end as weight_gap,
    w.n as weight_peers,
    case when v.n >= $min_peers then (m.per_piece - v.middle) / v.spread end as value_gap,
    v.n as value_peers,
    case when d.n >= $min_peers then (m.per_kg - d.middle) / d.spread end as density_gap,
    d.n as density_peers,
    case when headed.n_wording >= $min_peers
        then -ln((headed.n_heading + 0.5) / (headed.n_wording + 5.0)) end as heading_surprise
from ledger
left join measured m on m.shipment_no = ledger.shipment_no
left join yardstick w on w.kind = 'wording weight' and w.peers = m.peers and w.month_no = m.month_no
left join yardstick v on v.kind = 'wording value' and v.peers = m.wording_id::varchar || '/'
    and v.month_no = m.month_no
left join yardstick d on d.kind = 'wording density' and d.peers = m.peers and d.month_no = m.month_no
left join headed on headed.shipment_no = ledger.shipment_no
order by ledger.shipment_no
