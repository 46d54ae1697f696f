"""A source is named by its file, without the date."""

import pytest

from detector.records.sources import default_source


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("exports_2025-03.csv", "exports"),
        ("exports-2025-03-09.csv.gz", "exports"),
        ("exports20250309.parquet", "exports"),
        ("2025_W12_ams.jsonl", "ams"),
        ("ams__header_2020__202008241500.csv", "ams__header"),
        ("taiwan_exports_2013_2025.csv", "taiwan_exports"),
        ("ledger 2025Q1 north.xlsx", "ledger_north"),
        ("hs8542.csv", "hs8542"),
        ("export_09-03-2025.csv", "export"),
        ("export_2025-03-09T1200.csv", "export"),
        ("2025-03.csv", "2025-03"),
    ],
)
def test_a_source_is_the_name_without_a_date(name, source):
    assert default_source(name) == source
