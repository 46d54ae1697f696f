"""Files become records: whole or not at all, no line unaccounted."""

import pytest

from detector.errors import LayoutError, RecordError
from detector.records import LoadPlan, load_files

HEAD = "shipment_id,shipped_on,exporter,exporter_country,consignee,consignee_country,hs_code"
LINE = "A1,2025-03-09,Alder Works,TW,Birch Trading,MY,847180"


@pytest.fixture
def write(tmp_path):
    """Write a file of records and give its path."""

    def written(text, name="shipments.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return written


def fetch(con, query):
    return con.execute(query).fetchall()


def test_a_canonical_line_is_loaded(con, write):
    (report,) = load_files(con, [write(f"{HEAD}\n{LINE}\n")])
    assert (report.loaded, report.rejected, report.skipped) == (1, 0, 1)
    assert report.is_accounted
    assert fetch(con, "select shipment_no, shipment_id, line, hs6, currency from shipments") == [
        (1, "A1", 2, "847180", "USD")
    ]


def test_the_same_file_twice_adds_nothing(con, write):
    path = write(f"{HEAD}\n{LINE}\n")
    load_files(con, [path])
    (again,) = load_files(con, [path])
    assert again.already_loaded
    assert fetch(con, "select count(*) from shipment_versions") == [(1,)]
    assert fetch(con, "select count(*) from loads") == [(1,)]


def test_a_corrected_file_supersedes_and_the_earlier_version_stays(con, write):
    load_files(con, [write(f"{HEAD}\n{LINE}\n")])
    (report,) = load_files(con, [write(f"{HEAD}\n{LINE.replace('MY', 'SG')}\n")])
    assert report.superseded == 1
    assert fetch(con, "select consignee_country from shipments") == [("SG",)]
    versions = "select consignee_country, superseded_by from shipment_versions order by load_id"
    assert fetch(con, versions) == [("MY", 2), ("SG", None)]


def test_a_line_without_a_usable_date_is_rejected_with_its_text(con, write):
    (report,) = load_files(
        con, [write(f"{HEAD}\n{LINE}\n{LINE.replace('2025-03-09', '2025-02-30')}\n")]
    )
    assert (report.loaded, report.rejected) == (1, 1)
    told = "select line, column_name, value, reason, line_kept from rejects"
    assert fetch(con, told) == [(3, "shipped_on", "2025-02-30", "no such day", False)]


def test_strict_stops_at_the_first_reject_and_changes_nothing(con, write):
    path = write(f"{HEAD}\n{LINE}\n{LINE.replace('TW', 'Atlantis').replace('A1', 'A2')}\n")
    with pytest.raises(RecordError, match="Atlantis"):
        load_files(con, [path], LoadPlan(strict=True))
    assert fetch(con, "select count(*) from information_schema.tables") == [(0,)]


def test_a_missing_column_is_told_and_nothing_is_changed(con, write):
    with pytest.raises(LayoutError, match="hs_code"):
        load_files(con, [write(f"{HEAD.removesuffix(',hs_code')}\nA1,2025-03-09,A,TW,B,MY\n")])
    assert fetch(con, "select count(*) from information_schema.tables") == [(0,)]
