-- family: shipped_lane
-- view: statistics
-- grain: one row per lane, class of goods and month
-- looks: whole
-- reads: ledger twin
-- column: origin [alpha-2] country of the exporter
-- column: destination [alpha-2] country of the consignee
-- column: product [class] class of the goods
-- column: period_no [months] month of the calendar counted from year 0
-- column: amount [accelerators] accelerators that moved, each movement once
-- column: teller [text] who tells: always the loaded shipments
select ledger.exporter_country as origin, ledger.consignee_country as destination,
    'accelerators' as product, ledger.month_no as period_no,
    sum(cast(ledger.units as decimal(18, 3))) as amount, 'shipments' as teller
from ledger left join twin on twin.shipment_no = ledger.shipment_no
where ledger.units > 0 and coalesce(twin.is_primary, true)
    and ledger.exporter_country is not null and ledger.consignee_country is not null
    and ledger.exporter_country <> ledger.consignee_country
group by ledger.exporter_country, ledger.consignee_country, ledger.month_no
order by origin, destination, product, period_no
