import numpy as np
from pyod.models.knn import KNN

from detector.models import NeighbourDistance


def test_it_equals_pyods_kth_neighbour_on_the_reference():
    random = np.random.default_rng(0)
    X, fresh = random.normal(size=(600, 5)), random.normal(size=(200, 5)) * 2
    ours = NeighbourDistance(10, standardise=False).fit(X)
    theirs = KNN(n_neighbors=10, method="largest").fit(X)
    np.testing.assert_allclose(ours.decision_function(fresh), theirs.decision_function(fresh))


def test_a_reference_is_drawn_from_the_rows_and_capped():
    X = np.arange(5000.0).reshape(-1, 1)
    model = NeighbourDistance(reference=100, standardise=False).fit(X)
    assert model.reference_.shape == (100, 1)
    assert set(model.reference_.ravel() + model.centre_[0]) <= set(X.ravel())


def test_a_null_adds_nothing_to_the_distance():
    X = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]])
    model = NeighbourDistance(1, standardise=False).fit(X)
    assert model.decision_function(np.array([[np.nan, 3.0]])).tolist() == [3.0]
    assert model.decision_function(np.array([[np.nan, np.nan]])).tolist() == [0.0]


def test_a_null_of_the_reference_stands_at_the_centre():
    X = np.array([[0.0, np.nan], [10.0, 4.0], [-10.0, 4.0]])
    model = NeighbourDistance(1, standardise=False).fit(X)
    assert model.decision_function(np.array([[0.0, 4.0]])).tolist() == [0.0]
