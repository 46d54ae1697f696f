from datetime import date

import numpy as np
import pandas as pd
import pytest

from detector.errors import RecordError
from detector.evaluate.splits import find_twins, novelty, split_lines


def lines(rows: list[tuple[str, float | None, str, str, str | None]]) -> pd.DataFrame:
    """Write day, mass, exporter, consignee and scheme; all else is alike."""
    frame = pd.DataFrame(
        rows, columns=["shipped_on", "mass_kg", "exporter", "consignee", "scheme_id"]
    )
    return frame.assign(hs6="847330", value_usd=100.0)


DAY = date(2025, 6, 1)


def test_nothing_from_the_day_on_teaches():
    frame = lines([("2025-05-31", 1, "A", "B", None), ("2025-06-01", 2, "A", "B", None)])
    sides = split_lines(frame, DAY)
    assert sides.early.tolist() == [True, False]
    assert sides.judged.tolist() == [False, True]


def test_a_twin_of_an_earlier_line_is_left_out_and_counted():
    frame = lines(
        [
            ("2025-05-01", 5, "A", "B", None),
            ("2025-06-02", 5, "A", "B", None),
            ("2025-06-02", 6, "A", "B", None),
        ]
    )
    sides = split_lines(frame, DAY)
    assert (sides.split.twins_removed, sides.split.judged) == (1, 1)


def test_lines_without_a_mass_are_no_twins():
    frame = lines([("2025-05-01", None, "A", "B", None), ("2025-06-02", None, "A", "B", None)])
    assert not find_twins(frame, np.array([True, False])).any()


def test_a_scheme_stands_on_one_side():
    frame = lines(
        [
            ("2025-05-30", 1, "A", "B", "K1"),
            ("2025-06-02", 2, "A", "C", "K1"),
            ("2025-06-02", 3, "D", "E", "K2"),
        ]
    )
    sides = split_lines(frame, DAY)
    assert sides.split.begun_before == 1
    assert sides.judged.tolist() == [False, False, True]


def test_companies_on_both_sides_are_counted():
    frame = lines([("2025-05-01", 1, "Ash", "Birch", None), ("2025-06-02", 2, "ASH", "Elm", None)])
    split = split_lines(frame, DAY).split
    assert (split.parties, split.parties_on_both_sides) == (2, 1)


def test_novelty_is_that_of_the_whole_scheme():
    frame = lines(
        [
            ("2025-05-01", 1, "A", "B", None),
            ("2025-06-02", 2, "A", "B", "K1"),
            ("2025-06-02", 3, "A", "X", "K2"),
            ("2025-06-02", 4, "Y", "Z", "K3"),
        ]
    )
    told = novelty(frame, np.array([True, False, False, False]))
    assert told.tolist()[1:] == ["parties known", "some parties new", "all parties new"]
    assert told.isna()[0]


def test_a_day_without_lines_before_it_is_refused():
    with pytest.raises(RecordError, match="One side of the split is empty"):
        split_lines(lines([("2025-07-01", 1, "A", "B", None)]), DAY)


def test_without_a_day_the_later_lines_are_judged():
    frame = lines([(f"2025-01-{at:02d}", at, "A", "B", None) for at in range(1, 21)])
    assert split_lines(frame).split.day == "2025-01-12"
