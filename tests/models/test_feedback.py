import numpy as np
import pandas as pd
import pytest

from detector.models import learn_labels, weigh_in, weigh_relations
from detector.models.ranker import SHARE
from tests.models.test_boosting import ODD, POSITIVE, TREES, VALUES

COMBINED = np.abs(np.random.default_rng(8).normal(size=len(VALUES)))
RANKER = weigh_in(TREES, VALUES, COMBINED)
SEEN = (VALUES, COMBINED)


def labelled(places, positive, weight=1.0):
    return pd.DataFrame({"positive": positive, "weight": weight, "place": places})


def learnt(places, positive, weight=1.0):
    return learn_labels(RANKER, SEEN, labelled(places, positive, weight), ODD, 1)


def test_too_few_labels_or_labels_of_one_kind_change_nothing():
    assert learnt(np.arange(9), np.arange(9) < 5) is RANKER
    assert learnt(np.arange(200), np.ones(200, dtype=bool)) is RANKER


def test_labels_on_strange_lines_let_strangeness_weigh_more():
    strange = np.argsort(-COMBINED)[:60]
    usual = np.argsort(COMBINED)[:60]
    told = learnt(np.r_[strange, usual], np.arange(120) < 60)
    assert told.share < SHARE


def test_few_labels_move_the_share_less_than_many():
    strange, usual = np.argsort(-COMBINED), np.argsort(COMBINED)
    few = learnt(np.r_[strange[:6], usual[:6]], np.arange(12) < 6)
    many = learnt(np.r_[strange[:90], usual[:90]], np.arange(180) < 90)
    assert abs(few.share - SHARE) < abs(many.share - SHARE)


def test_what_the_trees_miss_is_learnt_once_twenty_labels_share_it():
    missed = np.flatnonzero(~POSITIVE)
    high = missed[np.argsort(-VALUES[missed, 0])][:40]
    low = missed[np.argsort(VALUES[missed, 0])][:40]
    told = learnt(np.r_[high, low], np.arange(80) < 40)
    moved = told.trees.log_odds(VALUES) - RANKER.trees.log_odds(VALUES)
    assert moved[high].mean() > moved[low].mean()
    few = learnt(np.r_[high[:7], low[:7]], np.arange(14) < 7)
    gap = few.trees.log_odds(VALUES) - RANKER.trees.log_odds(VALUES)
    assert np.ptp(gap) == pytest.approx(0.0)


def test_corrections_keep_to_the_odd_sides():
    random = np.random.default_rng(3)
    places = random.permutation(len(VALUES))[:200]
    told = learnt(places, random.random(200) < 0.5)
    line = np.repeat(VALUES[:1], 50, axis=0)
    for column, side in enumerate(ODD):
        moved = line.copy()
        moved[:, column] = np.linspace(-5, 5, 50)
        steps = np.diff(told.trees.log_odds(moved))
        if side == "high":
            assert (steps >= -1e-9).all()
        if side == "low":
            assert (steps <= 1e-9).all()


def test_learning_repeats():
    random = np.random.default_rng(4)
    places, positive = random.permutation(len(VALUES))[:100], random.random(100) < 0.4
    one, other = learnt(places, positive), learnt(places, positive)
    assert one.share == other.share
    assert one.trees.cuts_.tolist() == other.trees.cuts_.tolist()


LINES = pd.DataFrame(
    {
        "shipment_no": [1, 2, 3, 4, 5],
        "exporter_group": [10, 10, 10, 11, None],
        "consignee_group": [20, 20, 21, 20, 20],
    }
)


def decided(**by_line):
    index = pd.Index([int(name[1:]) for name in by_line], name="shipment_no")
    return pd.DataFrame({"positive": list(by_line.values())}, index=index)


def test_a_clearance_holds_back_the_same_relation_only():
    assert weigh_relations(LINES, decided(n1=False)).tolist() == [0.5, 0.5, 1.0, 1.0, 1.0]
    assert weigh_relations(LINES, decided(n5=False)).tolist() == [1.0, 1.0, 1.0, 1.0, 0.5]


def test_nothing_is_held_back_where_a_party_was_found_to_divert():
    told = weigh_relations(LINES, decided(n1=False, n4=True)).tolist()
    assert told == [0.5, 1.0, 1.0, 1.5, 1.0]


def test_a_diversion_raises_the_same_relation_only():
    assert weigh_relations(LINES, decided(n1=True)).tolist() == [1.5, 1.5, 1.0, 1.0, 1.0]
    assert weigh_relations(LINES, decided(n5=True)).tolist() == [1.0] * 5


def test_a_clearance_beside_a_diversion_of_the_same_relation_holds_back_its_own_line_only():
    told = weigh_relations(LINES, decided(n1=True, n2=False)).tolist()
    assert told == [1.5, 0.5, 1.0, 1.0, 1.0]


def test_without_labels_nothing_is_held_back():
    empty = pd.DataFrame({"positive": pd.Series(dtype=bool)}, index=pd.Index([], dtype="int64"))
    assert weigh_relations(LINES, empty).tolist() == [1.0] * 5


@pytest.mark.parametrize("factor", [0.5, 1.5])
def test_what_decisions_do_to_a_score_they_do_to_its_reasons(factor):
    from detector.models import judge_lines
    from tests.models.test_champion import CHAMPION, MATRIX
    from tests.models.test_champion import LINES as WORLD
    from tests.models.worlds import explain_all

    plain = judge_lines(CHAMPION, MATRIX, WORLD).combined
    held = np.where(np.arange(len(WORLD)) == 0, factor, 1.0)
    told = judge_lines(CHAMPION, MATRIX, WORLD.assign(held=held)).combined
    assert told[0] == pytest.approx(plain[0] * factor)
    assert (told[1:] == plain[1:]).all()
    parts = explain_all(CHAMPION, MATRIX, WORLD.assign(held=held))
    np.testing.assert_allclose(parts.sum(axis=1), told)
