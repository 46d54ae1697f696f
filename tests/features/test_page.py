"""The page of patterns names what is there, and every scored column."""

import re
from pathlib import Path

from detector.engine import read_family
from detector.features import FAMILIES

PAGE = Path(__file__).parents[2] / "docs" / "features.md"
COLUMNS = {
    f"{name}.{column.name}": column.odd
    for name in FAMILIES
    for column in read_family("detector.features", name).columns
}


def test_every_scored_column_stands_in_the_page_and_nothing_else():
    told = set(re.findall(r"`(\w+\.\w+)`", PAGE.read_text(encoding="utf-8"))) - {"flows.md"}
    assert {name for name, odd in COLUMNS.items() if odd != "none"} - told == set()
    assert told - COLUMNS.keys() == set()


def test_columns_in_italics_are_those_that_are_not_scored():
    text = PAGE.read_text(encoding="utf-8")
    italics = set(re.findall(r"\*`(\w+\.\w+)`\*", text))
    assert {COLUMNS[name] for name in italics} == {"none"}
    unscored = {name for name, odd in COLUMNS.items() if odd == "none"}
    assert {name for name in unscored if f"`{name}`" in text} == italics
