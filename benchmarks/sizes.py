"""Time and memory by size: the commands on 200,000 lines, the models on 1 and 10 million.

    python -m benchmarks.sizes [--lines 200000] [--learn 1000000] [--score 10000000] [--folder DIR]

Each command runs as a process of its own in a fresh workspace. The models then train on the
features of those lines laid out again and again, each time with other companies and with values
moved by a thousandth, score ten times as many, read from the workspace slice by slice as in a
scan, and explain the flagged ones: such rows tell time and memory and nothing else. All of it is
one process, whose peak memory is told. ``--out`` names another result, for a trial.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.recording import record
from detector import pipeline
from detector.engine import Places, StoredFeatures
from detector.models import explain_lines, rank_queue, read_labels, score_with, train_model
from detector.prepare import prepare, read_lines
from detector.settings import Settings
from detector.simulate import WORLD_VERSION
from detector.workspace import open_workspace

MEMORY = "1GB"  # DuckDB's, while models run
LINES, LEARN, SCORE, SEED = 200_000, 1_000_000, 10_000_000, 6
KINDS = ("shipments", "parties", "watchlist", "trade_flows")


def run(*words: str) -> dict[str, float]:
    """Run one command in a process of its own; seconds, processor seconds, peak megabytes."""
    began = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-m", "detector", *words], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"{words[0]} ended with {status}")
    return {
        "seconds": round(time.perf_counter() - began, 1),
        "processor_seconds": round(used.ru_utime + used.ru_stime, 1),
        "peak_megabytes": used.ru_maxrss // 1024,
    }


def commands(lines: int, folder: Path) -> dict[str, dict[str, float]]:
    """Simulate, then load, scan and export in a fresh workspace."""
    files, kept = folder / f"world_{lines}", str(folder / f"{lines}.duckdb")
    asked = ("--shipments", str(lines), "--seed", str(SEED), "--out", str(files))
    told = {"simulate": run("simulate", *asked)}
    written = [str(files / f"{kind}.csv") for kind in KINDS]
    told["load"] = run("load", *written, "--workspace", kept)
    told["scan"] = run("scan", "--workspace", kept)
    told["export"] = run(
        "export", "scores", "--workspace", kept, "--out", str(folder / "scores.csv")
    )
    for name, one in told.items():
        print(lines, name, one, flush=True)
    return told


class LaidOut:
    """Stored features laid out again and again, values moved by a thousandth, as `FarFeatures`."""

    def __init__(self, features: StoredFeatures, lines: int) -> None:
        self.features, self.columns = features, features.columns
        self.index = pd.Index(np.arange(1, lines + 1), name=features.index.name)
        self.moved = np.random.default_rng(0).uniform(-0.001, 0.001, 99_991)

    def __len__(self) -> int:
        return len(self.index)

    def read(self, places: Places, names: Sequence[str]) -> pd.DataFrame:
        """Read the lines that these are laid out from, and move their values."""
        at = self.index[places].to_numpy() - 1
        rows = at % len(self.features)
        if len(rows) and np.array_equal(np.diff(rows), np.ones(len(rows) - 1)):
            told = self.features.read(slice(int(rows[0]), int(rows[-1]) + 1), names)
        else:
            each, back = np.unique(rows, return_inverse=True)
            told = self.features.read(each, names).iloc[back]
        moved = 1.0 + self.moved[at % len(self.moved)]
        return told.mul(moved, axis=0).set_axis(self.index[places])


def laid_out(lines: pd.DataFrame, many: int) -> pd.DataFrame:
    """Lay lines out again and again, each time with other companies."""
    again = []
    for place in range(-(-many // len(lines))):
        numbers = np.arange(len(lines)) + 1 + place * len(lines)
        shift = 10_000_000 * place
        again.append(
            lines.assign(
                shipment_no=numbers,
                shipment_id=[f"L{number}" for number in numbers],
                exporter_group=lines["exporter_group"] + shift,
                consignee_group=lines["consignee_group"] + shift,
            )
        )
    return pd.concat(again, ignore_index=True)[:many]


def models(asked: tuple[str, int, int]) -> dict[str, object]:
    """Train on so many lines, score and flag so many; the peak is that of the whole process."""
    workspace, learn, score = asked
    settings = Settings()
    with open_workspace(workspace, memory_limit=MEMORY) as con:
        as_of = pipeline.latest_day(con)
        families = prepare(con, as_of, settings)
        stored, lines = StoredFeatures(con, families), read_lines(con)
        labels = read_labels(con, lines)
        step, every = _Step(), laid_out(lines, learn)
        seen = (LaidOut(stored, learn), families, every, as_of)
        champion = train_model(settings, seen, labels)
        told: dict[str, object] = {"features": len(stored.columns), "train": step.done(learn)}
        print(told, flush=True)
        if not score:
            return told
        every, matrix = laid_out(lines, score), LaidOut(stored, score)
        step = _Step()
        scores = score_with(champion, matrix, every, as_of)
        told["score"] = step.done(score)
        print(told["score"], flush=True)
        step = _Step()
        queue = rank_queue(scores, every, budget=pipeline.default_budget(score, settings))
        places = matrix.index.get_indexer(queue.index[queue["flagged"]])
        explain_lines(champion, matrix, every, places)
        told["flag"] = step.done(score)
    return told


class _Step:
    """What one step takes; the peak memory includes all before it."""

    def __init__(self) -> None:
        self.began, self.used = time.perf_counter(), time.process_time()

    def done(self, lines: int) -> dict[str, float]:
        seconds, used = time.perf_counter() - self.began, time.process_time() - self.used
        return {
            "lines": lines,
            "seconds": round(seconds, 1),
            "processor_seconds": round(used, 1),
            "lines_per_second": round(lines / seconds),
            "lines_per_processor_second": round(lines / used),
            "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }


def main() -> None:
    """Run the commands, then the models; write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, nargs="+", default=[LINES])
    parser.add_argument("--learn", type=int, default=LEARN)
    parser.add_argument("--score", type=int, default=SCORE)
    parser.add_argument("--out", default="sizes", help="name of the result")
    parser.add_argument("--folder", default=tempfile.gettempdir())
    asked = parser.parse_args()
    told: dict[str, object] = {
        "world_version": WORLD_VERSION,
        "seed": SEED,
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 1),
    }
    with tempfile.TemporaryDirectory(dir=asked.folder) as made:
        folder = Path(made)
        told["commands"] = {str(lines): commands(lines, folder) for lines in asked.lines}
        record(asked.out, told)
        file = str(folder / f"{asked.lines[0]}.duckdb")
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            told["models"] = pool.submit(models, (file, asked.learn, asked.score)).result()
    record(asked.out, told)


if __name__ == "__main__":
    main()
