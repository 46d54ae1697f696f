-- family: windows
-- view: statistics
-- grain: one row per shipment
-- looks: back
-- reads: ledger
-- column: exporter_customers_3 [companies] companies that the exporter first supplied in the 3 days up to this line; null for other goods and for parties that traded before
--   odd: none
-- column: exporter_suppliers_3 [companies] companies that first supplied the exporter in the 3 days up to this line; null for other goods and for parties that traded before
--   odd: none
-- column: exporter_sent_3 [accelerators] accelerators that the exporter sent in first lines of those 3 days; null for other goods and for parties that traded before
--   odd: none
-- column: exporter_received_3 [accelerators] accelerators that the exporter received in first lines of those 3 days; null for other goods and for parties that traded before
--   odd: none
-- column: exporter_customers_7 [companies] companies that the exporter first supplied in the 7 days up to this line; null for other goods and for parties that traded before
--   odd: none
-- column: exporter_suppliers_7 [companies] companies that first supplied the exporter in the 7 days up to this line; null for other goods and for parties that traded before
--   odd: none
-- column: exporter_sent_7 [accelerators] accelerators that the exporter sent in first lines of those 7 days; null for other goods and for parties that traded before
--   odd: none
-- column: exporter_received_7 [accelerators] accelerators that the exporter received in first lines of those 7 days; null for other goods and for parties that traded before
--   odd: none
-- column: exporter_customers_14 [companies] companies that the exporter first supplied in the 14 days up to this line; null for other goods and for parties that traded before
--   odd: none
-- column: exporter_suppliers_14 [companies] companies that first supplied the exporter in the 14 days up to this line; null for other goods and for parties that traded before
--   odd: none
-- column: exporter_sent_14 [accelerators] accelerators that the exporter sent in first lines of those 14 days; null for other goods and for parties that traded before
--   odd: none
-- column: exporter_received_14 [accelerators] accelerators that the exporter received in first lines of those 14 days; null for other goods and for parties that traded before
--   odd: none
-- column: exporter_customers_30 [companies] companies that the exporter first supplied in the 30 days up to this line; null for other goods and for parties that traded before
--   odd: none
-- column: exporter_suppliers_30 [companies] companies that first supplied the exporter in the 30 days up to this line; null for other goods and for parties that traded before
--   odd: none
-- column: exporter_sent_30 [accelerators] accelerators that the exporter sent in first lines of those 30 days; null for other goods and for parties that traded before
--   odd: none
-- column: exporter_received_30 [accelerators] accelerators that the exporter received in first lines of those 30 days; null for other goods and for parties that traded before
--   odd: none
-- column: consignee_customers_3 [companies] companies that the consignee first supplied in the 3 days up to this line; null for other goods and for parties that traded before
--   odd: none
-- column: consignee_suppliers_3 [companies] companies that first supplied the consignee in the 3 days up to this line; null for other goods and for parties that traded before
--   odd: none
-- column: consignee_sent_3 [accelerators] accelerators that the consignee sent in first lines of those 3 days; null for other goods and for parties that traded before
--   odd: none
-- column: consignee_received_3 [accelerators] accelerators that the consignee received in first lines of those 3 days; null for other goods and for parties that traded before
--   odd: none
-- column: consignee_customers_7 [companies] companies that the consignee first supplied in the 7 days up to this line; null for other goods and for parties that traded before
--   odd: none
-- column: consignee_suppliers_7 [companies] companies that first supplied the consignee in the 7 days up to this line; null for other goods and for parties that traded before
--   odd: none
-- column: consignee_sent_7 [accelerators] accelerators that the consignee sent in first lines of those 7 days; null for other goods and for parties that traded before
--   odd: none
-- column: consignee_received_7 [accelerators] accelerators that the consignee received in first lines of those 7 days; null for other goods and for parties that traded before
--   odd: none
-- column: consignee_customers_14 [companies] companies that the consignee first supplied in the 14 days up to this line; null for other goods and for parties that traded before
--   odd: none
-- column: consignee_suppliers_14 [companies] companies that first supplied the consignee in the 14 days up to this line; null for other goods and for parties that traded before
--   odd: none
-- column: consignee_sent_14 [accelerators] accelerators that the consignee sent in first lines of those 14 days; null for other goods and for parties that traded before
--   odd: none
-- column: consignee_received_14 [accelerators] accelerators that the consignee received in first lines of those 14 days; null for other goods and for parties that traded before
--   odd: none
-- column: consignee_customers_30 [companies] companies that the consignee first supplied in the 30 days up to this line; null for other goods and for parties that traded before
--   odd: none
-- column: consignee_suppliers_30 [companies] companies that first supplied the consignee in the 30 days up to this line; null for other goods and for parties that traded before
--   odd: none
-- column: consignee_sent_30 [accelerators] accelerators that the consignee sent in first lines of those 30 days; null for other goods and for parties that traded before
--   odd: none
-- column: consignee_received_30 [accelerators] accelerators that the consignee received in first lines of those 30 days; null for other goods and for parties that traded before
--   odd: none
with lines as (
    select shipment_no, day_no, exporter_group, consignee_group, units::decimal(18, 3) as units,
        row_number() over (
            partition by exporter_group, consignee_group order by day_no, shipment_no
        ) as place
    from ledger
    where is_computing and units > 0 and exporter_group <> consignee_group
), begun as (
    select shipment_no, day_no, exporter_group, consignee_group, units from lines where place = 1
), events as (
    select exporter_group as company, day_no, 1 as customers, 0 as suppliers, units as sent,
        0::decimal(18, 3) as received
    from begun
    union all
    select consignee_group, day_no, 0, 1, 0::decimal(18, 3), units from begun
), days as (
    select company, day_no, sum(customers) as customers, sum(suppliers) as suppliers,
        sum(sent) as sent, sum(received) as received
    from events group by company, day_no
), told as (
    select company, day_no,
        sum(customers) over w3 as customers_3,
        sum(suppliers) over w3 as suppliers_3,
        sum(sent) over w3 as sent_3,
        sum(received) over w3 as received_3,
        sum(customers) over w7 as customers_7,
        sum(suppliers) over w7 as suppliers_7,
        sum(sent) over w7 as sent_7,
        sum(received) over w7 as received_7,
        sum(customers) over w14 as customers_14,
        sum(suppliers) over w14 as suppliers_14,
        sum(sent) over w14 as sent_14,
        sum(received) over w14 as received_14,
        sum(customers) over w30 as customers_30,
        sum(suppliers) over w30 as suppliers_30,
        sum(sent) over w30 as sent_30,
        sum(received) over w30 as received_30
    from days
    window w3 as (partition by company order by day_no range between 2 preceding and current row),
        w7 as (partition by company order by day_no range between 6 preceding and current row),
        w14 as (partition by company order by day_no range between 13 preceding and current row),
        w30 as (partition by company order by day_no range between 29 preceding and current row)
)
select ledger.shipment_no,
    s.customers_3 as exporter_customers_3,
    s.suppliers_3 as exporter_suppliers_3,
    s.sent_3 as exporter_sent_3,
    s.received_3 as exporter_received_3,
    s.customers_7 as exporter_customers_7,
    s.suppliers_7 as exporter_suppliers_7,
    s.sent_7 as exporter_sent_7,
    s.received_7 as exporter_received_7,
    s.customers_14 as exporter_customers_14,
    s.suppliers_14 as exporter_suppliers_14,
    s.sent_14 as exporter_sent_14,
    s.received_14 as exporter_received_14,
    s.customers_30 as exporter_customers_30,
    s.suppliers_30 as exporter_suppliers_30,
    s.sent_30 as exporter_sent_30,
    s.received_30 as exporter_received_30,
    r.customers_3 as consignee_customers_3,
    r.suppliers_3 as consignee_suppliers_3,
    r.sent_3 as consignee_sent_3,
    r.received_3 as consignee_received_3,
    r.customers_7 as consignee_customers_7,
    r.suppliers_7 as consignee_suppliers_7,
    r.sent_7 as consignee_sent_7,
    r.received_7 as consignee_received_7,
    r.customers_14 as consignee_customers_14,
    r.suppliers_14 as consignee_suppliers_14,
    r.sent_14 as consignee_sent_14,
    r.received_14 as consignee_received_14,
    r.customers_30 as consignee_customers_30,
    r.suppliers_30 as consignee_suppliers_30,
    r.sent_30 as consignee_sent_30,
    r.received_30 as consignee_received_30
from ledger
left join begun b on b.shipment_no = ledger.shipment_no
left join told s on s.company = b.exporter_group and s.day_no = b.day_no
left join told r on r.company = b.consignee_group and r.day_no = b.day_no
order by ledger.shipment_no
