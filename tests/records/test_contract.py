"""The contract is data, and the page tells the same."""

from pathlib import Path

import pytest

from detector.records.contract import LINEAGE, TABLES
from detector.records.contract_page import contract_page
from detector.records.tables import LEDGERS, lay_out, stored_columns

ROOT = Path(__file__).parent.parent.parent
each_table = pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.kind)


def test_the_page_tells_what_the_contract_says():
    assert (ROOT / "docs" / "contract.md").read_text(encoding="utf-8") == contract_page()


@each_table
def test_no_column_stands_twice(table):
    assert len(set(table.names)) == len(table.names)
    assert not set(table.names) & set(LINEAGE)


@each_table
def test_what_identifies_a_line_is_a_column(table):
    assert set(table.key) | set(table.one_of) <= set(table.names)


@each_table
def test_every_column_is_laid_out_with_its_type_and_a_comment(con, table):
    lay_out(con)
    told = con.execute(
        "select column_name, data_type, comment from duckdb_columns() where table_name = $name "
        "order by column_index",
        {"name": table.versions},
    ).fetchall()
    assert [(name, kind) for name, kind, _ in told] == [
        (name, kind) for name, (kind, _) in stored_columns(table).items()
    ]
    assert all(comment for _, _, comment in told)


def test_no_money_is_stored_as_a_double():
    for table in TABLES.values():
        for name, (kind, _) in stored_columns(table).items():
            assert kind != "DOUBLE" or not name.endswith("_usd")


def test_laying_out_twice_changes_nothing(con):
    lay_out(con)
    lay_out(con)
    names = {row[0] for row in con.execute("show tables").fetchall()}
    wanted = {name for table in TABLES.values() for name in (table.versions, table.current)}
    assert names == wanted | set(LEDGERS)
