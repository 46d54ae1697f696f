import tomllib

from hypothesis import given
from hypothesis import strategies as st

from detector.records.guess_match import FieldGuess
from detector.records.guess_text import field_lines, quoted, remark

LETTERS = st.text(st.characters(exclude_categories=["Cs"]))


@given(LETTERS)
def test_any_text_survives_toml(text):
    assert tomllib.loads(f"x = {quoted(text)}")["x"] == text


@given(st.text(st.characters()))
def test_any_text_fits_one_comment_line(text):
    assert tomllib.loads(f"x = 1  # {remark(text)}".encode("utf-8", "replace").decode()) == {"x": 1}


def test_a_field_tells_source_stand_in_confidence_and_hints():
    guess = FieldGuess("net_weight_kg", (1,), 0.95, "name: net", (0,), {"unit": "lb"})
    assert list(field_lines(guess, ["NET", "NETTO"])) == [
        "[columns.net_weight_kg]  # confidence 0.95: name: net",
        'from = ["NETTO"]',
        'also = ["NET"]',
        'unit = "lb"',
        "",
    ]
