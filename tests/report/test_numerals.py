from hypothesis import given
from hypothesis import strategies as st

from detector.report.numerals import LONGEST_TEXT, clipped, number, rounded, shown

finite = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12)


@given(st.text(max_size=400))
def test_text_from_records_becomes_one_line_of_bounded_length(text):
    line = clipped(text)
    assert len(line) <= LONGEST_TEXT
    assert not set(line) & set("\n\r\t\x00\x1b\u2028\u2029")


@given(st.text(max_size=400))
def test_clipping_twice_changes_nothing(text):
    assert clipped(clipped(text)) == clipped(text)


@given(finite)
def test_what_is_stored_is_what_is_written(value):
    assert number(shown(value)) == number(value)


@given(finite)
def test_rounding_twice_changes_nothing(value):
    assert rounded(rounded(value)) == rounded(value)


def test_what_is_not_a_number_is_left_out():
    assert rounded(float("inf")) is None
    assert rounded("7") is None
    assert number(None) == "–"
