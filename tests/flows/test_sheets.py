from importlib.resources import files

import pytest
import sqlglot

from detector.engine import read_family
from detector.errors import FeatureError
from detector.flows.sheets import ROOM, build_sheet

SHEETS = sorted(
    file.name.removesuffix(".sql") for file in files(ROOM).iterdir() if file.name.endswith(".sql")
)


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_says_what_it_is_ends_in_an_order_and_runs_on_spark_too(name):
    family = read_family(ROOM, name)
    assert family.name == name
    assert family.view == "statistics"
    assert "order by" in family.query.rsplit(")", 1)[-1]
    for setting in family.settings:
        assert f"${setting}" in family.query
    written = sqlglot.transpile(
        family.query, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
    )
    assert written


def test_a_sheet_whose_tables_are_missing_is_refused(con):
    with pytest.raises(FeatureError, match="flow_cell"):
        build_sheet(con, "flow_hidden", {})
