import numpy as np
import pandas as pd
import pytest

from detector.models.drift import Drift, measure_drift, share_kept, stability_index

RANDOM = np.random.default_rng(2)


def records(weeks=20, per_week=200):
    each = np.arange(weeks * 7).repeat(per_week // 7)
    days = pd.Series(pd.Timestamp("2025-01-01") + pd.to_timedelta(each, "D"))
    values = pd.DataFrame(
        {"steady": RANDOM.normal(size=len(days)), "moved": RANDOM.normal(size=len(days))}
    )
    return values, days


def test_equal_samples_do_not_drift_and_shifted_ones_do():
    sample = RANDOM.normal(size=5_000)
    assert stability_index(sample, sample) == pytest.approx(0.0)
    assert stability_index(sample, sample + 0.2) < stability_index(sample, sample + 1.0)


def test_nulls_are_a_class_of_their_own():
    known = RANDOM.normal(size=1_000)
    half = np.where(np.arange(1_000) % 2 == 0, np.nan, known)
    assert stability_index(known, half) > 0.5
    assert np.isfinite(stability_index(np.full(50, np.nan), np.full(50, np.nan)))


def test_a_feature_that_moved_is_told_first_and_a_steady_one_is_not_told_as_moved():
    values, days = records()
    latest = days > days.max() - pd.Timedelta(days=28)
    values.loc[latest, "moved"] += 1.0
    first, second = measure_drift(values, days, 28)
    assert (first.name, first.moved) == ("moved", True)
    assert (second.name, second.moved) == ("steady", False)
    assert first.windows == 4


def test_what_always_moves_has_a_wide_band():
    values, days = records()
    season = np.sin(np.arange(len(days)) / len(days) * 30)
    values["moved"] += 3 * season
    told = {one.name: one for one in measure_drift(values, days, 14)}
    assert told["moved"].band > told["steady"].band


def test_a_change_within_a_small_index_is_not_told():
    assert not Drift("tiny", 0.05, 0.01, 8).moved
    assert Drift("great", 0.5, 0.01, 8).moved


def test_too_few_windows_say_nothing():
    values, days = records(weeks=6)
    assert measure_drift(values, days, 28) == ()


def test_the_share_kept_of_a_queue():
    assert share_kept(["a", "b"], ["b", "c"]) == 0.5
    assert np.isnan(share_kept([], ["a"]))
