import sys

import pytest
import sqlglot

from detector.engine import build_family, feature_matrix, read_family
from detector.engine.translate import in_spark
from detector.errors import FeatureError
from detector.workspace import MemoryShort, table_exists

HEADER = """\
-- family: size
-- view: goods
-- grain: one row per shipment
-- looks: back
-- reads: ledger
-- settings: least
-- column: is_large [0/1] 1 from the least number of pieces on
--   odd: high
--   flag: R05
--   says: {value} pieces.
--   innocent: A large order also looks so.
"""
QUERY = "select shipment_no, (pieces >= $least)::int as is_large from ledger order by shipment_no\n"


@pytest.fixture
def write_family(tmp_path, monkeypatch):
    """Write a family into a package of its own and read it."""

    def write(text, name="size"):
        (tmp_path / "families").mkdir(exist_ok=True)
        (tmp_path / "families" / "__init__.py").write_text("")
        (tmp_path / "families" / f"{name}.sql").write_text(text)
        monkeypatch.syspath_prepend(str(tmp_path))
        monkeypatch.delitem(sys.modules, "families", raising=False)
        return read_family("families", name)

    return write


@pytest.fixture
def ledger(con):
    con.execute(
        "create table ledger as select * from (values (1, 5), (2, 50)) t(shipment_no, pieces)"
    )
    return con


def test_a_header_is_read_into_columns_with_direction_flag_and_words(write_family):
    family = write_family(HEADER + QUERY)
    (column,) = family.columns
    assert (family.view, family.looks, family.settings) == ("goods", "back", ("least",))
    assert (column.name, column.unit, column.odd, column.flag) == ("is_large", "0/1", "high", "R05")


def test_values_are_bound_and_units_stand_in_the_column_comment(write_family, ledger):
    build_family(ledger, write_family(HEADER + QUERY), {"least": 10, "unused": 1})
    assert ledger.execute("select * from size").fetchall() == [(1, 0), (2, 1)]
    told = "select comment from duckdb_columns() where column_name = 'is_large'"
    assert ledger.execute(told).fetchall() == [("0/1: 1 from the least number of pieces on",)]


def test_steps_are_laid_out_before_their_family_and_dropped_after_it(write_family, ledger):
    step = HEADER.replace("family: size", "family: size_twice").replace("is_large", "twice")
    step = step.replace("-- column", "-- column: shipment_no [number] the line\n-- column", 1)
    write_family(
        step + "select shipment_no, pieces * $least as twice from ledger order by shipment_no",
        "size_twice",
    )
    family = write_family(
        HEADER.replace("-- settings", "-- steps: size_twice\n-- settings")
        + "select shipment_no, (twice >= $least)::int as is_large from size_twice order by 1"
    )
    assert family.queries == (family.steps[0].query, family.query)
    build_family(ledger, family, {"least": 20})
    assert ledger.execute("from size").fetchall() == [(1, 1), (2, 1)]
    assert not table_exists(ledger, "size_twice")


def test_the_matrix_has_one_row_per_shipment_and_one_column_per_feature(write_family, ledger):
    family = write_family(HEADER + QUERY)
    build_family(ledger, family, {"least": 10})
    matrix = feature_matrix(ledger, [family])
    assert matrix["size.is_large"].to_dict() == {1: 0.0, 2: 1.0}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("-- looks: back\n", ""), "lacks looks"),
        (("odd: high", "odd: upwards"), "odd: upwards"),
        (("--   flag", "--   colour"), "colour"),
    ],
)
def test_a_header_that_breaks_the_contract_is_refused(write_family, change, told):
    with pytest.raises(FeatureError, match=told):
        write_family((HEADER + QUERY).replace(*change))


def test_a_query_that_disagrees_with_its_header_is_refused(write_family, ledger):
    family = write_family(HEADER + QUERY.replace("as is_large", "as large"))
    with pytest.raises(FeatureError, match="the header tells"):
        build_family(ledger, family, {"least": 10})


def test_a_query_that_fails_names_its_file(write_family, ledger):
    family = write_family(HEADER + QUERY.replace("pieces", "parcels"))
    with pytest.raises(FeatureError) as refused:
        build_family(ledger, family, {"least": 10})
    assert refused.value.where == "families/size.sql"


class Full:
    """A workspace that has no memory left."""

    def execute(self, *_asked):
        raise MemoryShort("Out of Memory Error: failed to pin block of size 256.0 KiB")


def test_a_query_for_which_memory_does_not_last_tells_the_setting_to_raise(write_family):
    with pytest.raises(FeatureError) as refused:
        build_family(Full(), write_family(HEADER + QUERY), {"least": 10})
    assert "memory_limit" in refused.value.fix


def test_in_spark_values_are_literals_and_never_text_of_the_query(write_family):
    family = write_family(HEADER + QUERY)
    assert ">= 10" in in_spark(family, {"least": 10}, int)
    told = in_spark(family, {"least": "'; drop table ledger --"}, int)
    assert len(sqlglot.parse(told, read="spark")) == 1


def test_in_spark_bounds_of_frames_are_numbers(write_family):
    query = "select shipment_no, sum(pieces) over (order by pieces range between "
    query += "ceil($least / 30.0)::int - 1 preceding and current row) as is_large from ledger\n"
    told = in_spark(write_family(HEADER + query), {"least": 40}, lambda _told: 1)
    assert "BETWEEN 1 PRECEDING" in told.upper()


def test_in_spark_a_divisor_of_zero_gives_null_and_a_mean_of_decimals_is_wide(write_family):
    query = "select shipment_no, avg(pieces::decimal(18, 6)) / pieces as is_large from ledger\n"
    told = in_spark(write_family(HEADER + query), {"least": 1}, int)
    assert "NULLIF(pieces, 0)" in told
    assert "DECIMAL(28, 16)" in told


def test_a_query_that_spark_cannot_say_names_its_file(write_family):
    with pytest.raises(FeatureError) as refused:
        in_spark(write_family(HEADER + "select from where ("), {"least": 1}, int)
    assert refused.value.where == "families/size.sql"
