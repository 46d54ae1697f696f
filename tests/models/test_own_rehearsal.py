import numpy as np
import pytest

from detector.models import own_in_words, own_rehearsal
from detector.models.own_rehearsal import OwnRehearsal, add_own, check_unseen_among, grow_on_both
from detector.models.unseen import Unseen
from detector.planting import PlantedTrade
from detector.settings import Settings
from tests.models.test_unseen import CHAMPION, ODD, played
from tests.models.worlds import FAMILIES

SETTINGS = Settings(rehearsal_own_lines=1_000)
PLAYED = played(True)


def sown(told_apart=0.55):
    world = played(True)
    kind = np.where(world.planted["positive"], "scheme", "own")
    planted = world.planted.assign(kind=kind, begins=False)
    trade = PlantedTrade(world.matrix, world.lines, FAMILIES, planted)
    values = world.matrix[list(ODD)].to_numpy(dtype=float).copy()
    strange = np.nan_to_num(np.abs(values)).sum(axis=1)
    weight = np.where(kind == "own", 0.2, 1.0)
    return OwnRehearsal(trade, values, strange, weight, told_apart)


@pytest.mark.parametrize(
    ("own", "gain", "why"),
    [
        (None, 0.1, "goods"),
        (sown(0.9), 0.1, "handwriting"),
        (sown(), -0.1, "unseen"),
        (sown(), 0.1, ""),
    ],
)
def test_planting_among_own_records_stays_out_where_it_cannot_be_trusted(
    monkeypatch, own, gain, why
):
    unseen = (Unseen(("T01",), 9, 0.5, 0.5 + gain, -0.1, 0.1),)
    monkeypatch.setattr(own_rehearsal, "rehearse_among", lambda *_given: own)
    monkeypatch.setattr(own_rehearsal, "check_unseen_among", lambda *_given: unseen)
    trees, told = add_own(None, CHAMPION, PLAYED, SETTINGS)
    assert (told["stands"], told["why"]) == (why == "", why)
    assert (trees is PLAYED.trees) is (why != "")
    assert own_in_words({"own_rehearsal": told})


def test_own_lines_count_little_and_their_strangest_not_at_all(monkeypatch):
    monkeypatch.setattr(own_rehearsal, "plant_stories", lambda *_given: sown().trade)
    own = own_rehearsal.rehearse_among(None, CHAMPION, SETTINGS, ODD)
    mine = (own.trade.planted["kind"] == "own").to_numpy()
    assert set(own.weight[~mine]) == {1.0}
    assert set(own.weight[mine]) == {0.0, own_rehearsal.UNLABELLED}
    left_out = mine & (own.weight == 0)
    assert 0 < left_out.sum() <= 0.02 * mine.sum()
    assert own.strange[left_out].min() >= own.strange[mine & ~left_out].max()


def test_records_that_hold_no_such_goods_are_not_rehearsed_among(monkeypatch):
    monkeypatch.setattr(own_rehearsal, "plant_stories", lambda *_given: None)
    assert own_rehearsal.rehearse_among(None, CHAMPION, SETTINGS, ODD) is None


def test_without_the_setting_nothing_is_said():
    assert own_in_words({}) == ""


def test_lines_left_out_teach_nothing():
    own = sown()
    own.weight[own.trade.planted["kind"] == "own"] = 0.0
    changed = sown()
    changed.weight[:] = own.weight
    changed.values[own.weight == 0] = 99.0
    one, other = grow_on_both(PLAYED, own, 1), grow_on_both(PLAYED, changed, 1)
    assert one.cuts_.tolist() == other.cuts_.tolist()


def test_each_group_of_kinds_is_compared_without_having_been_shown():
    told = check_unseen_among(PLAYED, sown(), 1)
    assert [one.kinds for one in told] == [("T09", "T13"), ("T01", "T07"), ("T02", "T04", "T06")]
    assert all(0 <= one.strange <= 1 and 0 <= one.rehearsed <= 1 for one in told)


def test_the_card_says_by_how_much_lines_could_be_told_apart():
    told = {"own_lines": 20_000, "told_apart": 0.71, "limit": 0.65, "stands": False}
    said = own_in_words({"own_rehearsal": told | {"why": "handwriting"}})
    assert "0.71" in said
    assert "stays out" in said
