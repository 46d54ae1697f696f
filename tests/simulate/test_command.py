import json
from pathlib import Path

import pandas as pd
import pytest

from detector.cli import main

ASKED = ["simulate", "--shipments", "1500", "--seed", "3", "--out"]


def test_the_command_says_what_it_planted_and_what_not_to_load(tmp_path, capsys):
    assert main([*ASKED, str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "1,500 shipments" in told and "seed 3" in told
    assert "not to load: truth.csv, lookalikes.csv, contents.csv" in told


def test_a_program_reads_what_was_written(tmp_path, capsys):
    assert main([*ASKED, str(tmp_path), "--format", "parquet", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["data"]
    assert told["lines"] == 1500
    truth = pd.read_parquet(tmp_path / "truth.parquet")
    assert told["schemes"] == truth["scheme_id"].nunique()
    assert {Path(path).name for path in told["files"]} == {path.name for path in tmp_path.iterdir()}


def test_the_stress_world_and_a_file_are_worlds(tmp_path, capsys):
    mine = tmp_path / "mine.toml"
    mine.write_text('name = "quiet"\npositive_share = 0.0\n', encoding="utf-8")
    for given, name in (("stress", "stress"), (str(mine), "quiet")):
        assert main([*ASKED, str(tmp_path / name), "--world", given, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["data"]["world"] == name
    assert pd.read_csv(tmp_path / "quiet" / "truth.csv").empty


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (["--world", "atlantis"], 6),
        (["--format", "xlsx"], 6),
        (["--shipments", "10"], 2),
    ],
)
def test_what_cannot_be_simulated_is_refused(given, status, tmp_path, capsys):
    assert main([*ASKED, str(tmp_path), *given]) == status
    assert capsys.readouterr().err
