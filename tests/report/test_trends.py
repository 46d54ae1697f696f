"""A count beside its own past: usual, unusual, or too few to say."""

from hypothesis import given
from hypothesis import strategies as st

from detector.report.trends import LEAST_WINDOWS, TOO_FEW, WINDOWS, judge, windows_of

counts = st.lists(st.integers(0, 500), min_size=1, max_size=20)


@given(counts)
def test_a_verdict_agrees_with_its_own_range(told):
    change = judge(told)
    if change.verdict == TOO_FEW:
        assert change.high is None
    elif change.verdict == "usual":
        assert change.low <= change.recent <= change.high
    else:
        assert not change.low <= change.recent <= change.high


@given(st.integers(0, 400))
def test_a_count_that_never_changes_is_usual(count):
    change = judge([count] * WINDOWS)
    assert change.verdict == ("usual" if count else TOO_FEW)


def test_too_short_a_past_says_nothing():
    assert judge([9] * LEAST_WINDOWS + [900]).verdict == "unusually many"
    assert judge([9] * (LEAST_WINDOWS - 1) + [900]).verdict == TOO_FEW


def test_windows_before_the_first_record_are_no_past_of_zeros():
    assert windows_of([(0, 3), (1, 2)], first=1) == [2, 3]
    assert len(windows_of([(0, 3)], first=400)) == WINDOWS
