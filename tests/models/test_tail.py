import numpy as np
import pandas as pd
import pytest

from detector.models import TailSurprise

ORDINARY = pd.DataFrame({"days_known": np.arange(101.0)})


def surprise(value, odd):
    model = TailSurprise(odd=odd).fit(ORDINARY)
    return model.decision_function(pd.DataFrame({"days_known": [value]}))[0]


def test_only_the_odd_side_surprises():
    assert surprise(100.0, "high") > 3
    assert surprise(0.0, "high") == 0
    assert surprise(0.0, "low") > 3
    assert surprise(100.0, "low") == 0


def test_both_sides_surprise_one_doubling_less():
    assert surprise(0.0, "both") == pytest.approx(surprise(100.0, "both"))
    assert surprise(100.0, "both") == pytest.approx(surprise(100.0, "high") - np.log(2))


def test_the_ordinary_half_adds_nothing_nor_does_a_null():
    assert surprise(40.0, "high") == 0
    assert surprise(50.0, "both") == 0
    assert surprise(np.nan, "high") == 0


def test_no_value_surprises_by_more_than_the_fitted_lines_can_vouch_for():
    assert surprise(1e9, "high") == pytest.approx(np.log(102))


def test_a_flag_that_most_carry_surprises_nobody_and_a_rare_one_does():
    common = pd.DataFrame({"is_air": [1.0] * 90 + [0.0] * 10})
    rare = pd.DataFrame({"is_air": [0.0] * 99 + [1.0]})
    one = pd.DataFrame({"is_air": [1.0]})
    assert TailSurprise("high").fit(common).decision_function(one)[0] < 0.2
    assert TailSurprise("high").fit(rare).decision_function(one)[0] > 3.5


def test_a_value_never_seen_in_a_column_that_never_varied_surprises():
    never = pd.DataFrame({"to_embargoed": [0.0] * 500})
    seen = TailSurprise("high").fit(never).decision_function(pd.DataFrame({"to_embargoed": [0, 1]}))
    assert seen[0] == 0
    assert seen[1] == pytest.approx(np.log(501))


def test_a_column_of_nulls_alone_says_nothing():
    blank = pd.DataFrame({"capacity": [np.nan] * 5})
    some = pd.DataFrame({"capacity": [1.0, np.nan]})
    assert TailSurprise().fit(blank).decision_function(some).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("odd", ["high", "low", "both"])
def test_thinning_out_the_values_changes_little_and_keeps_the_order(odd):
    random = np.random.default_rng(0)
    X = pd.DataFrame({"value_gap": random.standard_t(3, 20_000)})
    full = TailSurprise(odd, resolution=100_000).fit(X).decision_function(X)
    thin = TailSurprise(odd, resolution=512).fit(X).decision_function(X)
    assert np.abs(full - thin).max() < 0.05
    if odd != "both":
        assert (np.diff(thin[np.argsort(full)]) >= -1e-12).all()


def test_a_wilder_value_never_surprises_less():
    random = np.random.default_rng(1)
    X = pd.DataFrame({"value_gap": np.round(random.normal(size=300), 1)})
    line = pd.DataFrame({"value_gap": np.linspace(-5, 5, 1001)})
    steps = np.diff(TailSurprise("high").fit(X).decision_function(line))
    assert (steps >= 0).all()
