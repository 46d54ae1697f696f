import gzip
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from detector.errors import InputError
from detector.records.guess_table import header_at, read_head

TEXT = "EXPORTER;HS_CODE;VALUE\nNorthfield Ltd;854231;7\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiter_and_encoding_are_found(tmp_path, encoding):
    (tmp_path / "x.csv").write_text(TEXT, encoding=encoding)
    head = read_head(tmp_path / "x.csv")
    assert head.delimiter == ";" and head.rows[0] == ("EXPORTER", "HS_CODE", "VALUE")


def test_a_packed_file_is_read(tmp_path):
    (tmp_path / "x.csv.gz").write_bytes(gzip.compress(TEXT.encode()))
    assert read_head(tmp_path / "x.csv.gz").rows[1] == ("Northfield Ltd", "854231", "7")


def test_a_parquet_file_is_read(tmp_path):
    pq.write_table(pa.table({"EXPORTER": ["A"], "HS_CODE": [854231]}), tmp_path / "x.parquet")
    assert read_head(tmp_path / "x.parquet").rows == (("EXPORTER", "HS_CODE"), ("A", "854231"))


def test_json_lines_and_documents_are_read(tmp_path):
    line = {"shipper": "A", "hs_code": "854231"}
    (tmp_path / "x.jsonl").write_text(f"{json.dumps(line)}\n" * 3, encoding="utf-8")
    assert len(read_head(tmp_path / "x.jsonl").rows) == 4
    (tmp_path / "y.json").write_text(json.dumps({"results": [line]}), encoding="utf-8")
    assert read_head(tmp_path / "y.json").records == "results"


def test_titles_of_one_cell_and_lines_of_figures_are_no_header():
    rows = [["Exports by shipper"], ["", ""], ["Shipper", "HS", "Kilos"], ["A", "854231", "3"]]
    assert header_at(rows) == 2


def test_a_damaged_workbook_is_refused_with_a_cure(tmp_path):
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(InputError, match="cannot be read"):
        read_head(tmp_path / "bad.xlsx")
