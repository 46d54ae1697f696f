import pytest

from detector.parties.screening_addresses import ListedDoors, doors_in, shared

LISTED = "No. 12 Oakfield Lane, Kwun Tong, Kowloon, Hong Kong; and Flat 7, Elm Court, Dubai, U.A.E."
DOORS = ListedDoors([(LISTED, 3)])


@pytest.mark.parametrize(
    "address",
    [
        "12 OAKFIELD LANE, KWUN TONG, HONG KONG",
        "Nr 12, Oakfield Ln., Kwun Tong, Kowloon 999077",
        "Flat 07 Elm Court Dubai",
    ],
)
def test_the_same_door_in_other_words_is_found(address):
    assert DOORS.find(address) == {3: 1.0}


@pytest.mark.parametrize(
    "address",
    [
        "14 Oakfield Lane, Kwun Tong, Kowloon",
        "12 Birch Road, Kwai Chung",
        "Oakfield Lane, Kwun Tong, Kowloon",
        "Kowloon, Hong Kong",
        "",
    ],
)
def test_another_number_another_street_or_no_number_is_another_door(address):
    assert DOORS.find(address) == {}


def test_a_cell_of_several_addresses_is_cut_into_doors():
    assert [sorted(door.numbers) for door in doors_in(LISTED)] == [["12"], ["7"]]


def test_two_words_must_be_shared_at_least():
    assert shared({"oak", "elm"}, {"oak", "elm", "ash"}) == 1
    assert shared({"oak"}, {"oak"}) == 0
