"""Every form in which a table of records may come."""

import gzip
import json

import pandas as pd
import pytest
import zstandard

from detector.errors import InputError, LayoutError
from detector.records import LoadPlan, load_files
from tests.records.conftest import HEAD, LINE

CSV = f"{HEAD}\n{LINE}\nA2,2025-03-10,Société Ändern,US,Fir & Söhne,DE,854231\n"
ROWS = "select shipment_id, exporter, consignee, shipped_on::varchar, hs_code, line from shipments"
KNOWN = [
    ("A1", "Alder Works", "Birch Trading", "2025-03-09", "847180", 2),
    ("A2", "Société Ändern", "Fir & Söhne", "2025-03-10", "854231", 3),
]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"]
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_western_text_is_decoded(con, write, fetch, encoding, ends):
    (report,) = load_files(con, [write(CSV.replace("\n", ends), encoding=encoding)])
    assert (report.loaded, report.physical_lines, report.is_accounted) == (2, 3, True)
    assert fetch(f"{ROWS} order by line") == KNOWN


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("gb18030", ["深圳市华强电子有限公司", "上海进出口贸易有限公司", "广州显卡服务器公司"]),
        ("big5", ["新竹科學園區積體電路公司", "臺北進出口貿易有限公司", "高雄電子零件股份公司"]),
        ("cp949", ["서울전자 주식회사", "부산무역 주식회사", "인천반도체 주식회사"]),
    ],
)
def test_east_asian_text_is_decoded(con, write, fetch, encoding, names):
    body = "\n".join(f"A{n},2025-03-09,{name},TW,B,MY,847180" for n, name in enumerate(names))
    (report,) = load_files(con, [write(f"{HEAD}\n{body}\n", encoding=encoding)])
    assert report.encoding == encoding
    assert [row[0] for row in fetch("select exporter from shipments order by line")] == names


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters_are_found(con, write, fetch, delimiter):
    load_files(con, [write(CSV.replace(",", delimiter))])
    assert fetch(f"{ROWS} order by line") == KNOWN


@pytest.mark.parametrize(
    ("pack", "name"),
    [(gzip.compress, "a.csv.gz"), (zstandard.compress, "a.csv.zst"), (gzip.compress, "a.csv")],
)
def test_packed_files_are_unpacked(con, write, fetch, pack, name):
    load_files(con, [write(pack(CSV.encode()), name)])
    assert fetch(f"{ROWS} order by line") == KNOWN


def records():
    names = HEAD.split(",")
    return [dict(zip(names, line.split(","), strict=True)) for line in CSV.splitlines()[1:]]


def test_parquet_is_read_with_its_types(con, tmp_path, fetch):
    frame = pd.DataFrame(records()).assign(
        shipped_on=pd.to_datetime(["2025-03-09", "2025-03-10"]),
        serial_numbers=[["S1", "S2"], []],
        quantity=[4.0, None],
    )
    frame.to_parquet(tmp_path / "it's.parquet")
    (report,) = load_files(con, [tmp_path / "it's.parquet"])
    assert (report.physical_lines, report.skipped) == (2, 0)
    assert fetch(
        "select quantity, serial_numbers, shipped_on::varchar from shipments order by 3"
    ) == [
        (4.0, ["S1", "S2"], "2025-03-09"),
        (None, None, "2025-03-10"),
    ]


def test_json_lines_are_read_and_a_broken_line_is_rejected(con, write, fetch):
    first, second = (json.dumps(record) for record in records())
    (report,) = load_files(con, [write(f'{first}\n\n{{"shipment_id": \n{second}\n', "a.jsonl")])
    assert (report.loaded, report.rejected, report.skipped) == (2, 1, 1)
    assert report.is_accounted
    assert fetch("select line, reason, line_kept from rejects") == [(3, "no JSON object", False)]
    assert fetch("select line from shipments order by 1") == [(1,), (4,)]


def test_a_json_document_is_read(con, write, fetch):
    nested = [record | {"size": {"w": 1.0, "h": [1, 2]}} for record in records()]
    (report,) = load_files(
        con, [write(json.dumps({"count": 2, "rows": nested}, indent=1), "a.json")]
    )
    assert (report.loaded, report.physical_lines, report.is_accounted) == (2, 2, True)
    assert fetch(
        "select extra->>'size.w', extra->>'size.h', extra->>'count' from shipments limit 1"
    ) == [("1", "1|2", "2")]


