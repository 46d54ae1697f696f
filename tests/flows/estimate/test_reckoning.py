from dataclasses import asdict

import numpy as np
import pytest

from detector.errors import InputError, SettingsError
from detector.flows.estimate import EstimatePlan, Flags, estimate_year, read_assumptions, reckon
from detector.flows.estimate.reckoning import learn

PLAN = EstimatePlan(year=2024, claim=50_000, draws=20_000, seed=5)
TOLD = read_assumptions()


def flags(**changed):
    told = {"units": 400.0, "quarters": (300.0, 50.0, 50.0, 0.0), "diverted": 0, "cleared": 0}
    told |= {"covered": 1.0, "schemes": (), "scan": "scan 1"}
    return Flags(**(told | changed))


def test_the_same_question_has_the_same_answer():
    assert reckon(TOLD, PLAN) == reckon(TOLD, PLAN)


def test_another_seed_moves_the_answer_a_little():
    one = reckon(TOLD, PLAN).pool.chips
    two = reckon(TOLD, EstimatePlan(year=2024, draws=20_000, seed=6)).pool.chips
    assert one != two
    np.testing.assert_allclose(one.middle, two.middle, rtol=0.1)


def test_every_way_is_shown_with_both_intervals_and_the_pool_lies_among_them():
    found = reckon(TOLD, PLAN)
    for way in found.ways:
        points = list(asdict(way.amount.chips).values())
        assert points == sorted(points)
        assert way.blind
    middles = [way.amount.chips.middle for way in found.ways if way.weight]
    assert min(middles) < found.pool.chips.middle < max(middles)
    assert sum(way.weight for way in found.ways) == pytest.approx(1, abs=1e-3)


def test_a_way_that_alone_has_a_weight_is_the_pool(own):
    text = "[weights]\npaths = 1\ndetections = 0\npublished = 0"
    found = reckon(read_assumptions(own(text)), PLAN)
    assert found.pool == found.ways[0].amount
    assert [swing.key for swing in found.swings if swing.key == "way"] == []


def test_no_weight_at_all_is_refused(own):
    path = own("[weights]\npaths = 0\ndetections = 0\npublished = 0\nmirror = 0\nbalance = 0")
    with pytest.raises(SettingsError, match="No way that can be computed has a weight"):
        reckon(read_assumptions(path), PLAN)


def test_a_year_without_assumptions_is_refused():
    with pytest.raises(InputError, match="2019"):
        reckon(TOLD, EstimatePlan(year=2019))


def test_flags_are_shown_and_not_pooled_until_a_weight_is_stated(own):
    shown = reckon(TOLD, PLAN, flags())
    (way,) = [way for way in shown.ways if way.key == "flags"]
    assert way.weight == 0
    assert shown.pool == reckon(TOLD, PLAN).pool
    pooled = reckon(read_assumptions(own("[weights]\nflags = 1")), PLAN, flags())
    assert pooled.pool.chips.low90 < shown.pool.chips.low90


def test_decisions_of_reviewers_move_the_share_of_flags_that_is_diverted():
    after = learn(TOLD, flags(diverted=9, cleared=1))["flags.true_share"]
    assert (after.a, after.b) == (11.0, 9.0)
    assert "9 cases decided as diverted" in after.source


def test_quarters_follow_the_flags_where_they_cover_the_year():
    even = reckon(TOLD, PLAN).quarters
    seen = reckon(TOLD, PLAN, flags()).quarters
    assert [round(one.share, 2) for one in even] == [0.25] * 4
    assert seen[0].share > 0.6
    assert sum(one.share for one in seen) == pytest.approx(1, abs=0.01)


def test_the_strongest_assumption_stands_first():
    swings = reckon(TOLD, PLAN).swings
    reach = [abs(np.log(one.at_high / one.at_low)) for one in swings]
    assert reach == sorted(reach, reverse=True)
    assert swings[0].key == "way"


def test_a_larger_share_seen_means_a_smaller_estimate():
    (share,) = [one for one in reckon(TOLD, PLAN).swings if one.key == "public.share_seen"]
    assert share.at_high < share.at_low


def test_knowing_an_assumption_never_widens_the_pool_much():
    found = reckon(TOLD, PLAN)
    assert all(one.narrows < 1.1 * found.factor for one in found.swings)


def test_money_and_power_follow_the_mix_of_the_year():
    pool = reckon(TOLD, PLAN).pool
    assert 0.5 < pool.h100e.middle / pool.chips.middle < 1.2
    assert 15_000 < pool.usd.middle / pool.chips.middle < 40_000


def test_without_a_workspace_the_year_is_2024():
    assert estimate_year(EstimatePlan(draws=1_000)).year == 2024


def test_a_gap_of_nothing_alone_in_the_pool_is_an_estimate_of_nothing(own):
    text = "[weights]\npaths = 0\ndetections = 0\npublished = 0\n"
    text += "[[balance_gap]]\nplace = 'A'\nyear = 2024\nlow = -90.0\nhigh = -50.0"
    found = reckon(read_assumptions(own(text)), PLAN)
    assert found.pool.chips.high90 == 0


def test_taken_together_the_ways_say_more_than_their_mixture(own):
    found = reckon(TOLD, PLAN)
    assert found.together.high90 / found.together.low90 < found.factor
    alone = reckon(
        read_assumptions(own("[weights]\npaths = 1\ndetections = 0\npublished = 0")), PLAN
    )
    np.testing.assert_allclose(
        list(asdict(alone.together).values()), list(asdict(alone.pool.chips).values()), rtol=0.05
    )
