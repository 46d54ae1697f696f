import numpy as np

from benchmarks.closures import simulate
from detector.flows.pairing import MONTHLY, pairs_after, sum_hubs
from tests.flows.panels import panel, steady


def closed(seed, *, place=30, moved=0.8):
    """Close hub H3 at a place, and send a part of what it lost by way of H0."""
    lanes = steady(seed)
    for factory in ("F0", "F1", "F2"):
        old, new = lanes[factory, "H3", "8542"], lanes[factory, "H0", "8542"]
        new[place:] += moved * 0.9 * old[place:]
        old[place:] *= 0.1
    return panel(lanes)


def test_a_closed_hub_is_paired_with_the_one_that_takes_its_place():
    laid = closed(1)
    first, *_ = pairs_after(laid, sum_hubs(laid), 30, MONTHLY)
    assert (first.closed, first.opened, first.began) == ("H3", "H0", 30)
    assert 0.5 < first.gained / first.lost < 1.1
    assert first.gained_low < first.gained < first.gained_high
    lanes = {(laid.origins[old], laid.destinations[new]) for old, new in first.lanes}
    assert lanes == {("F0", "H0"), ("F1", "H0"), ("F2", "H0")}


def test_a_closing_alone_is_no_pair():
    laid = closed(2, moved=0)
    assert pairs_after(laid, sum_hubs(laid), 30, MONTHLY) == ()


def test_dates_before_the_closing_show_nothing():
    laid = closed(3)
    hubs = sum_hubs(laid)
    assert not any(pairs_after(laid, hubs, place, MONTHLY) for place in range(12, 26))


def test_a_closing_that_begins_in_the_month_after_the_date_is_seen_too():
    laid = closed(4, place=31)
    first, *_ = pairs_after(laid, sum_hubs(laid), 30, MONTHLY)
    assert (first.closed, first.opened) == ("H3", "H0")
    assert first.began in (30, 31)


def test_a_country_that_carries_next_to_nothing_closes_unnoticed():
    lanes = steady(6)
    rng = np.random.default_rng(6)
    for factory in ("F0", "F1", "F2"):
        lanes[factory, "S0", "8542"] = np.where(np.arange(48) < 30, rng.poisson(900, 48), 0)
        lanes[factory, "S1", "8542"] = np.where(np.arange(48) < 30, 0, rng.poisson(900, 48))
    laid = panel(lanes)
    assert pairs_after(laid, sum_hubs(laid), 30, MONTHLY) == ()


def test_sums_over_hubs_hold_every_lane_once_each_way():
    laid = panel(steady(5))
    hubs = sum_hubs(laid)
    for side in (hubs.inbound, hubs.outbound):
        np.testing.assert_allclose(
            np.nan_to_num(side.amounts).sum(axis=0), laid.amounts.sum(axis=0)
        )
    assert hubs.lanes.sum() == 2 * len(laid.origins)


def test_most_of_a_few_simulated_closures_are_found_and_few_placebo_dates_alarm():
    found, alarms = [], []
    for seed in range(40, 60):
        laid, truth = simulate(seed)
        hubs = sum_hubs(laid)
        pairs = pairs_after(laid, hubs, truth.place, MONTHLY)
        planted = (truth.old, truth.new)
        found.append(any(planted in pair.lanes and pair.began <= truth.began for pair in pairs))
        alarms += [
            bool(pairs_after(laid, hubs, place, MONTHLY)) for place in range(26, truth.place - 5, 4)
        ]
    assert np.mean(found) >= 0.7
    assert np.mean(alarms) <= 0.1
