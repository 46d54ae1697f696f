import tomllib
from pathlib import Path

import pytest

import detector
from detector.errors import SettingsError
from detector.simulate import WORLD_VERSION, WORLDS, read_world
from detector.simulate.kinds import innocents, leave_traces, schemes

ROOT = Path(detector.__file__).parents[1]


@pytest.mark.parametrize("name", WORLDS)
def test_shipped_worlds_read(name):
    world = read_world(name)
    assert world.name == name
    assert sum(world.difficulty.values()) == pytest.approx(1.0)
    assert world.innocents_per_scheme >= 10


def test_the_stress_world_differs_in_its_countries_and_rates():
    standard, stress = read_world("standard"), read_world("stress")
    assert set(standard.hubs) != set(stress.hubs)
    assert standard.positive_share != stress.positive_share


def test_a_world_of_your_own_is_read_from_a_file(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('name = "mine"\npositive_share = 0.0\n', encoding="utf-8")
    assert read_world(path).positive_share == 0.0


def test_an_unknown_world_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="no world"):
        read_world(tmp_path / "none.toml")


def test_an_unknown_setting_is_refused(tmp_path):
    path = tmp_path / "wrong.toml"
    path.write_text("positive_shore = 0.1\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="cannot be read"):
        read_world(path)


def test_every_typology_has_a_trace_and_stands_in_a_recipe():
    _, traces, recipes, _ = schemes()
    all_of_them = {f"T{number:02d}" for number in range(1, 17)}
    assert set(traces) == all_of_them
    assert {name for recipe in recipes.values() for name in recipe.traces} == all_of_them


def test_the_pairs_of_the_public_cases_stand_in_recipes():
    recipes = schemes()[2].values()
    for pair in ({"T02", "T13"}, {"T01", "T08"}, {"T04", "T05"}, {"T09", "T10"}, {"T03", "T13"}):
        assert any(pair <= set(recipe.traces) for recipe in recipes)


def test_every_look_alike_is_described():
    assert set(innocents()) == {f"B{number:02d}" for number in range(1, 15)} | {"A1"}


def test_a_faint_trace_moves_a_scheme_less_than_a_strong_one():
    careful, traces, _, _ = schemes()
    faint = leave_traces(careful, [traces["T13"]], 0.2)
    strong = leave_traces(careful, [traces["T13"]], 1.0)
    assert careful.payer_third < faint.payer_third < strong.payer_third == 1.0


def test_the_card_tells_the_version_of_the_world():
    card = tomllib.loads((ROOT / "datasets/simulated/card.toml").read_text(encoding="utf-8"))
    assert f"WORLD_VERSION {WORLD_VERSION}" in card["publisher"]
    assert card["files"] == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('start = "2025-01-01"\nend = "2025-03-01"', "59 days"),
        ('rule_dates = ["soon"]', "Invalid isoformat"),
        ("hubs = { XX = 1 }", "no such country: XX"),
        ("difficulty = { impossible = 1.0 }", "no such difficulty"),
        ("kinds = { B99 = 1 }", "no such kind of story: B99"),
        ("block = 10", "block: Input should be"),
        ("name = ", "Invalid value"),
    ],
)
def test_a_world_that_cannot_be_played_is_refused_in_plain_words(text, told, tmp_path):
    path = tmp_path / "wrong.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=told):
        read_world(path)
