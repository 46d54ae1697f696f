import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import precision_score, recall_score

from detector.evaluate.draws import SchemeDraws

lines = st.lists(
    st.tuples(st.sampled_from([None, "a", "b", "c"]), st.booleans()), min_size=2, max_size=40
)


@given(lines)
def test_precision_and_recall_are_scikit_learns(told):
    scheme = pd.Series([name for name, _ in told], dtype=object)
    seen = np.array([yes for _, yes in told])
    positive = scheme.notna().to_numpy()
    draws = SchemeDraws(scheme)
    if seen.any():
        assert draws.share(positive & seen, seen).value == pytest.approx(
            precision_score(positive, seen, zero_division=0.0)
        )
    if positive.any():
        assert draws.share(positive & seen, positive).value == pytest.approx(
            recall_score(positive, seen)
        )


@given(lines)
def test_the_range_of_a_share_holds_it_where_all_schemes_are_alike(told):
    scheme = pd.Series([name for name, _ in told], dtype=object)
    if scheme.notna().any():
        every = scheme.notna().to_numpy()
        one = SchemeDraws(scheme).share(every, every)
        assert one.low == one.value == one.high == 1


def test_a_share_of_nothing_is_not_told():
    draws = SchemeDraws(pd.Series(["a", None]))
    assert np.isnan(draws.share(np.zeros(2), np.zeros(2)).value)


def test_schemes_found_count_each_scheme_once():
    draws = SchemeDraws(pd.Series(["a", "a", "b", None]))
    one = draws.found(np.array([True, True, False, True]))
    assert one.value == 0.5
    assert (one.low, one.high) == (0, 1)


def test_a_median_passes_over_schemes_without_an_amount():
    draws = SchemeDraws(pd.Series(["a", "b", "c"]))
    assert draws.median(pd.Series([4.0, 8.0], index=[0, 2])).value == 6
    assert np.isnan(draws.median(pd.Series(dtype=float)).value)
