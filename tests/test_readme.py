"""The README cannot drift: its code, settings, statuses and folders are read off the project."""

import re
import subprocess
from pathlib import Path

import pytest
import typer

from detector import errors
from detector.cli import app
from detector.records import load_files
from detector.settings import Settings
from detector.workspace import open_workspace
from tests.sample import write_sample

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.+?)```", README, re.DOTALL)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_told_with_its_default(name):
    default = Settings.model_fields[name].default
    assert re.search(rf"^\| `{name}` \| `{re.escape(str(default))}` \|", README, re.MULTILINE)


@pytest.mark.parametrize("kind", errors.ChiptraceError.__subclasses__(), ids=lambda k: k.__name__)
def test_every_exit_status_is_told(kind):
    assert re.search(rf"^\| {kind.exit_status} \| ", README, re.MULTILINE)


def test_the_folders_told_are_the_folders_there():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\n")
    there = {name.split("/")[0] for name in listed if "/" in name}
    assert there == set(re.findall(r"^\| `([\w.]+)/` \|", README, re.MULTILINE))


def test_every_command_told_exists():
    known = set(typer.main.get_command(app).commands)
    told = set(re.findall(r"chiptrace (\w+)", README)) - {"reads"}
    assert told - {"says"} <= known


def test_the_python_shown_runs(tmp_path, monkeypatch):
    write_sample(tmp_path / "shipments.csv")
    monkeypatch.chdir(tmp_path)
    (shown,) = PYTHON
    told = {"Path": Path}
    exec(compile(shown, "README.md", "exec"), told)
    assert told["page"].exists()
    assert len(told["queue"]) == told["queue"]["rank"].max()
    assert set(told["why"]["shipment_id"]) <= set(told["queue"]["shipment_id"])


def test_the_sample_loads_without_a_reject(tmp_path):
    write_sample(tmp_path / "shipments.csv")
    with open_workspace(tmp_path / "w.duckdb") as con:
        (report,) = load_files(con, [tmp_path / "shipments.csv"])
    assert report.rejected == 0
