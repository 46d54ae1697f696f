"""Numbers in the spellings that records use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.records.numbers import NumberReader, mass_factor, unit_factor


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *[("1,234.50", 1234.5), ("1,234", 1234.0), ("1 234", 1234.0), ("1'234.5", 1234.5)],
        *[("$1,200", 1200.0), ("USD 1,200.50", 1200.5), ("１２３", 123.0), ("12 pcs", 12.0)],
        *[("(12)", -12.0), ("12-", -12.0), ("-3", -3.0), ("1e3", 1000.0), (".5", 0.5)],
        *[("1,00,000", 100000.0), ("1\xa0234.5", 1234.5), ("7.", 7.0)],
    ],
)
def test_a_number_is_read(text, number):
    assert NumberReader([text]).read(text) == (number, "")


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.234,50", 1234.5), ("1.234.567", 1234567.0), ("12,5", 12.5), ("1 234,5", 1234.5)],
)
def test_a_decimal_comma_is_told_by_the_other_numbers(text, number):
    assert NumberReader([text, "3,75"]).read(text) == (number, "")


@pytest.mark.parametrize("text", ["NA", "n/a", "-", "nan", "NULL", "—"])
def test_words_for_nothing_are_blank(text):
    assert NumberReader([text]).read(text) == (None, "")


@pytest.mark.parametrize(
    "text", ["abc", "12abc3", "€1,200", "EUR 5", "1.2.3.4", "1,2,3", "1e999", "12 boxes", "--5"]
)
def test_what_is_no_number_is_told(text):
    number, told = NumberReader([text]).read(text)
    assert number is None
    assert told


def test_a_unit_of_mass_behind_the_number_is_understood():
    reader = NumberReader([], of_mass=True)
    assert reader.read("12 kg") == (12.0, "")
    assert reader.read("2 MT") == (2000.0, "")
    assert reader.read("10 lbs")[0] == pytest.approx(4.536, abs=0.001)
    assert reader.read("5 boxes") == (None, "a unit that is not known")


def test_units_have_their_factors():
    assert [unit_factor(unit) for unit in ("thousand", "t", 2.5, None, "ell")] == [
        *(1000.0, 1000.0, 2.5, 1.0, None)
    ]
    assert mass_factor("Pounds") == 0.45359237


@given(st.text(max_size=20))
def test_no_text_breaks_the_reader(text):
    NumberReader([text], of_mass=True).read(text)


@given(st.integers(0, 10**12), st.sampled_from(["{:,}", "{}", "{:_}"]))
def test_every_number_is_read_back(number, form):
    text = form.format(number).replace("_", " ")
    assert NumberReader([text]).read(text) == (float(number), "")
