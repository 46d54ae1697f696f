from datetime import date

import pandas as pd

from detector.records import find_unfilled, load_frame

LINE = {
    "shipment_id": "A",
    "shipped_on": "2025-03-01",
    "exporter": "Brightwater Trading",
    "exporter_country": "SG",
    "consignee": "Hollow Oak Systems",
    "consignee_country": "MY",
    "hs_code": "847150",
}


def test_columns_that_no_line_fills_are_named_and_so_is_a_register_that_was_not_loaded(con):
    load_frame(con, "shipments", pd.DataFrame([LINE | {"value": "100", "model": ""}]), "a")
    unfilled = find_unfilled(con, date(2025, 12, 31))
    assert {"model", "gross_weight_kg", "parties"} <= set(unfilled)
    assert not {"value", "exporter", "hs_code", "shipment_id"} & set(unfilled)


def test_a_line_after_the_day_of_the_scan_fills_nothing(con):
    later = LINE | {"shipment_id": "B", "shipped_on": "2025-06-01", "value": "100"}
    load_frame(con, "shipments", pd.DataFrame([LINE, later]), "a")
    assert "value" in find_unfilled(con, date(2025, 5, 31))
    assert "value" not in find_unfilled(con, date(2025, 6, 1))


def test_a_register_of_companies_counts_once_it_is_loaded(con):
    load_frame(con, "shipments", pd.DataFrame([LINE]), "a")
    load_frame(con, "parties", pd.DataFrame([{"party": "Hollow Oak", "country": "MY"}]), "a")
    assert "parties" not in find_unfilled(con, date(2025, 12, 31))
