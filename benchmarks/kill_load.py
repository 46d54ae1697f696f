"""Kills a load at random moments; the workspace must then hold all of it or none.

Run: python -m benchmarks.kill_load [ROUNDS]
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from detector.records import TABLES, load_files, places, shelf
from detector.workspace import open_workspace

ROUNDS, LINES, SEED = 1_000, 400, 7
RESULT = Path(__file__).parent / "results" / "kill_load.json"
COUNTS = (
    "select (select count(*) from shipment_versions), (select count(*) from shipments), "
    "(select count(*) from files), (select count(*) from loads), (select count(*) from rejects)"
)


def write_files(folder: Path) -> tuple[Path, list[Path]]:
    """Write a first file, and three that come later: clean, damaged, and one that supersedes."""
    header = ",".join(TABLES["shipments"].names)
    rest = "," * (len(TABLES["shipments"].names) - 8)

    def lines(first: int, last: int, country: str) -> str:
        made = (
            f"S{n},2025-03-{1 + n % 28:02d},,Alder,TW,,Birch,{country}{rest}"
            for n in range(first, last)
        )
        return "\n".join((header, *made)) + "\n"

    texts = {
        "first": lines(0, 200, "MY"),
        "clean": lines(200, 200 + LINES, "SG"),
        "damaged": lines(9000, 9000 + LINES, "Atlantis") + 'X,not a date,"open\n',
        "first_2025": lines(0, 100, "HK"),
    }
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder / "first.csv", [folder / f"{name}.csv" for name in list(texts)[1:]]


def in_child(work: Callable[[], object], ready: int | None = None) -> int:
    """Fork a child that does the work and leaves; give its number."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        if ready is not None:
            os.write(ready, b"!")
        work()
        status = 0
    finally:
        os._exit(status)


def finish(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def load(workspace: Path, paths: list[Path]) -> None:
    with open_workspace(workspace, memory_limit="500MB", threads=1) as con:
        load_files(con, paths)


def count_load_count(workspace: Path, paths: list[Path], told: Path) -> None:
    """Write down what a workspace holds before and after a load."""
    with open_workspace(workspace, memory_limit="500MB", threads=1) as con:
        found = con.execute(COUNTS).fetchall()
        load_files(con, paths)
        told.write_text(json.dumps(found + con.execute(COUNTS).fetchall()), encoding="utf-8")


def counted(workspace: Path, paths: list[Path]) -> tuple[list[int], list[int]]:
    told = workspace.with_name("counts.json")
    told.unlink(missing_ok=True)
    child = in_child(lambda: count_load_count(workspace, paths, told))
    assert finish(child) == 0, "the workspace does not open, or the second load fails"
    before, after = json.loads(told.read_text(encoding="utf-8"))
    return before, after


def kill_rounds(rounds: int, seed: int) -> dict[str, object]:
    """Kill as many loads as asked, and say how each ended."""
    chance, ended = random.Random(seed), Counter[str]()
    shelf(), places.area("nowhere"), places.port("nowhere")  # read once, before the children fork
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        first, later = write_files(folder)
        before, whole, here = (folder / f"{name}.duckdb" for name in ("before", "whole", "here"))
        assert finish(in_child(lambda: load(before, [first]))) == 0
        shutil.copy(before, whole)
        start = time.perf_counter()
        assert finish(in_child(lambda: load(whole, later))) == 0
        usual = time.perf_counter() - start
        none, all_of_it = counted(before, [])[0], counted(whole, [])[0]
        for _ in range(rounds):
            for old in folder.glob("here.duckdb*"):
                old.unlink()
            shutil.copy(before, here)
            reads, writes = os.pipe()
            child = in_child(lambda: load(here, later), writes)
            os.read(reads, 1)
            time.sleep(chance.uniform(0, 1.05 * usual))
            os.kill(child, signal.SIGKILL)
            was_killed = finish(child) == -signal.SIGKILL
            os.close(reads)
            os.close(writes)
            found, completed = counted(here, later)
            assert found in (none, all_of_it), f"half a load: {found}"
            assert completed == all_of_it, "the second load does not complete the first"
            ended[
                f"{'killed' if was_killed else 'finished'}, {'none' if found == none else 'all'}"
            ] += 1
    return {"rounds": rounds, "half_loads": 0, "ended": dict(sorted(ended.items()))}


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    told = kill_rounds(rounds, SEED)
    print(json.dumps(told))
    if rounds >= ROUNDS:
        revision = subprocess.run(
            ["git", "describe", "--always", "--dirty"], check=False, capture_output=True, text=True
        )
        told = {"revision": revision.stdout.strip()} | told
        RESULT.parent.mkdir(exist_ok=True)
        RESULT.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
