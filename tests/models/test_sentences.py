import pytest

from detector.engine import Column
from detector.models.sentences import say_reason, say_value


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (1234567.0, "USD", "1,234,567"),
        (12.3456, "days", "12.3"),
        (-4.0, "MADs", "\N{MINUS SIGN}4"),
        (0.0, "ln", "a factor of 1"),
        (-2.0, "decades", "a factor of 0.01"),
        (0.001234, "ratio", "0.00123"),
        (2.0, "nats", "one in 7.39"),
        (1e6, "nats", say_value(300.0, "nats")),
        (0.995, "share", "99.5 %"),
        (1.0, "share", "100 %"),
        (0.9996, "ratio", "1"),
        (0.0, "0 or 1", "no"),
        (float("nan"), "days", "nothing comparable"),
    ],
)
def test_values_are_written_as_people_write_them(value, unit, told):
    assert say_value(value, unit) == told


def test_braces_in_a_value_are_left_alone_and_unknown_peers_are_not_counted():
    column = Column("x", "days", "days", says="{value} of {peers} peers; {typical} {unit}.")
    assert say_reason(column, 3.0, None, None) == "3 of its peers; nothing comparable days."


def test_a_feature_without_a_sentence_is_told_by_its_meaning():
    column = Column("x", "days", "days since then")
    assert say_reason(column, 3.0, 5.0, None) == "days since then: 3 days; 5 is usual."
