import numpy as np
import pytest

from detector.flows.changes import Windows, changes_at
from tests.flows.panels import panel, steady


def test_what_moves_every_lane_alike_is_no_change():
    lanes = steady(1)
    for amounts in lanes.values():
        amounts[30:] *= 5
    told = changes_at(panel(lanes), 30, Windows())
    assert np.abs(told.strength).max() < 4


def test_a_lane_that_closes_and_one_that_opens_stand_out_both_ways():
    lanes = steady(2)
    lanes["F0", "H0", "8542"][30:] *= 0.1
    lanes["F1", "H1", "8542"][30:] *= 6
    laid = panel(lanes)
    told = changes_at(laid, 30, Windows())
    assert laid.destinations[np.argmin(told.strength)] == "H0"
    assert laid.destinations[np.argmax(told.strength)] == "H1"
    assert told.change.min() == pytest.approx(np.log(0.1), abs=0.5)


def test_later_months_change_nothing_about_an_earlier_date():
    lanes = steady(3)
    short = {lane: amounts[:36] for lane, amounts in lanes.items()}
    late, early = (changes_at(panel(one), 30, Windows()) for one in (lanes, short))
    np.testing.assert_allclose(late.strength, early.strength)


def test_a_date_without_enough_on_both_sides_is_not_judged():
    laid = panel(steady(4))
    assert changes_at(laid, 5, Windows()) is None
    assert changes_at(laid, 47, Windows()) is None


def test_a_lane_may_open_from_nothing():
    lanes = steady(5)
    lanes["F0", "H0", "8542"][:30] = 0
    told = changes_at(panel(lanes), 30, Windows())
    assert np.isfinite(told.strength).all()
    assert told.strength.argmax() == 0
