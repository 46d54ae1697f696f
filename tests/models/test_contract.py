"""The promises of detector/models/contract.py, kept by every detector."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.utils.estimator_checks import parametrize_with_checks

from detector.models import DETECTORS, ExtendedIsolationForest, NeighbourDistance, TailSurprise

each_detector = pytest.mark.parametrize("detector_type", DETECTORS)
few = settings(max_examples=25, deadline=None)
number = st.floats(-1e6, 1e6) | st.sampled_from([0.0, 1.0]) | st.just(float("nan"))
matrices = st.lists(st.tuples(number, number, number), min_size=2, max_size=40).map(
    lambda rows: pd.DataFrame(rows, columns=["price_gap", "hub_share", "days_known"])
)

known = st.floats(-1e6, 1e6) | st.sampled_from([0.0, 1.0])
full_matrices = st.lists(st.tuples(known, known, known), min_size=10, max_size=60).map(
    lambda rows: pd.DataFrame(rows, columns=["price_gap", "hub_share", "days_known"])
)


@each_detector
@given(matrices)
@few
def test_contributions_add_up_to_the_score_and_none_is_negative(detector_type, X):
    model = detector_type().fit(X)
    parts = model.contributions(X)
    np.testing.assert_allclose(parts.sum(axis=1), model.decision_function(X), atol=1e-12)
    assert (parts.to_numpy() >= 0).all()


@each_detector
@given(matrices)
@few
def test_a_shipment_scores_the_same_alone_as_in_a_batch(detector_type, X):
    model = detector_type().fit(X)
    alone = [model.decision_function(X.iloc[[row]])[0] for row in range(len(X))]
    assert alone == model.decision_function(X).tolist()


@each_detector
@given(matrices, st.randoms(use_true_random=False))
@few
def test_row_order_does_not_matter(detector_type, X, random):
    order = list(range(len(X)))
    random.shuffle(order)
    shuffled = detector_type().fit(X.iloc[order]).decision_function(X)
    assert shuffled.tolist() == detector_type().fit(X).decision_function(X).tolist()


@each_detector
@given(full_matrices)
@few
def test_a_shipment_of_nulls_alone_is_no_stranger_than_the_median(detector_type, X):
    model = detector_type().fit(X)
    blank = pd.DataFrame([[np.nan] * 3], columns=X.columns)
    ordinary = np.median(model.decision_function(X))
    assert model.decision_function(blank)[0] <= ordinary + 1e-9


@each_detector
def test_a_null_is_not_replaced_by_the_centre_or_by_zero(detector_type):
    random = np.random.default_rng(1)
    X = pd.DataFrame(random.normal(5, 1, (300, 2)), columns=["price_gap", "hub_share"])
    model = detector_type().fit(X)
    parts = model.contributions(
        pd.DataFrame({"price_gap": [np.nan, 0.0], "hub_share": [9.0, 9.0]})
    ).to_numpy()
    assert parts[0, 0] == 0.0
    assert parts[1, 0] > 0.0


@each_detector
def test_the_strange_shipment_scores_highest(detector_type):
    random = np.random.default_rng(0)
    X = pd.DataFrame(random.normal(size=(500, 3)), columns=["price_gap", "hub_share", "days"])
    X.loc[500] = [9.0, 9.0, 9.0]
    assert np.argmax(detector_type().fit(X).decision_function(X)) == 500


@each_detector
def test_two_fits_under_one_seed_are_equal_and_another_seed_may_differ(detector_type):
    random = np.random.default_rng(0)
    X = pd.DataFrame(random.normal(size=(3000, 3)), columns=["price_gap", "hub_share", "days"])
    scores = detector_type().fit(X).decision_function(X)
    assert scores.tolist() == detector_type().fit(X).decision_function(X).tolist()
    if "random_state" in detector_type().get_params():
        other = detector_type(random_state=1).fit(X).decision_function(X)
        assert scores.tolist() != other.tolist()
        assert np.corrcoef(scores, other)[0, 1] > 0.9


@each_detector
def test_a_renamed_column_is_refused(detector_type):
    X = pd.DataFrame({"price_gap": [0.0, 1.0], "hub_share": [0.5, 1.0]})
    with pytest.raises(ValueError, match="feature names"):
        detector_type().fit(X).decision_function(X.rename(columns={"hub_share": "hub"}))


@each_detector
def test_scoring_before_fitting_is_refused(detector_type):
    with pytest.raises(NotFittedError):
        detector_type().decision_function(pd.DataFrame({"price_gap": [0.0]}))


@each_detector
def test_scoring_changes_nothing(detector_type):
    X = pd.DataFrame({"price_gap": [0.0, 1.0, 5.0]})
    model = detector_type().fit(X)
    before = clone(model).fit(X).__dict__
    model.decision_function(X.iloc[:1])
    assert model.__dict__.keys() == before.keys()


@pytest.mark.parametrize(
    ("model", "told"),
    [
        (ExtendedIsolationForest(n_estimators=0), "n_estimators must be >= 1"),
        (NeighbourDistance(n_neighbors=0), "n_neighbors and reference must be >= 1"),
        (TailSurprise(odd="up"), "odd must be one of"),
        (TailSurprise(odd=("high", "low")), "odd must be one of"),
        (TailSurprise(resolution=1), "resolution must be >= 16"),
    ],
)
def test_a_parameter_out_of_range_is_refused_at_fit(model, told):
    with pytest.raises(ValueError, match=told):
        model.fit(pd.DataFrame({"price_gap": [0.0, 1.0]}))


@parametrize_with_checks([detector_type() for detector_type in DETECTORS])
def test_scikit_learn_compatible(estimator, check):
    check(estimator)
