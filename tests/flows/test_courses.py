import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.flows.courses import common_course, row_median


@given(st.lists(st.lists(st.floats(-9, 9) | st.just(float("nan")), min_size=4, max_size=4),
                min_size=1, max_size=9))  # fmt: skip
def test_a_row_median_is_the_median_of_what_is_known(rows):
    told = row_median(np.array(rows))
    for row, middle in zip(rows, told, strict=True):
        known = [value for value in row if np.isfinite(value)]
        assert np.isnan(middle) if not known else middle == pytest.approx(np.median(known))


def test_one_lane_that_closes_and_one_that_opens_leave_the_common_course_where_it_is():
    rng = np.random.default_rng(1)
    shock = np.cumsum(rng.normal(0, 0.1, 30))
    logs = np.tile(shock, (6, 1)) + np.arange(6)[:, None]
    product, size = np.zeros(6, dtype=np.int64), np.ones(6)
    before = common_course(logs, product, size, 20)
    np.testing.assert_allclose(before - before[:, :1], np.tile(shock - shock[0], (6, 1)))
    logs[0, 20:] -= 3
    logs[1, 20:] += 3
    np.testing.assert_allclose(common_course(logs, product, size, 20), before)


def test_a_product_of_few_lanes_has_no_common_course():
    logs = np.random.default_rng(2).normal(0, 1, (3, 10))
    assert not common_course(logs, np.zeros(3, dtype=np.int64), np.ones(3), 5).any()


def test_each_product_has_a_course_of_its_own():
    logs = np.vstack([np.tile(np.arange(8.0), (4, 1)), np.tile(-np.arange(8.0), (4, 1))])
    told = common_course(logs, np.repeat([0, 1], 4), np.ones(8), 1)
    np.testing.assert_allclose(told, logs)
