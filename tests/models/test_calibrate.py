from datetime import date

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from detector.models.calibrate import age_bands, age_days, conformal_p

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
def test_p_values_fall_as_scores_rise_and_are_never_below_what_n_lines_allow(scores):
    p = conformal_p(scores, np.zeros(len(scores), int))
    order = np.argsort(scores)
    assert (np.diff(p[order]) <= 0).all()
    assert p.min() >= 1 / len(scores)
    assert p.max() <= 1


@given(ONE_BAND, st.sampled_from([0.05, 0.1, 0.5]))
def test_no_more_lines_are_rare_than_the_p_value_says(scores, level):
    p = conformal_p(scores, np.zeros(len(scores), int))
    assert (p <= level).mean() <= level


def test_each_band_is_calibrated_by_itself():
    scores, bands = np.array([1.0, 2.0, 10.0, 20.0]), np.array([0, 0, 1, 1])
    assert conformal_p(scores, bands).tolist() == [1.0, 0.5, 1.0, 0.5]
