import numpy as np
import pandas as pd
import pytest

from detector.errors import ModelError
from detector.models import rank_queue
from detector.models.queue import chosen_at


def table(scores, p_values, ids=None):
    numbers = pd.Index(range(1, len(scores) + 1), name="shipment_no")
    ids = ids or [f"S{number}" for number in numbers]
    lines = pd.DataFrame({"shipment_no": numbers, "source": "made-up", "shipment_id": ids})
    return pd.DataFrame({"score": scores, "p_value": p_values}, index=numbers), lines


def test_rank_goes_by_score_then_p_value_then_id():
    scores, lines = table([0.5, 0.9, 0.5, 0.5], [0.2, 0.1, 0.1, 0.2], ["D", "C", "B", "A"])
    queue = rank_queue(scores, lines, budget=2)
    assert queue["shipment_id"].tolist() == ["C", "B", "A", "D"]
    assert queue["rank"].tolist() == [1, 2, 3, 4]


def test_a_budget_flags_the_first_lines():
    queue = rank_queue(*table([0.1, 0.9, 0.5], [0.9, 0.1, 0.5]), budget=2)
    assert queue["flagged"].tolist() == [True, True, False]
    assert queue["selected_by"].tolist() == ["rank", "rank", ""]


def test_a_budget_beyond_all_lines_flags_all():
    assert rank_queue(*table([0.1, 0.9], [1.0, 0.5]), budget=50)["flagged"].all()


def test_a_rate_flags_by_benjamini_and_hochberg():
    p_values = [0.0001, 0.02, 0.5, 0.9, 0.7, 0.8, 0.6, 0.4, 0.3, 0.95]
    queue = rank_queue(*table(1 - np.array(p_values), p_values), fdr=0.1)
    assert queue["flagged"].sum() == 2
    assert set(queue["selected_by"]) == {"fdr", ""}


def test_a_rate_that_cannot_be_held_is_refused_with_the_way_out():
    scores, lines = table(np.linspace(1, 0, 50), np.arange(1, 51) / 50)
    with pytest.raises(ModelError, match=r"smallest p-value is 0\.02 among 50 lines") as caught:
        rank_queue(scores, lines, fdr=0.1)
    assert "--budget" in caught.value.fix


@pytest.mark.parametrize("asked", [{}, {"budget": 5, "fdr": 0.1}, {"budget": 0}, {"fdr": 1.5}])
def test_an_unclear_wish_is_refused(asked):
    with pytest.raises(ModelError):
        rank_queue(*table([0.1], [1.0]), **asked)


def test_the_false_share_stays_under_the_rate_when_p_values_are_uniform():
    random = np.random.default_rng(0)
    false = []
    for _ in range(200):
        p_values = np.r_[random.uniform(0, 1e-4, 20), random.uniform(size=500)]
        chosen = chosen_at(p_values, 0.1)
        false.append(chosen[20:].sum() / chosen.sum())
    assert np.mean(false) <= 0.1
