import numpy as np
import pytest

from detector.parties.matching import (
    COMPARISONS,
    OTHERWISE,
    match_settings,
    match_start,
    outcome_of,
)
from detector.reference import read_table
from tests.parties.names import joined

DOOR = "18 Harbour Street, Penang"


def test_every_outcome_has_its_row_of_weights():
    told = read_table("match_weights").groupby("comparison")["outcome"].apply(list)
    for name in COMPARISONS:
        places = range(len(told[name]))
        assert sorted(told[name]) == sorted(outcome_of(name, place) for place in places)
        assert told[name][-1] == OTHERWISE


def test_what_is_not_stated_has_no_outcome():
    assert outcome_of("trade", -1) is None


def test_bits_add_up_to_the_match_weight(con):
    found = joined(con, ("Kelvarren Tech", "MY", DOOR), ("Kelvaren Tech", "MY", DOOR))
    bits = found.pairs[[f"{name}_bits" for name in COMPARISONS]].sum(axis=1) + match_start(2)
    np.testing.assert_allclose(bits, found.pairs["match_weight"], atol=0.01)


def test_more_names_ask_for_more_evidence():
    assert match_start(1_000_000) < match_start(10_000) < 0


def test_splink_leaves_nothing_in_the_workspace(con):
    joined(con, ("Kelvarren Tech", "MY", DOOR), ("Kelvaren Tech", "MY", DOOR))
    tables = con.execute("select table_name from information_schema.tables").fetchall()
    assert tables == []


@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_the_model_can_be_written_for_either_engine(engine):
    told = match_settings(10_000).create_settings_dict(engine)
    assert [one["output_column_name"] for one in told["comparisons"]] == list(COMPARISONS)
