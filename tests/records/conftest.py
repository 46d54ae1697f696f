"""Fixtures of the records tests."""

import pytest

HEAD = "shipment_id,shipped_on,exporter,exporter_country,consignee,consignee_country,hs_code"
LINE = "A1,2025-03-09,Alder Works,TW,Birch Trading,MY,847180"


@pytest.fixture
def write(tmp_path):
    """Give a function that writes a file of records and returns its path."""

    def written(text, name="shipments.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return written


@pytest.fixture
def fetch(con):
    """Give a function that runs a query and returns its rows."""
    return lambda query: con.execute(query).fetchall()
