import numpy as np
import pandas as pd
import pytest

from detector.models import rank_queue
from detector.models.exploration import FLOOR, TOP, draw_below, first_of_relations
from tests.models.test_queue import table

SCORES = np.linspace(0.9, 0.0, 2_000)


def test_as_many_are_drawn_as_asked_all_from_the_top_tenth():
    for seed in range(20):
        places, _ = draw_below(SCORES, 7, seed)
        assert len(set(places)) == 7
        assert places.max() < TOP * len(SCORES)


def test_the_chance_rises_with_the_score_and_has_a_floor():
    steep = np.r_[np.linspace(1.0, 0.001, 200), np.zeros(1_800)]
    drawn = [draw_below(steep, 20, seed) for seed in range(60)]
    chance = {place: told for one in drawn for place, told in zip(*one, strict=True)}
    told = np.array([chance[place] for place in sorted(chance)])
    assert (np.diff(told) <= 0).all()
    assert told.min() == pytest.approx(FLOOR * told.max(), rel=0.05)


def test_lines_are_drawn_as_often_as_their_chance_says():
    hits, chance = np.zeros(200), np.zeros(200)
    for seed in range(2_000):
        places, told = draw_below(SCORES, 20, seed)
        hits[places] += 1
        chance[places] = told
    assert np.corrcoef(hits, chance)[0, 1] > 0.3
    assert hits[:100].sum() / 2_000 == pytest.approx(chance[:100].sum(), rel=0.02)


def test_the_same_seed_draws_the_same_lines():
    one, other, third = (draw_below(SCORES, 9, seed)[0].tolist() for seed in (5, 5, 6))
    assert one == other != third


@pytest.mark.parametrize(("lines", "many", "drawn"), [(0, 3, 0), (5, 0, 0), (2, 9, 2)])
def test_few_lines_or_none_asked_for_are_no_error(lines, many, drawn):
    assert len(draw_below(SCORES[:lines], many, 1)[0]) == drawn


def test_explored_lines_are_logged_with_their_chance_and_not_flagged():
    scores, lines = table(SCORES, SCORES)
    queue = rank_queue(scores, lines, budget=100, explore=(0.1, 4))
    drawn = queue[queue["selected_by"] == "exploration"]
    assert len(drawn) == 10
    assert not drawn["flagged"].any()
    assert drawn["selection_probability"].between(0, 0.2, inclusive="neither").all()
    assert (queue.loc[queue["flagged"], "selection_probability"] == 1.0).all()
    assert drawn["rank"].between(101, 290).all()


RELATIONS = pd.DataFrame(
    {
        "exporter_group": [1, 1, 2, 2, None, None, 3],
        "consignee_group": [9, 9, 9, 9, 9, 9, 8],
    }
)


def test_of_each_relation_without_a_decision_the_first_line_is_fresh():
    told = first_of_relations(RELATIONS, np.array([True, *[False] * 6]))
    assert told.tolist() == [False, False, True, False, True, True, True]


def test_a_relation_is_known_by_a_decision_on_any_of_its_lines():
    told = first_of_relations(RELATIONS, np.arange(7) == 3)
    assert told.tolist() == [True, False, False, False, True, True, True]


def test_only_fresh_lines_are_drawn_where_there_are_enough():
    fresh = np.arange(len(SCORES)) % 3 == 0
    places, chance = draw_below(SCORES, 9, 2, fresh)
    assert (places % 3 == 0).all()
    assert len(places) == 9
    assert (chance > 9 / 200).all()  # fewer lines to draw from
    assert len(draw_below(SCORES, 9, 2, np.zeros(len(SCORES), dtype=bool))[0]) == 9


def test_fresh_lines_are_drawn_as_often_as_their_chance_says():
    fresh = np.arange(len(SCORES)) % 2 == 0
    hits, chance = np.zeros(200), np.zeros(200)
    for seed in range(2_000):
        places, told = draw_below(SCORES, 20, seed, fresh)
        hits[places] += 1
        chance[places] = told
    assert hits[1::2].sum() == 0
    assert hits[:100].sum() / 2_000 == pytest.approx(chance[:100].sum(), rel=0.02)


def test_a_scan_explores_relations_that_neither_flags_nor_decisions_know():
    scores, lines = table(SCORES, SCORES)
    lines["exporter_group"] = np.arange(len(lines)) // 2  # two lines each
    lines["consignee_group"] = 1
    lines["decided"] = np.arange(len(lines)) == 120
    for seed in range(20):
        queue = rank_queue(scores, lines, budget=99, explore=(0.2, seed))
        drawn = queue.loc[queue["selected_by"] == "exploration", "rank"].to_numpy() - 1
        assert (drawn % 2 == 0).all()  # the second line of a relation is never its first
        assert not np.isin((98, 120), drawn).any()
