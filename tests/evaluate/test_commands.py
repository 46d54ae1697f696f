"""The commands that measure, run as a user would."""

import json

import pytest

from detector.cli import main
from tests.sample import sample


@pytest.fixture(scope="module")
def truth(tmp_path_factory):
    path = tmp_path_factory.mktemp("truth") / "truth.csv"
    sample().truth.to_csv(path, index=False)
    return path


def test_evaluate_with_a_folder_writes_the_page_and_its_json(scanned, truth, tmp_path, capsys):
    asked = ["evaluate", "-w", str(scanned), "--truth", str(truth), "--out", str(tmp_path)]
    assert main(asked) == 0
    assert "The evaluation lies at" in capsys.readouterr().out
    told = json.loads((tmp_path / "evaluation.json").read_text("utf-8"))
    names = [method["name"] for method in told["methods"]]
    assert names[0] == "chiptrace"
    assert {"random", "rule screen", "isolation forest, raw columns"} <= set(names)
    assert (tmp_path / "evaluation.html").exists()


def test_evaluate_asks_for_one_yardstick(scanned, truth, capsys):
    assert main(["evaluate", "-w", str(scanned)]) == 3
    both = ["evaluate", "-w", str(scanned), "--truth", str(truth), "--planted", "3"]
    assert main(both) == 3
    assert "Give one of the two" in capsys.readouterr().err


def test_backtest_replays_the_last_weeks_and_changes_nothing(scanned, truth, tmp_path, capsys):
    before = scanned.read_bytes()
    settings = tmp_path / "quick.toml"
    settings.write_text("trees = 10\nneighbours = 5\nfolds = 2\nrehearsal_shipments = 0\n")
    asked = ["backtest", "-w", str(scanned), "--truth", str(truth), "--out", str(tmp_path)]
    assert main([*asked, "--weeks", "2", "--per-week", "5", "--settings", str(settings)]) == 0
    told = capsys.readouterr().out
    assert "precision" in told
    replay = json.loads((tmp_path / "evaluation.json").read_text("utf-8"))["replay"]
    assert [week["reviewed"] for week in replay["weeks"]] == [5, 5]
    assert not replay["verdict"]["reads_the_future"]
    assert scanned.read_bytes() == before
