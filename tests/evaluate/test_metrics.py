import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import average_precision_score, roc_auc_score

from detector.evaluate import metrics

queues = st.integers(2, 60).flatmap(lambda n: arrays(np.bool_, n))
weighted = st.integers(2, 40).flatmap(
    lambda n: st.tuples(arrays(np.bool_, n), arrays(np.float64, n, elements=st.floats(0.5, 4)))
)


@given(weighted)
def test_average_precision_is_scikit_learns(queue):
    positive, weight = queue
    if positive.any():
        down = np.arange(len(positive))[::-1]
        theirs = average_precision_score(positive, down, sample_weight=weight)
        assert metrics.average_precision(positive, weight) == pytest.approx(theirs)


@given(weighted)
def test_auroc_is_scikit_learns(queue):
    positive, weight = queue
    if positive.any() and not positive.all():
        down = np.arange(len(positive))[::-1]
        theirs = roc_auc_score(positive, down, sample_weight=weight)
        assert metrics.auroc(positive, weight) == pytest.approx(theirs)


def test_figures_without_a_positive_line_are_not_given():
    nothing = np.zeros(3, dtype=bool)
    assert np.isnan(metrics.average_precision(nothing))
    assert np.isnan(metrics.auroc(nothing))


def test_a_bootstrap_draws_schemes_whole_and_leaves_other_lines_alone():
    scheme = np.array(["a", None, "a", "b", None], dtype=object)
    drawn = metrics.bootstrap_schemes(scheme, 50, seed=1)
    assert (drawn[:, [1, 4]] == 1).all()
    assert (drawn[:, 0] == drawn[:, 2]).all()
    assert (drawn[:, 0] + drawn[:, 3] == 2).all()


@given(queues)
def test_folding_changes_no_figure(positive):
    scheme = np.array([str(at % 3) if yes else None for at, yes in enumerate(positive)], object)
    folded = metrics.fold_lawful(positive, scheme)
    assert folded.weight.sum() == len(positive)
    for figure in (metrics.average_precision, metrics.auroc):
        assert figure(folded.positive, folded.weight) == pytest.approx(
            figure(positive), nan_ok=True
        )


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3)), min_size=2, max_size=30))
def test_expected_precision_is_the_mean_over_orders_of_the_ties(lines):
    positive = np.array([yes for yes, _ in lines])
    scores = np.array([float(score) for _, score in lines])
    budget = max(1, len(lines) // 3)
    rng = np.random.default_rng(0)
    drawn = [
        positive[np.lexsort((rng.random(len(lines)), -scores))[:budget]].mean() for _ in range(400)
    ]
    assert metrics.expected_precision(positive, scores, budget) == pytest.approx(
        np.mean(drawn), abs=0.15
    )
