"""Every data set has a card, and the card agrees with the code."""

import shlex
import tomllib
from pathlib import Path

from detector.cli import main
from detector.simulate import WORLD_VERSION
from detector.simulate.writing import LOOKALIKES, TRUTH

ROOT = Path(__file__).parent.parent
CARD = tomllib.loads((ROOT / "datasets/simulated/card.toml").read_text(encoding="utf-8"))


def test_the_card_names_the_version_and_the_columns_of_the_code():
    assert CARD["version"] == WORLD_VERSION
    assert ", ".join(TRUTH) in CARD["columns"]
    assert ", ".join(LOOKALIKES) in CARD["columns"]


def test_the_command_on_the_card_makes_the_set(tmp_path):
    told = CARD["made_with"].replace("20000", "1000").replace("DIR", str(tmp_path / "world"))
    assert main(shlex.split(told)[1:]) == 0
    made = {file.name for file in (tmp_path / "world").iterdir()}
    readme = (ROOT / "datasets/README.md").read_text(encoding="utf-8")
    assert made == {name for name in made if f"`{name}`" in readme}
    assert {"shipments.csv", "truth.csv", "lookalikes.csv"} <= made
