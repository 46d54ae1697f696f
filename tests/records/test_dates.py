"""Dates and periods in the spellings that records use."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.records.dates import DateReader, read_period

NINTH = date(2025, 3, 9)


@pytest.mark.parametrize(
    "text",
    [
        *("2025-03-09", "2025/03/09", "2025.3.9", "20250309", "2025-03-09T23:59:00Z", "2025-3-9"),
        *("09.03.2025", "9-Mar-2025", "09 March 2025", "9 Mar 25", "March 9, 2025", "Mar 9 2025"),
        *("2025年3月9日", "２０２５-０３-０９", "45725", "20250309120000", "9th March 2025"),
        *("2025-03-09 00:00:00", "09/03/2025", "09-03-2025", "9 de marzo 2025".replace(" de", "")),
        *("1741478400000", "2025년 3월 9일", "9 März 2025", "9.3.25"),
    ],
)
def test_a_day_is_read(text):
    assert DateReader([text]).read(text) == (NINTH, "day")


@pytest.mark.parametrize("text", ["2025-03", "202503", "03/2025", "Mar 2025", "2025 Mar", "Mar-25"])
def test_a_month_is_its_first_day(text):
    assert DateReader([text]).read(text) == (date(2025, 3, 1), "month")


def test_roc_years_are_counted_from_1912():
    reader = DateReader([], calendar="roc")
    assert reader.read("102年") == (date(2013, 1, 1), "year")
    assert reader.read("114/03/09") == (NINTH, "day")
    assert reader.read("114年3月") == (date(2025, 3, 1), "month")


def test_which_comes_first_is_told_by_the_other_dates():
    assert DateReader(["03/09/2025", "03/25/2025"]).read("03/09/2025")[0] == NINTH
    assert DateReader(["09/03/2025", "25/03/2025"]).read("09/03/2025")[0] == NINTH


def test_where_nothing_tells_the_day_comes_first_and_that_is_unclear():
    reader = DateReader(["09/03/2025", "05/05/2025"])
    assert reader.read("09/03/2025")[0] == NINTH
    assert reader.unclear == "09/03/2025"
    assert DateReader(["09/03/2025", "25/03/2025"]).unclear == ""
    assert DateReader(["05/05/2025", "09.03.2025"]).unclear == ""


def test_a_stated_format_goes_first():
    assert DateReader([], ["%m/%d/%Y"]).read("03/09/2025") == (NINTH, "day")
    assert DateReader([], ["%b %y"]).read("Mar 25") == (date(2025, 3, 1), "month")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2025-02-30", "no such day"),
        ("2025-13-01", "no such day"),
        ("99999999", "year out of range"),
        ("0001-01-01", "year out of range"),
        ("tomorrow", "no date"),
        ("12", "no date"),
        ("1.5", "no date"),
        ("", "no date"),
    ],
)
def test_what_is_no_date_is_told_why(text, told):
    assert DateReader([text]).read(text) == (None, told)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        *[("2025", "2025"), ("2025.0", "2025"), ("2025-03", "2025-03"), ("202503", "2025-03")],
        *[("2025 Feb ", "2025-02"), ("20250301", "2025-03"), ("2025-03-09", "2025-03")],
    ],
)
def test_a_period_is_a_month_or_a_year(text, period):
    assert read_period(DateReader([]), text) == (period, None, None)


def test_a_span_within_a_year_is_its_year_with_a_remark():
    told = read_period(DateReader([], calendar="roc"), "114年1月~114年7月(初步值)")
    assert told == ("2025", None, "covers 2025-01 to 2025-07 only")
    assert read_period(DateReader([]), "soon") == (None, "no month or year", None)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text):
    made, told = DateReader([text]).read(text)
    assert (made is None) == (told not in ("day", "month", "year"))
    read_period(DateReader([text], calendar="roc"), text)


@given(st.dates(date(1970, 1, 1), date(2100, 1, 1)))
def test_every_day_is_read_back(day):
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%Y%m%d", "%d %B %Y", "%Y/%m/%d"):
        assert DateReader([]).read(day.strftime(form)) == (day, "day")
