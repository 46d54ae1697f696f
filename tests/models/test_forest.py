import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import IsolationForest
from sklearn.metrics import average_precision_score

from detector.models import ExtendedIsolationForest
from detector.models.forest import divide_by


def planted(seed, n=1500, odd=30):
    """Two crowds, and odd ones between them and around: hard for cuts along the axes."""
    random = np.random.default_rng(seed)
    crowd = np.vstack(
        [
            random.normal((0, 10), 1, (n // 2, 2)),
            random.normal((10, 0), 1, (n // 2, 2)),
        ]
    )
    strange = random.uniform(-6, 16, (odd, 2))
    label = np.r_[np.zeros(len(crowd)), np.ones(odd)]
    return np.vstack([crowd, strange]), label


def test_hyperplanes_find_at_least_what_the_plain_forest_finds():
    ours, plain = [], []
    for seed in range(5):
        X, label = planted(seed)
        forest = ExtendedIsolationForest(200, random_state=seed).fit(X)
        other = IsolationForest(n_estimators=200, random_state=seed).fit(X)
        ours.append(average_precision_score(label, forest.decision_function(X)))
        plain.append(average_precision_score(label, -other.score_samples(X)))
    assert np.mean(ours) >= np.mean(plain)


def test_level_zero_scores_as_scikit_learns_forest_does():
    X, _ = planted(0)
    forest = ExtendedIsolationForest(300, extension_level=0).fit(X)
    other = IsolationForest(n_estimators=300, random_state=0).fit(X)
    assert np.corrcoef(forest.decision_function(X), -other.score_samples(X))[0, 1] > 0.97


def test_an_ordinary_shipment_scores_about_a_half():
    X, _ = planted(1)
    assert 0.35 < np.median(ExtendedIsolationForest().fit(X).decision_function(X)) < 0.55


def test_the_odd_feature_carries_the_score():
    random = np.random.default_rng(0)
    X = pd.DataFrame(random.normal(size=(1000, 4)), columns=list("abcd"))
    odd = pd.DataFrame([[0.0, 0.0, 9.0, 0.0]], columns=list("abcd"))
    parts = ExtendedIsolationForest().fit(X).contributions(odd).iloc[0]
    assert parts.idxmax() == "c"
    assert parts["c"] > 0.5 * parts.sum()


def test_no_plain_python_or_foreign_type_is_kept_in_the_trees():
    X, _ = planted(0)
    forest = ExtendedIsolationForest(10).fit(X)
    assert [part.dtype.kind for part in forest.trees_] == ["i", "f", "f", "i", "i"]


@pytest.mark.parametrize("value", [0.0, 7.5])
def test_rows_that_are_all_alike_are_all_alike_ordinary(value):
    X = np.full((50, 3), value)
    scores = ExtendedIsolationForest().fit(X).decision_function(X)
    assert len(set(scores)) == 1


def test_a_score_without_weights_is_divided_evenly():
    parts = divide_by(np.array([1.0, 2.0]), np.array([[0.0, 0.0], [1.0, 3.0]]))
    assert parts.tolist() == [[0.5, 0.5], [0.5, 1.5]]
