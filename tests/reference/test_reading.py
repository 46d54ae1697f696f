import pandas as pd
import pytest

from detector.reference import TABLES, lay_out, read_table

each_table = pytest.mark.parametrize("name", TABLES)


def test_a_table_is_read_with_its_types():
    accelerators = read_table("accelerators").set_index("id")
    assert accelerators.loc["h100-sxm", "tpp"] == 15_832
    assert not accelerators.loc["h100-sxm", "die_is_estimate"]
    assert accelerators.loc["b200", "die_is_estimate"]
    assert read_table("rule_dates").date.dtype.kind == "M"


def test_a_caller_cannot_spoil_the_cached_table():
    countries = read_table("countries")
    countries.loc[0, "name"] = "spoilt"
    assert read_table("countries").loc[0, "name"] != "spoilt"


def test_an_unknown_table_is_refused():
    with pytest.raises(KeyError):
        read_table("nothing")


@each_table
def test_the_workspace_holds_the_same_rows(con, name):
    lay_out(con)
    stored = con.execute(f"select * from ref_{name}").df()
    assert list(stored) == list(read_table(name)) and len(stored) == len(read_table(name))


@each_table
def test_every_stored_column_says_what_it_holds(con, name):
    lay_out(con)
    comments = con.execute(
        "select comment from duckdb_columns() where table_name = $name", {"name": f"ref_{name}"}
    ).fetchall()
    assert all(comment for (comment,) in comments)


def test_laying_out_twice_changes_nothing(con):
    lay_out(con)
    before = con.execute("select * from ref_hs order by all").df()
    lay_out(con)
    pd.testing.assert_frame_equal(con.execute("select * from ref_hs order by all").df(), before)
