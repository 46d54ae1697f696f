"""docs/simulator.md states figures of the world; each is counted again here."""

import re
from pathlib import Path

import pytest

import detector
from detector.simulate import WORLD_VERSION, WORLDS, read_world, simulate
from detector.simulate.catalogue import read_goods
from detector.simulate.kinds import innocents, schemes
from tests.simulate.figures import figures_of

PAGE = (Path(detector.__file__).parents[1] / "docs/simulator.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([^|`]+?) \| ([\d.]+)( %)? \| ([\d.]+)( %)? \|$", re.MULTILINE)
STATED = {
    name: tuple(float(end) / (100 if share else 1) for end, share in ((low, one), (high, other)))
    for name, low, one, high, other in ROW.findall(PAGE)
}


@pytest.fixture(scope="module")
def counted():
    return figures_of(simulate(30_000, seed=3))


def test_every_figure_that_is_counted_is_stated_and_the_other_way_round(counted):
    assert set(STATED) == set(counted)


@pytest.mark.parametrize("name", STATED)
def test_a_stated_figure_holds(name, counted):
    low, high = STATED[name]
    assert low <= counted[name] <= high


def test_the_page_names_the_version_and_the_acceptance_seeds():
    assert f"version {WORLD_VERSION}" in PAGE
    assert "9001–9010" in PAGE


def test_the_page_names_every_typology_look_alike_difficulty_and_world():
    _, traces, recipes, levels = schemes()
    for name in (*traces, *recipes, *innocents(), *levels, *WORLDS):
        assert re.search(rf"\b{name}\b", PAGE), name


def test_the_page_tells_the_settings_of_both_worlds():
    for name in WORLDS:
        world = read_world(name)
        row = next(line for line in PAGE.split("\n") if line.startswith(f"| `{name}` |"))
        for told in (world.start, world.end, f"{world.innocents_per_scheme:g}"):
            assert told in row
        assert f"{world.positive_share:.2%}".replace("%", " %") in row


def test_traces_left_by_each_difficulty_are_as_told():
    for level, rule in schemes()[3].items():
        low, high = rule.traces
        share = read_world("standard").difficulty[level]
        assert f"| {level} | {low}–{high} | {share:.0%} |".replace("%", " %") in PAGE


def test_the_page_counts_the_goods_list():
    goods = read_goods()
    assert f"{len(goods.table)} kinds of goods" in PAGE
    assert f"{int(goods.is_accelerator.sum())} of them accelerators" in PAGE
