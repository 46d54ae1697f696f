"""Every data set has a card, and the card agrees with the code."""

import shlex
import tomllib
from pathlib import Path

from detector.cli import main
from detector.simulate import WORLD_VERSION
from detector.simulate.truths import CONTENTS, TRUTH

ROOT = Path(__file__).parent.parent
CARD = tomllib.loads((ROOT / "datasets/simulated/card.toml").read_text(encoding="utf-8"))


def test_the_card_names_the_version_and_the_columns_of_the_code():
    assert f"WORLD_VERSION {WORLD_VERSION})" in CARD["publisher"]
    assert {*TRUTH, *CONTENTS} - {"shipment_id"} <= set(CARD["columns"])


def test_the_command_on_the_card_makes_the_tables_on_the_card(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = CARD["made_with"].replace("20000", "1000")
    assert main(shlex.split(told)[1:]) == 0
    assert {file.stem for file in (tmp_path / "world").iterdir()} == set(CARD["tables"])
