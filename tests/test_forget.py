import json
import shutil
from datetime import date

import pytest

from detector.cli import main
from detector.errors import InputError
from detector.forget import Forget, count_forgotten, forget
from detector.pipeline import scan
from detector.report import write_report
from detector.workspace import open_workspace
from tests.example import QUICK

VERSIONS = "select {0} from shipment_versions where {1} order by all"


@pytest.fixture
def workspace(scanned, tmp_path):
    return shutil.copy(scanned, tmp_path / "w.duckdb")


def tables_naming(con, name):
    told = "select table_name from duckdb_tables() where not internal order by 1"
    naming = 'select count(*) from "{0}" t where contains(lower(t::varchar), lower($name))'
    return [
        table
        for (table,) in con.execute(told).fetchall()
        if con.execute(naming.format(table), {"name": name}).fetchall() != [(0,)]
    ]


@pytest.fixture
def name(workspace):
    """Give the consignee of most flagged lines."""
    with open_workspace(workspace, read_only=True) as con:
        return con.execute(
            "select consignee from shipments join scores using (shipment_no) where flagged "
            "group by all order by count(*) desc, consignee limit 1"
        ).fetchall()[0][0]


def test_the_bytes_of_a_name_are_gone_and_the_next_scan_works(workspace, name, tmp_path):
    with open_workspace(workspace) as con:
        con.execute(
            "insert into rejects values (1, 1, 'a.csv', 9, 'value', $raw, 'unread', false)",
            {"raw": f"12 pcs for {name}!"},
        )
        assert len(tables_naming(con, name)) > 5
    assert name.encode() in workspace.read_bytes()
    done = forget(workspace, Forget(party=f"  {name.upper()} "))
    assert done.lines > 0
    assert done.rows["shipment_versions"] == done.lines
    assert {"scores", "reasons", "cases", "rejects", "party"} <= set(done.rows)
    assert name.encode() not in workspace.read_bytes()
    with open_workspace(workspace) as con:
        assert tables_naming(con, name) == []
        assert con.execute("select count(*) from forgotten").fetchall() == [(1,)]
        what, rows = con.execute("select what, rows from forgotten").fetchall()[0]
        assert what == "a party"
        assert json.loads(rows) == done.rows
        assert write_report(con, tmp_path / "before", single_file=True).exists()
        summary = scan(con, settings=QUICK)
        assert summary.lines > 0
        assert name not in write_report(con, tmp_path / "after", single_file=True).read_text()
    assert name.encode() not in workspace.read_bytes()


def test_all_before_a_day_goes_and_nothing_else(workspace):
    day = date(2025, 6, 1)
    with open_workspace(workspace, read_only=True) as con:
        (day,) = con.execute("select median(shipped_on)::date from shipments").fetchall()[0]
        kept = con.execute(VERSIONS.format("*", "shipped_on >= $day"), {"day": day}).fetchall()
    done = forget(workspace, Forget(before=day))
    assert done.lines > 0
    with open_workspace(workspace, read_only=True) as con:
        assert con.execute(VERSIONS.format("*", "true")).fetchall() == kept
        orphans = "select count(*) from scores anti join shipment_versions using (shipment_no)"
        assert con.execute(orphans).fetchall() == [(0,)]
        assert con.execute("select what from forgotten").fetchall() == [
            (f"shipments before {day}",)
        ]


def test_a_country_keeps_the_same_name_elsewhere(workspace):
    with open_workspace(workspace) as con:
        con.execute("update shipment_versions set exporter = 'Twin Co', exporter_country = 'SG' "
                    "where shipment_no = 1")  # fmt: skip
        con.execute("update shipment_versions set exporter = 'TWIN  CO', exporter_country = 'MY' "
                    "where shipment_no = 2")  # fmt: skip
        assert count_forgotten(con, Forget(party="Twin Co")) == 2
        assert count_forgotten(con, Forget(party="Twin Co", country="MY")) == 1
        assert count_forgotten(con, Forget(party="Twin")) == 0
        assert count_forgotten(con, Forget(party="' or 1=1 --")) == 0
        assert count_forgotten(con, Forget(party="T.*")) == 0


def test_the_command_asks_first_and_a_no_changes_nothing(workspace, name, capsys, monkeypatch):
    before = workspace.read_bytes()
    asked = ["forget", "--party", name, "--workspace", str(workspace)]
    monkeypatch.setattr("typer.confirm", lambda *_, **__: False)
    assert main(asked) == 0
    assert "Nothing was changed" in capsys.readouterr().out
    assert workspace.read_bytes() == before
    assert main([*asked, "--yes", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["data"]["lines"] > 0
    assert name.encode() not in workspace.read_bytes()


@pytest.mark.parametrize("asked", [
    Forget(), Forget(party="A", before=date(2025, 1, 1)), Forget(party=" "),
    Forget(country="SG", before=date(2025, 1, 1)),
])  # fmt: skip
def test_what_is_asked_must_be_one_thing(workspace, asked):
    with pytest.raises(InputError):
        forget(workspace, asked)
