import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.parties.screening_search import build_index, search_names

LISTED = (
    "Oakfield Microsystems Co., Ltd.",
    "Oakfield Microsystems Research Institute",
    "Elmwood 14th Research Institute",
    "Cedarvale Import and Export Trading Company",
    "Aspenbridge",
    "Dobrova Teplov Zavod",
)
INDEX = build_index(LISTED, range(len(LISTED)))
NAMES = (
    "Oakfeild Microsystems",
    "Elm Wood 14 Research Inst.",
    "Cedarvale Trading",
    "Aspen Bridge LLC",
    "Quiet Buyer Sdn Bhd",
    "Dobrova Tiplov Plant",
    "Harbour Systems",
)


def found(*names, floor=0.7):
    rows = search_names(INDEX, names, floor)
    return [(row.asked, row.entry, row.how) for row in rows.itertuples()]


@pytest.mark.parametrize(
    ("name", "entry", "how"),
    [
        ("oakfield microsystems", 0, "exact"),
        ("Microsystems Oakfield LLC", 0, "exact"),
        ("Oak Field Micro Systems", 0, "joined"),
        ("Oakfield Microsytems Rsrch Inst", 1, "words"),
        ("Cedarvale Import Export", 3, "words"),
        ("Aspenbrigde Holdings", 4, "words"),
        ("Добровa Теплов завод", 5, "exact"),
    ],
)
def test_each_kind_of_change_finds_the_entry(name, entry, how):
    assert (0, entry, how) in found(name)


def test_names_that_share_only_common_words_are_not_found():
    assert found("Birchley Research Institute", "Import and Export Trading Company") == []


@settings(max_examples=25, deadline=None)
@given(st.permutations(NAMES), st.integers(1, len(NAMES)))
def test_what_is_found_for_a_name_does_not_depend_on_the_others(names, count):
    asked = names[:count]
    together = search_names(INDEX, asked, 0.6)
    for at, name in enumerate(asked):
        alone = search_names(INDEX, [name], 0.6)
        here = together[together["asked"] == at]
        assert here["entry"].tolist() == alone["entry"].tolist()
        np.testing.assert_array_equal(here["strength"], alone["strength"])


def test_one_entry_is_found_once_by_its_strongest_name():
    index = build_index(["Oakfield Systems", "Oakfield Systems Group", "OSG"], [0, 0, 0])
    rows = search_names(index, ["Oakfield Systems"], 0.6)
    assert [(row.entry, row.how, row.strength) for row in rows.itertuples()] == [(0, "exact", 1.0)]


def test_a_number_must_agree():
    assert found("Elmwood 15th Research Institute", "Elmwood Research Institute") == []


def test_nothing_asked_and_hostile_text_find_nothing():
    assert found() == []
    assert found("", "'; drop table watchlist; --", "\x00", "x" * 10_000) == []
