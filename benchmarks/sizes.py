"""Time and memory by size: the commands on 200,000 lines, the models on 1 and 10 million.

    python -m benchmarks.sizes [--lines 200000] [--learn 1000000] [--score 10000000] [--folder DIR]

Each command runs as a process of its own in a fresh workspace. The models then train on the
features of those lines laid out again and again, each time with other companies and with values
moved by a thousandth, and score ten times as many, chunk by chunk: such rows tell time and memory
and nothing else. All of it is one process, whose peak memory is told.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.recording import record
from detector import pipeline
from detector.engine import feature_matrix
from detector.models import read_labels, score_in_chunks, train_model
from detector.prepare import prepare, read_lines
from detector.settings import Settings
from detector.simulate import WORLD_VERSION
from detector.workspace import open_workspace

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


def laid_out(
    seen: tuple[pd.DataFrame, pd.DataFrame], place: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Lay features and lines out once more: other companies, values moved by a thousandth."""
    matrix, lines = seen
    random = np.random.default_rng(place)
    moved = 1.0 + 0.001 * random.standard_normal(matrix.shape)
    numbers = np.arange(len(lines)) + 1 + place * len(lines)
    shift = 10_000_000 * place
    again = lines.assign(
        shipment_no=numbers,
        shipment_id=[f"L{number}" for number in numbers],
        exporter_group=lines["exporter_group"] + shift,
        consignee_group=lines["consignee_group"] + shift,
    )
    values = pd.DataFrame(matrix.to_numpy() * moved, numbers, matrix.columns)
    return values.rename_axis("shipment_no"), again


def models(asked: tuple[str, int, int]) -> dict[str, object]:
    """Train on so many lines and score so many; the peak memory is that of the whole process."""
    workspace, learn, score = asked
    settings = Settings()
    with open_workspace(workspace) as con:
        as_of = pipeline.latest_day(con)
        families = prepare(con, as_of, settings)
        seen = feature_matrix(con, families), read_lines(con)
        labels = read_labels(con, seen[1])
    times = -(-learn // len(seen[1]))
    pairs = [laid_out(seen, place) for place in range(times)]
    matrix, lines = (pd.concat(parts)[:learn] for parts in zip(*pairs, strict=True))
    del pairs
    read, began, used = _peak(), time.perf_counter(), time.process_time()
    lines = lines.reset_index(drop=True)
    champion, _ = train_model(settings, (matrix, families, lines, as_of), labels)
    told: dict[str, object] = {
        "features": matrix.shape[1],
        "train": _since(began, used) | {"lines": len(lines)},
        "peak_megabytes_before_training": read,
    }
    del matrix, lines, _
    print(told, flush=True)
    if not score:
        return told
    times = -(-score // len(seen[1]))
    every = pd.concat([laid_out(seen, place)[1] for place in range(times)], ignore_index=True)
    chunks = (laid_out(seen, place)[0] for place in range(times))
    began, used = time.perf_counter(), time.process_time()
    scores = score_in_chunks(champion, chunks, every, as_of)
    told["score"] = _since(began, used) | {"lines": len(scores)}
    return told


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _since(began: float, used: float) -> dict[str, float]:
    return {
        "seconds": round(time.perf_counter() - began, 1),
        "processor_seconds": round(time.process_time() - used, 1),
        "peak_megabytes": _peak(),
    }


def main() -> None:
    """Run the commands, then the models; write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, nargs="+", default=[LINES])
    parser.add_argument("--learn", type=int, default=LEARN)
    parser.add_argument("--score", type=int, default=SCORE)
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
        record("sizes", told)
        file = str(folder / f"{asked.lines[0]}.duckdb")
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            told["models"] = pool.submit(models, (file, asked.learn, asked.score)).result()
    record("sizes", told)


if __name__ == "__main__":
    main()
