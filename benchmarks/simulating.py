"""How long a world takes to simulate, and how much memory, through the command line.

    python -m benchmarks.simulating [--lines 200000 10000000] [--folder DIR]

Ten million lines need some 5 GB of disk in the folder; what is written there is deleted.
"""

import argparse
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet

from benchmarks.recording import record
from detector.simulate import WORLD_VERSION

LINES, SEED = (200_000, 10_000_000), 6


def simulate_once(lines: int, folder: str, given: list[str]) -> dict[str, object]:
    """Run the command in a process of its own; its peak memory is that of a fresh parent."""
    with tempfile.TemporaryDirectory(dir=folder) as out:
        asked = ["--shipments", str(lines), "--seed", str(SEED), "--out", out]
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "detector", "simulate", *asked, *given],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        seconds = time.perf_counter() - began
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        written = sorted(Path(out).iterdir())
        told: dict[str, object] = {
            "lines": lines,
            "format": given[-1],
            "seconds": round(seconds, 1),
            "processor_seconds": round(used.ru_utime + used.ru_stime, 1),
            "peak_megabytes": used.ru_maxrss // 1024,
            "megabytes_written": round(sum(file.stat().st_size for file in written) / 1e6, 1),
        }
        if given[-1] == "parquet":
            shipments = pyarrow.parquet.ParquetFile(Path(out) / "shipments.parquet")
            told["lines_written"] = shipments.metadata.num_rows
    return told


def main() -> None:
    """Simulate each size once and record what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, nargs="+", default=list(LINES))
    parser.add_argument("--folder", default=tempfile.gettempdir())
    asked = parser.parse_args()
    runs = []
    for lines in asked.lines:
        form = "csv" if lines <= 1_000_000 else "parquet"
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            given = (lines, asked.folder, ["--format", form])
            runs.append(pool.apply(simulate_once, given))
        print(runs[-1], flush=True)
    record("simulating", {"world_version": WORLD_VERSION, "seed": SEED, "runs": runs})


if __name__ == "__main__":
    main()
