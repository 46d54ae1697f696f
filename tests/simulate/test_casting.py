import numpy as np
import pytest

from detector.simulate import read_world
from detector.simulate.casting import cast, set_stage
from detector.simulate.catalogue import day_of
from detector.simulate.kinds import Kind


@pytest.fixture(scope="module")
def stage():
    return set_stage(np.random.default_rng(1), read_world("standard"), 2_000)


def test_a_closed_hub_sends_its_stories_elsewhere(stage):
    told = cast(np.random.default_rng(2), stage, Kind(holder_in="hubs"), 3_000)
    closed = told["holder_country"] == stage.places.number["MY"]
    late = told["begin"] > day_of("2025-07-14")
    assert closed[~late].mean() > 0.15
    assert closed[late].mean() < 0.08


def test_goods_are_not_played_with_before_their_release(stage):
    told = cast(np.random.default_rng(3), stage, Kind(goods=("frontier",)), 1_000)
    early = told["begin"].to_numpy() < stage.goods.released[told["item"].to_numpy()]
    assert early.mean() < 0.02


def test_fresh_holders_are_young(stage):
    told = cast(np.random.default_rng(4), stage, Kind(fresh=1.0, fresh_age=(5, 100)), 300)
    born = stage.companies.frame()["born"].to_numpy()[told["holder"].to_numpy()]
    age = told["begin"].to_numpy() - born
    assert ((age >= 4) & (age <= 160)).mean() > 0.9


def test_stories_before_a_rule_end_at_its_date(stage):
    told = cast(np.random.default_rng(5), stage, Kind(before_rule=1.0, span=(10, 30)), 500)
    rules = np.array([day_of(day) for day in stage.world.rule_dates])
    end = (told["begin"] + told["span"]).to_numpy()
    nearest = np.abs(end[:, None] - rules[None, :]).min(axis=1)
    assert (nearest <= 6).mean() > 0.7
