"""The rough search finds the very row that an exact search over all rows finds."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.models.neighbour_loop import nearest_gaps

few = settings(max_examples=60, deadline=None)


def exact(values, reference, k):
    """Measure every row; of equal distances the first comes first."""
    parts = np.zeros(values.shape)
    for at, row in enumerate(values):
        known = ~np.isnan(row)
        gaps = np.zeros(reference.shape)
        gaps[:, known] = (row[known] - reference[:, known]) ** 2
        distance = np.zeros(len(reference))
        for feature in range(reference.shape[1]):
            distance += gaps[:, feature]
        parts[at] = gaps[np.argsort(distance, kind="stable")[k - 1]]
    return parts


@st.composite
def searches(draw):
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    rows, features = draw(st.integers(1, 90)), draw(st.integers(1, 6))
    scale = draw(st.sampled_from([1e-8, 1.0, 1e6]))
    steps = draw(st.sampled_from([2, 3, 1000]))
    reference, values = (
        np.where(random.random((n, features)) < 0.5, 0.0, random.integers(0, steps, (n, features)))
        * scale
        for n in (rows, 20)
    )
    values[random.random(values.shape) < 0.1] = np.nan
    return values, reference, draw(st.integers(1, rows))


@given(searches())
@few
def test_the_kth_row_is_that_of_an_exact_search_ties_and_nulls_too(search):
    values, reference, k = search
    assert nearest_gaps(values, reference, k).tolist() == exact(values, reference, k).tolist()


def test_a_far_value_beside_small_gaps_does_not_blur_them():
    random = np.random.default_rng(3)
    reference = random.random((500, 3))
    values = np.column_stack((np.full(50, 1e9), random.random((50, 2))))
    assert nearest_gaps(values, reference, 20).tolist() == exact(values, reference, 20).tolist()


def test_squares_too_large_for_a_double_end_in_infinity_and_not_in_another_row():
    told = nearest_gaps(np.array([[1e200, 1.0], [2.0, 1.0]]), np.ones((30, 2)), 5)
    assert told.tolist() == [[np.inf, 0.0], [1.0, 0.0]]


def test_rows_of_nulls_lie_at_distance_zero():
    told = nearest_gaps(np.full((2, 3), np.nan), np.random.default_rng(0).random((40, 3)), 7)
    assert told.tolist() == [[0.0] * 3] * 2
