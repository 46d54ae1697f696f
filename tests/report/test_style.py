"""The colours of the page can be told apart, in light, in the dark and on paper."""

import re
from importlib.resources import files

import pytest

CSS = files("detector.report").joinpath("templates", "dress.css").read_text(encoding="utf-8")
BLOCKS = [
    dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
    for block in re.findall(r":root \{(.*?)\}", CSS, re.S)
]
LIGHT, DARK, PRINT = BLOCKS
TEXT = [
    ("ink", "paper"), ("ink", "raised"), ("muted", "paper"), ("muted", "raised"),
    ("accent", "paper"), ("accent", "raised"), ("signal", "paper"), ("signal", "raised"),
    ("good", "paper"), ("good", "raised"), ("like-ink", "like"), ("ink", "tint"),
    ("mast-ink", "mast"), ("mast-muted", "mast"), ("trace", "mast"),
]  # fmt: skip


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, two):
    bright, dim = sorted((luminance(one), luminance(two)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("tokens", BLOCKS, ids=["light", "dark", "print"])
def test_text_stands_out_from_its_ground(tokens):
    told = {pair: contrast(tokens[pair[0]], tokens[pair[1]]) for pair in TEXT}
    assert {pair: round(ratio, 2) for pair, ratio in told.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("tokens", BLOCKS, ids=["light", "dark", "print"])
def test_edges_of_controls_and_bars_stand_out(tokens):
    for edge in ("rule-strong", "accent", "signal"):
        assert contrast(tokens[edge], tokens["paper"]) >= 3
        assert contrast(tokens[edge], tokens["raised"]) >= 3


def test_every_scheme_sets_the_same_colours():
    assert set(LIGHT) == set(DARK) == set(PRINT)


def test_every_colour_that_is_used_is_set():
    used = set(re.findall(r"var\(--([a-z-]+)\)", CSS))
    assert used <= set(LIGHT) | {"sans", "mono", "band"}
