import pytest

from detector.controls import control_row_of
from detector.controls.rulebook import all_of, chip_of, places_of, policies, rule, rules
from detector.reference import read_table

CHIPS = read_table("accelerators")["id"].tolist()
FORM_2023 = ("3A090.a", "3A090.b", "note-2")
LETTERS = ("letter-2025-h20", "letter-2025-mi308")


@pytest.mark.parametrize("chip", CHIPS)
def test_the_rows_of_law_give_the_control_row_that_the_catalogue_tells(chip):
    met = [row for scope in (*FORM_2023, *LETTERS) if (row := control_row_of(scope, chip)[1])]
    told = read_table("accelerators").set_index("id").loc[chip, "control_row"]
    assert (met[0] if met else "none") == told


def test_a_chip_whose_figures_are_not_public_may_meet_a_threshold():
    assert control_row_of("3A090.a", "mi308x") == (None, None)
    assert control_row_of("letter-2025-mi308", "mi308x") == (True, "letter")


@pytest.mark.parametrize(
    ("chip", "fits"),
    [("h200-sxm", True), ("mi325x", True), ("a100-sxm", True), ("b200", False), ("gaudi3", False)],
)
def test_the_review_of_2026_reaches_chips_up_to_the_h200_class(chip, fits):
    assert control_row_of("review-2026", chip)[0] is fits


def test_an_unknown_chip_meets_only_what_every_accelerator_meets():
    assert control_row_of("any", None) == (True, "any")
    assert control_row_of("3A090.a", None) == (None, None)


def test_scopes_follow_the_country_groups():
    assert places_of("china") == {"CN", "HK"}
    assert {"CN", "HK", "MO", "RU", "IR"} <= places_of("d5-macau")
    assert {"AE", "SA", "VN", "KZ"} <= places_of("d1-d4")
    assert not {"CN", "MO", "IL", "TW", "US"} & places_of("d1-d4")
    assert {"MY", "SG", "AE"} <= places_of("outside-d5") and "US" not in places_of("outside-d5")
    assert places_of("MY") == {"MY"}
    assert len(places_of("outside-allies") & {"IN", "JP", "US"}) == 1


def test_no_country_stands_both_in_d5_and_outside():
    assert not places_of("d5-macau") & (places_of("outside-d5") | places_of("d1-d4"))


def test_a_row_that_replaces_another_names_one_that_is_there():
    for row in rules():
        if row.replaces:
            assert policies()[rule(row.replaces).policy]["outcome"] == "denied"


def test_a_server_of_one_kind_of_chip_stands_for_it():
    assert chip_of("dgx-b200") == "b200"
    assert chip_of("dell-xe9680") is None


def test_not_known_is_neither_true_nor_false():
    assert all_of([True, None]) is None
    assert all_of([None, False]) is False
    assert all_of([]) is True
