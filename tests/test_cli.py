import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detector.cli import main
from detector.results import read_result
from detector.workspace import open_workspace
from tests.sample import sample, write_sample

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
SECTION = README.split("## Your own records")[1].split("```")[1]
COMMANDS = re.findall(r"^\$ chiptrace (.+)$", SECTION, re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Run the commands of the README once, in the order in which it tells them."""
    folder = tmp_path_factory.mktemp("cli")
    write_sample(folder / "shipments.csv")
    sample().parties.to_csv(folder / "parties.csv", index=False)
    sample().watchlist.to_csv(folder / "watchlist.csv", index=False)
    return folder


def test_the_commands_of_the_readme_run_in_order(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    some_id = sample().shipments["shipment_id"].iloc[-1]
    for command in COMMANDS:
        if "CASE_ID" in command:
            with open_workspace(Path("case.duckdb"), read_only=True) as con:
                some_case = read_result(con, "cases")["case_id"].iloc[0]
            command = command.replace("CASE_ID", some_case)
        status = main(command.replace("SHIPMENT_ID", some_id).split())
        assert status == 0, (command, capsys.readouterr().err)
    assert (folder / "scores.csv").exists()
    assert list((folder / "reports").glob("*.html"))


def test_results_are_json_where_a_program_reads(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    assert main(["load", "shipments.csv", "--workspace", "case.duckdb", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is True
    assert told["data"][0]["already_loaded"] is True


def test_an_error_is_json_on_stdout_and_words_on_stderr(tmp_path, capsys):
    told = ["load", str(tmp_path / "none.csv"), "-w", str(tmp_path / "w.duckdb"), "--json"]
    assert main(told) == 3
    printed = capsys.readouterr()
    assert json.loads(printed.out)["ok"] is False
    assert "fix:" in printed.err


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["scan"], 2),
        (["no-such-command"], 2),
        (["scan", "-w", "none/w.duckdb"], 5),
        (["explain", "X", "-w", "none.duckdb"], 5),
        (["scan", "-w", "w.duckdb", "--settings", "none.toml"], 6),
        (["estimate", "--year", "1999"], 3),
        (["estimate", "-w", "none.duckdb"], 5),
        (["estimate", "--parameters", "none.toml"], 6),
    ],
)
def test_each_kind_of_mistake_has_its_exit_status(arguments, status, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == status


def test_help_loads_no_science_and_answers_at_once():
    told = (
        "import sys; from detector.cli import main\n"
        "main(['--help'])\n"
        "print(sorted({'pandas', 'sklearn', 'duckdb', 'numba'} & set(sys.modules)))"
    )
    started = time.perf_counter()
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"
    assert time.perf_counter() - started < 20


def test_progress_is_silent_in_a_pipe(folder):
    run = subprocess.run(
        [sys.executable, "-m", "detector", "layouts", "list"],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
    )
    assert run.stderr == ""
    assert "canonical" in run.stdout


def test_layouts_alone_lists_them(capsys):
    assert main(["layouts"]) == 0
    alone = capsys.readouterr().out
    assert main(["layouts", "list"]) == 0
    assert capsys.readouterr().out == alone
    assert "canonical" in alone


def test_a_guess_tells_the_next_command_as_a_shell_reads_it(tmp_path, capsys):
    write_sample(tmp_path / "my file.csv")
    given, out = tmp_path / "my file.csv", tmp_path / "my layout.toml"
    assert main(["layouts", "guess", str(given), "--out", str(out)]) == 0
    assert f"chiptrace load '{given}' --layout '{out}'" in capsys.readouterr().out


def test_an_estimate_is_told_and_its_page_written(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    told = ["estimate", "--claim", "50000", "--draws", "2000", "--out", "reports"]
    assert main(told) == 0
    printed = capsys.readouterr().out
    assert "Bottom-up paths" in printed
    assert "No channel sees: Chips carried by hand" in printed
    assert (tmp_path / "reports" / "estimate.html").exists()
    assert main([*told, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["data"]["claim"]["claim"] == 50_000
