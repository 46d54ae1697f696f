"""What an address asks of the queue."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.review import Standing
from detector.review.server.filters import STATES, Asked, read_asked

WORDS = st.dictionaries(st.sampled_from(["q", "state", "who", "lane", "x"]), st.text(), max_size=5)


@given(WORDS)
def test_any_address_is_read_and_written_back_alike(given_words):
    asked = read_asked(given_words)
    assert asked.state in STATES
    assert read_asked(dict(parse_qsl(asked.address))) == asked


@pytest.mark.parametrize(
    ("asked", "state", "passes"),
    [
        (Asked(), "new", True),
        (Asked(), "proposed", True),
        (Asked(), "closed", False),
        (Asked(), "snoozed", False),
        (Asked(state="any"), "closed", True),
        (Asked(state="closed"), "closed", True),
        (Asked(who="ana"), "new", False),
        (Asked(due="late"), "new", False),
    ],
)
def test_filters_by_where_a_case_stands(asked, state, passes):
    told = Standing("C-1", state=state, snoozed_until="2026-12-01")
    assert asked.lets_pass(told, "2026-09-07") is passes
