-- family: company
-- view: parties
-- grain: one row per shipment
-- looks: whole
-- reads: ledger wording disguise
-- steps: company_line company_day company_near company_heading company_sent company_received
-- column: exporter_oddness [MADs] mean distance, at most 10, of weight and value per piece from lines described in the same words, over the other lines that the exporter sends within 180 days; null under two such lines
--   odd: high
--   flag: R11
--   says: Other goods that the exporter sends lie {value} {unit} from what their words lead to expect; {typical} is usual.
--   innocent: A company with unusual articles also looks so.
-- column: consignee_oddness [MADs] the same over the lines that the consignee sends
--   odd: high
--   flag: R11
--   says: Goods that the consignee sends lie {value} {unit} from what their words lead to expect; {typical} is usual.
--   innocent: A company with unusual articles also looks so.
-- column: exporter_disguise [0 to 1] mean, over the other lines that the exporter sends within 180 days, of how much of its accelerators is unaccounted for times how alike the weight per piece is; null under two such lines
--   odd: high
--   flag: R12
--   says: Other goods that the exporter sends weigh as the accelerators that it received and that were not seen again: {value}; {typical} is usual.
--   innocent: Many cards and servers weigh alike.
-- column: consignee_disguise [0 to 1] the same over the lines that the consignee sends
--   odd: high
--   flag: R12
--   says: Goods that the consignee sends weigh as the accelerators that it received and that were not seen again: {value}; {typical} is usual.
--   innocent: Many cards and servers weigh alike.
-- column: consignee_to_ends [share] share of the lines that the consignee sends abroad within 180 days that go to a D:5 country, Hong Kong or Macau; only lines with accelerators that go elsewhere; null under two
--   odd: high
--   flag: R29
--   says: {value} of what the consignee sends abroad goes to places that may not receive restricted accelerators; {typical} is usual.
--   innocent: Large lawful trade goes there.
-- column: exporter_range [nats] how unexpected the HS heading is among what the exporter sent otherwise; null under three other lines
--   odd: high
--   flag: R03
--   says: The exporter otherwise sends other goods: {value}; {typical} is usual.
--   innocent: Companies widen their range.
-- column: consignee_range [nats] how unexpected the HS heading is among what the consignee received otherwise; null under three other lines
--   odd: high
--   flag: R03
--   says: The consignee otherwise receives other goods: {value}; {typical} is usual.
--   innocent: Companies widen their range.
select ledger.shipment_no, s.oddness as exporter_oddness, r.oddness as consignee_oddness,
    s.disguise as exporter_disguise, r.disguise as consignee_disguise,
    r.to_ends as consignee_to_ends, s.surprise as exporter_range, r.surprise as consignee_range
from ledger
left join company_sent s on s.shipment_no = ledger.shipment_no
left join company_received r on r.shipment_no = ledger.shipment_no
order by ledger.shipment_no
