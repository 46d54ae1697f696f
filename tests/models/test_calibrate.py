from datetime import date

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from detector.models.calibrate import age_bands, age_days, lawful_p

ONE_BAND = st.lists(st.integers(0, 9), min_size=1, max_size=40).map(lambda s: np.array(s, float))


def test_age_is_counted_to_the_day_of_the_scan():
    lines = pd.DataFrame({"shipped_on": pd.to_datetime(["2026-06-30", "2026-06-01"])})
    assert age_days(lines, date(2026, 6, 30)).tolist() == [0, 29]


def test_bands_end_at_7_30_and_90_days():
    ages = np.array([0, 7, 8, 30, 31, 90, 91, 900])
    assert age_bands(ages, fewest=1).tolist() == [0, 0, 1, 1, 2, 2, 3, 3]


def test_small_bands_are_pooled_with_the_next_older_one():
    ages = np.array([0] * 3 + [10] * 50 + [40] * 50 + [200] * 50)
    assert set(age_bands(ages, fewest=10)[:53]) == {1}
    assert len(set(age_bands(ages, fewest=10))) == 3


def test_a_small_oldest_band_is_pooled_with_the_next_younger_one():
    ages = np.array([0] * 50 + [10] * 50 + [200] * 3)
    assert age_bands(ages, fewest=10)[-1] == age_bands(ages, fewest=10)[50]


def test_everything_is_one_band_where_lines_are_few():
    assert len(set(age_bands(np.array([0, 10, 40, 200]), fewest=10))) == 1


@given(ONE_BAND)
def test_p_values_fall_as_scores_rise_and_lie_between_zero_and_one(scores):
    p = lawful_p(scores, np.zeros(len(scores), int))
    assert (np.diff(p[np.argsort(scores)]) <= 0).all()
    assert p.min() > 0
    assert p.max() <= 1


@given(st.floats(0.1, 50), st.floats(-5, 5))
def test_p_values_do_not_depend_on_unit_and_origin_of_the_score(scale, origin):
    scores = np.random.default_rng(3).exponential(size=400)
    bands = np.zeros(400, int)
    np.testing.assert_allclose(
        lawful_p(scores * scale + origin, bands), lawful_p(scores, bands), rtol=1e-6
    )


def test_lawful_lines_have_their_level_in_the_tail():
    random = np.random.default_rng(1)
    told = [lawful_p(random.exponential(size=8_000), np.zeros(8_000, int)) for _ in range(20)]
    for level in (0.05, 0.01, 0.001):
        assert abs(np.mean([(p <= level).mean() for p in told]) / level - 1) < 0.2


def test_planted_lines_do_not_lift_the_p_values_of_their_own_tail():
    random = np.random.default_rng(2)
    scores = np.r_[random.exponential(size=8_000), np.full(80, 9.0)]
    p = lawful_p(scores, np.zeros(len(scores), int))
    assert p[-1] < 3 * np.exp(-9.0)
    assert 0.8 < (p[:-80] <= 0.01).mean() / 0.01 < 1.2


def test_lines_of_one_score_are_no_strange_lines():
    assert (lawful_p(np.full(50, 3.0), np.zeros(50, int)) == 1.0).all()


def test_each_band_is_calibrated_by_itself():
    random = np.random.default_rng(4)
    young = random.exponential(size=2_000)
    bands = np.repeat([0, 1], 2_000)
    p = lawful_p(np.r_[young, 5.0 + 3.0 * young], bands)
    np.testing.assert_allclose(p[:2_000], p[2_000:], rtol=1e-6)
