"""The house stands: imports run downhill, rooms stay small, names come from the trade."""

import ast
from pathlib import Path

import pytest

import detector

FLOORS = [
    "errors",
    "settings",
    "workspace",
    "engine",
    "reference",
    "records",
    "goods",
    "parties",
    "controls",
    "movements",
    "features",
    "contents",
    "prepare",
    "simulate",
    "planting",
    "models",
    "cases",
    "results",
    "flows",
    "report",
    "review",
    "pipeline",
    "challenge",
    "demo",
    "forget",
    "weekly",
    "evaluate",
    "narrate",
    "cli",
    "__main__",
]
HOUSE = Path(detector.__file__).parent
FILES = sorted(HOUSE.rglob("*.py"))
NOT_OF_THE_TRADE = {"utils", "util", "helpers", "helper", "common", "misc", "base", "core"} | {
    "manager",
    "processor",
    "handler",
    "data",
    "types",
}
LONGEST_FILE, LONGEST_FUNCTION = 300, 50

each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(HOUSE)))


def floor_of(module: str) -> int:
    parts = module.split(".")
    return FLOORS.index(parts[1]) if len(parts) > 1 else len(FLOORS)


def name_of(file: Path) -> str:
    parts = ("detector", *file.relative_to(HOUSE).with_suffix("").parts)
    return ".".join(parts).removesuffix(".__init__")


def imports_of(tree: ast.AST) -> list[str]:
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return found


@each_file
def test_imports_run_downhill(file):
    here = name_of(file)
    if here == "detector":
        return
    for there in imports_of(ast.parse(file.read_text(encoding="utf-8"))):
        parts = there.split(".")
        if parts[0] != "detector" or len(parts) < 2 or parts[1] not in FLOORS:
            continue
        same_room = parts[1] == here.split(".")[1]
        assert same_room or floor_of(there) < floor_of(here), f"{here} imports {there}"


@each_file
def test_only_the_workspace_speaks_to_duckdb(file):
    if name_of(file) != "detector.workspace":
        roots = {there.split(".")[0] for there in imports_of(ast.parse(file.read_text("utf-8")))}
        assert "duckdb" not in roots


@each_file
def test_imports_stand_at_the_top_except_on_the_command_line(file):
    if name_of(file).startswith("detector.cli"):
        return
    for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef):
            inner = [
                node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)
            ]
            assert not inner, f"{file.name}: {function.name} imports inside"


@each_file
def test_rooms_stay_small(file):
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or 0) - node.body[0].lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} is {length} lines long"


@each_file
def test_names_come_from_the_trade(file):
    assert file.stem not in NOT_OF_THE_TRADE


@each_file
def test_nothing_that_runs_code_from_files_is_imported(file):
    roots = {there.split(".")[0] for there in imports_of(ast.parse(file.read_text("utf-8")))}
    assert not roots & {"pickle", "joblib", "dill", "cloudpickle", "marshal", "shelve"}