def test_a_workbook_is_read_from_the_sheet_that_fits(con, tmp_path, fetch):
    path = tmp_path / "book.xlsx"
    frame = pd.DataFrame(records()).assign(
        shipped_on=pd.to_datetime(["2025-03-09", "2025-03-10"]), hs_code=[847180.0, 854231.0]
    )
    with pd.ExcelWriter(path) as book:
        pd.DataFrame({"about": ["a note"]}).to_excel(book, sheet_name="about", index=False)
        frame.to_excel(book, sheet_name="lines", index=False, startrow=3)
    (report,) = load_files(con, [path])
    assert (report.loaded, report.physical_lines, report.is_accounted) == (2, 6, True)
    assert report.skipped_by == {"title": 3, "header": 1}
    assert fetch("select shipped_on::varchar, hs_code, line from shipments order by line") == [
        ("2025-03-09", "847180", 5),
        ("2025-03-10", "854231", 6),
    ]
    assert fetch("select value, reason from rejects") == [("about", "a sheet that was not read")]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"PK\x03\x04 no workbook", "workbook"),
        (b"PAR1 cut short", "Parquet"),
        (gzip.compress(CSV.encode())[:-12], "damaged"),
        (b"\x28\xb5\x2f\xfd no frame", "damaged"),
        (b'[{"shipment_id": "A1"}, {"ship', "JSON"),
        (b'{"a": 1, "b": [1, 2], \n"c": 3}', "list of objects"),
        (b"<!DOCTYPE html><html>", "web page"),
    ],
)
def test_a_wrong_or_damaged_file_is_told_and_changes_nothing(con, write, fetch, data, told):
    with pytest.raises(InputError, match=told) as raised:
        load_files(con, [write(data, "records.bin")])
    assert "records.bin" in raised.value.where
    assert fetch("select count(*) from information_schema.tables") == [(0,)]


def test_a_missing_file_is_told(con, tmp_path):
    with pytest.raises(InputError, match="No such file"):
        load_files(con, [tmp_path / "absent.csv"])
    with pytest.raises(InputError, match="directory"):
        load_files(con, [tmp_path])


def test_an_unknown_header_is_sent_to_the_guess(con, write):
    with pytest.raises(LayoutError, match="No known layout") as raised:
        load_files(con, [write("a,b,c\n1,2,3\n")])
    assert "chiptrace layouts guess" in raised.value.fix


def test_a_path_that_reads_as_a_pattern_names_one_file(con, tmp_path):
    for name in ("a1.csv", "a[0-9].csv", "a*.csv"):
        (tmp_path / name).write_text(CSV.replace("A1", name), encoding="utf-8")
    (report,) = load_files(con, [tmp_path / "a*.csv"])
    assert report.loaded == 2


def test_the_encoding_of_a_layout_is_obeyed(con, write, fetch, tmp_path):
    layout = tmp_path / "own.toml"
    columns = "\n".join(f'{name}.from = ["{name}"]' for name in HEAD.split(","))
    layout.write_text(
        f'name = "own"\nkind = "shipments"\n[file]\nencoding = "cp1251"\n[columns]\n{columns}\n',
        encoding="utf-8",
    )
    text = CSV.replace("Société Ändern", "Берёза").replace("Söhne", "Co")
    load_files(con, [write(text, encoding="cp1251")], LoadPlan(layout=str(layout)))
    assert fetch("select exporter from shipments where line = 3") == [("Берёза",)]


def test_sheets_with_the_same_header_are_read_on(con, tmp_path, fetch):
    path = tmp_path / "book.xlsx"
    first, second = records()
    with pd.ExcelWriter(path) as book:
        pd.DataFrame([first]).to_excel(book, sheet_name="March", index=False, startrow=1)
        pd.DataFrame([second]).to_excel(book, sheet_name="April", index=False, startrow=2)
    (report,) = load_files(con, [path])
    assert (report.loaded, report.physical_lines, report.is_accounted) == (2, 7, True)
    assert report.skipped_by == {"title": 3, "header": 2}
    assert fetch("select shipment_id, line from shipments order by line") == [("A1", 3), ("A2", 7)]


def test_extra_columns_without_a_name_or_of_one_name_are_told_apart(con, write, fetch):
    load_files(con, [write(f"{HEAD},note,note,,end\n{LINE},a,b,c,d\n")])
    told = fetch("select extra from shipments")[0][0]
    assert json.loads(told) == {"note": "a", "note (9)": "b", "column (10)": "c", "end": "d"}
