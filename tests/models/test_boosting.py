import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.ensemble import HistGradientBoostingClassifier

from detector.models import boosting
from detector.models.boosting import BoostedTrees

RANDOM = np.random.default_rng(5)
VALUES = RANDOM.normal(size=(1_500, 4))
VALUES[RANDOM.random(VALUES.shape) < 0.2] = np.nan
POSITIVE = np.nan_to_num(VALUES[:, 0]) + np.nan_to_num(VALUES[:, 1]) > 1.5
ODD = ("high", "both", "low", "both")
TREES = BoostedTrees().fit(VALUES, POSITIVE, ODD, 0)


def test_the_arrays_say_what_scikit_learns_own_object_says(monkeypatch):
    kept = []

    class Watched(HistGradientBoostingClassifier):
        def fit(self, values, positive, weight):
            kept.append(super().fit(values, positive, weight))
            return kept[-1]

    monkeypatch.setattr(boosting, "HistGradientBoostingClassifier", Watched)
    ours = BoostedTrees().fit(VALUES, POSITIVE, ODD, 0).log_odds(VALUES)
    np.testing.assert_allclose(ours, kept[0].decision_function(VALUES), atol=1e-9)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.floats(-4, 4), min_size=4, max_size=4), st.floats(0, 3))
def test_a_value_further_on_the_odd_side_never_lowers_the_log_odds(line, step):
    further = np.array([line, line])
    further[1, 0] += step
    further[1, 2] -= step
    before, after = TREES.log_odds(further)
    assert after >= before - 1e-12


def test_a_line_has_the_same_log_odds_alone_as_in_a_batch():
    alone = [TREES.log_odds(VALUES[[row]])[0] for row in range(50)]
    assert TREES.log_odds(VALUES[:50]).tolist() == alone


def test_what_an_unknown_value_takes_away_is_never_negative_and_0_for_unknown_values():
    drops = TREES.unknown_drops(VALUES[:200])
    assert (drops >= 0).all()
    assert (drops[np.isnan(VALUES[:200])] == 0).all()
    assert drops[:, :2].sum() > drops[:, 2:].sum()


def test_the_same_seed_grows_the_same_trees():
    again = BoostedTrees().fit(VALUES, POSITIVE, ODD, 0)
    np.testing.assert_array_equal(again.cuts_, TREES.cuts_)
    assert again.start_ == pytest.approx(TREES.start_)


def test_a_feature_that_nobody_knows_has_no_say():
    blank = np.column_stack((VALUES, np.full(len(VALUES), np.nan)))
    trees = BoostedTrees().fit(blank, POSITIVE, (*ODD, "high"), 0)
    blank[:, 4] = 7.0
    np.testing.assert_array_equal(trees.log_odds(blank), TREES.log_odds(VALUES))
