import json

import pandas as pd
import pytest

from detector.errors import InputError, WorkspaceError
from detector.results import CONTRACT, ScanRecord, export_result, lay_out, read_result, record_scan

SCAN = ScanRecord("2025-03-01", "m", "{}", "f", 1, 1, "")


def frames(identifier: str) -> dict[str, pd.DataFrame]:
    line = {"shipment_no": 1, "shipment_id": identifier, "source": "s", "score": 0.5, "rank": 1}
    reason = {"shipment_no": 1, "shipment_id": identifier, "position": 1, "share": 1.0}
    return {
        "scores": pd.DataFrame([line | {"flagged": True, "case_id": "C-1"}]),
        "reasons": pd.DataFrame([reason]),
        "cases": pd.DataFrame([{"case_id": "C-1", "route": ["TW", "MY"], "parties": ["Alpha"]}]),
    }


def test_the_latest_scan_is_read_and_earlier_ones_are_kept(con):
    record_scan(con, SCAN, frames("old"))
    record_scan(con, SCAN, frames("new"))
    assert read_result(con, "scores")["shipment_id"].tolist() == ["new"]
    assert read_result(con, "scores", all_scans=True)["shipment_id"].tolist() == ["old", "new"]


@pytest.mark.parametrize("table", CONTRACT)
def test_a_result_has_exactly_the_contracts_columns(con, table):
    record_scan(con, SCAN, frames("a"))
    assert read_result(con, table).columns.tolist() == list(CONTRACT[table])


@pytest.mark.parametrize("table", CONTRACT)
def test_every_column_of_the_contract_says_what_it_holds(con, table):
    lay_out(con)
    told = dict(
        con.execute(
            "select column_name, comment from duckdb_columns() where table_name = $table",
            {"table": table},
        ).fetchall()
    )
    assert all(told[name] for name in CONTRACT[table])


def test_a_failed_recording_leaves_no_scan(con):
    broken = frames("a") | {"reasons": pd.DataFrame([{"shipment_no": 1, "position": "first"}])}
    with pytest.raises(Exception, match="first"):
        record_scan(con, SCAN, broken)
    assert con.execute("select count(*) from scans").fetchall() == [(0,)]
    assert con.execute("select count(*) from scores").fetchall() == [(0,)]


def test_parquet_keeps_the_types_of_the_contract(con, tmp_path):
    record_scan(con, SCAN, frames("a"))
    assert export_result(con, "scores", tmp_path / "s.parquet", "parquet", all_scans=False) == 1
    described = con.execute("describe from read_parquet($p)", {"p": str(tmp_path / "s.parquet")})
    told = {row[0]: row[1] for row in described.fetchall()}
    assert told == {name: kind for name, (kind, _) in CONTRACT["scores"].items()}


def test_hostile_text_comes_back_from_csv_and_json_as_it_was(con, tmp_path):
    hostile = '=cmd|" /C calc"!A0,\n<script>'
    record_scan(con, SCAN, frames(hostile))
    export_result(con, "scores", tmp_path / "s.csv", "csv", all_scans=False)
    export_result(con, "scores", tmp_path / "s.json", "json", all_scans=False)
    assert pd.read_csv(tmp_path / "s.csv")["shipment_id"].tolist() == [hostile]
    (line,) = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert line["shipment_id"] == hostile


def test_a_path_with_a_quote_is_a_path(con, tmp_path):
    record_scan(con, SCAN, frames("a"))
    export_result(con, "cases", tmp_path / "o'brien.csv", "csv", all_scans=False)
    assert (tmp_path / "o'brien.csv").exists()


@pytest.mark.parametrize(("table", "form"), [("scans; drop table scans", "csv"), ("scores", "xls")])
def test_an_unknown_table_or_format_is_refused(con, tmp_path, table, form):
    record_scan(con, SCAN, frames("a"))
    with pytest.raises(InputError):
        export_result(con, table, tmp_path / "x", form, all_scans=False)


def test_reading_before_the_first_scan_says_what_to_do(con):
    with pytest.raises(WorkspaceError, match="Nothing has been scanned"):
        read_result(con, "scores")


def test_a_workspace_of_an_earlier_version_gains_the_columns_that_it_lacks(con):
    lay_out(con)
    con.execute("alter table reasons drop column below")
    lay_out(con)
    assert "below" in [row[0] for row in con.execute("describe reasons").fetchall()]
