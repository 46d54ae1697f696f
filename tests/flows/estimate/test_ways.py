import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.flows.estimate import Book, Flags, Gap, read_assumptions
from detector.flows.estimate.findings import Missing
from detector.flows.estimate.ways import (
    Lists,
    by_balance,
    by_flags,
    by_lists,
    by_mirror,
    by_paths,
    by_records_balance,
    lists_of,
)

TOLD = read_assumptions()
counts = st.integers(0, 40)


def book(year=2024, draws=20_000):
    return Book(TOLD, year, 5, draws)


def flags(**changed):
    told = {"units": 400.0, "quarters": (100.0,) * 4, "diverted": 0, "cleared": 0} | {
        "covered": 1.0, "schemes": ("a", "b"), "scan": "scan 1"
    }  # fmt: skip
    return Flags(**(told | changed))


def gap(low, high, year=2024, place="X"):
    return Gap(place=place, year=year, low=low, high=high)


def test_a_way_without_its_numbers_says_what_opens_it():
    for way in (
        by_flags(book(), None), by_mirror(book(), []), by_balance(book(), []),
        by_lists(book(), Lists((), ("a",))), by_records_balance(book(), None),
        by_records_balance(book(), flags()),
    ):  # fmt: skip
        assert isinstance(way, Missing)
        assert way.why
        assert way.opens


def test_a_gap_of_another_year_is_left_out():
    assert isinstance(by_balance(book(), [gap(1e3, 2e3, 2023)]), Missing)


def test_chips_in_a_warehouse_shrink_the_gap_as_the_public_case_did():
    # 136,000 arrived, 86,000 located: 50,000 before, 10,000 once 40,000 were found in a warehouse
    before = by_balance(book(), [gap(45e3, 55e3)]).chips
    after = by_balance(book(), [gap(5e3, 15e3)]).chips
    assert np.median(before) / np.median(after) == pytest.approx(5, rel=0.05)
    assert np.median(before) < 50_000


def test_a_gap_below_nothing_is_nothing():
    assert by_balance(book(), [gap(-9e6, -8e6)]).chips.max() == 0


def test_a_mirror_gap_is_value_times_purity_and_no_stock_over_price():
    one = book()
    chips = by_mirror(one, [gap(1e9 - 1, 1e9 + 1)]).chips
    kept = one["mirror.purity"] * (1 - one["mirror.stock_share"]) / one["mirror.places"]
    np.testing.assert_allclose(
        chips, 1e9 * kept / one.usd_per_chip() / one["mirror.price_error"], rtol=1e-6
    )


def test_twice_the_flags_or_half_the_year_is_twice_the_estimate():
    once = by_flags(book(), flags()).chips
    np.testing.assert_allclose(by_flags(book(), flags(units=800.0)).chips, 2 * once)
    np.testing.assert_allclose(by_flags(book(), flags(covered=0.5)).chips, 2 * once)


@pytest.mark.parametrize("changed", [{"units": 0.0}, {"covered": 0.2}])
def test_flags_that_say_nothing_of_the_year_are_no_way(changed):
    assert isinstance(by_flags(book(), flags(**changed)), Missing)


def test_another_year_is_the_same_paths_times_its_activity():
    now, then = book(2024), book(2023)
    np.testing.assert_allclose(
        by_paths(then).chips, by_paths(now).chips * then["activity.2023"], rtol=1e-12
    )


@given(counts, counts, st.integers(1, 40))
def test_recapture_never_counts_fewer_than_are_named_and_grows_with_dependence(one, other, both):
    lists = Lists(
        tuple(f"a{n}" for n in range(one)) + tuple(f"m{n}" for n in range(both)),
        tuple(f"b{n}" for n in range(other)) + tuple(f"m{n}" for n in range(both)),
    )
    _, told = by_lists(book(draws=200), lists)
    assert (told.ours, told.outside, told.both) == (one + both, other + both, both)
    middles = [interval.middle for _, interval in told.schemes]
    assert middles == sorted(middles)
    assert all(interval.low90 >= 0.99 * (one + other + both) for _, interval in told.schemes)


def test_recapture_without_dependence_is_the_textbook_figure():
    lists = Lists(
        tuple(f"a{n}" for n in range(60)) + tuple(f"m{n}" for n in range(40)),
        tuple(f"b{n}" for n in range(60)) + tuple(f"m{n}" for n in range(40)),
    )
    _, told = by_lists(book(), lists)
    assert told.schemes[0][1].middle == pytest.approx(100 * 100 / 40, rel=0.05)


def test_names_meet_whatever_their_spelling():
    lists = lists_of([], flags(schemes=("brightwell asia",)), ["BRIGHTWELL Asia Pte. Ltd."])
    assert lists.both() == 1
