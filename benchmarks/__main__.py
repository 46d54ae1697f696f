"""Runs the benchmarks, or writes the table of their results.

    python -m benchmarks                  run all, one after the other, then write the table
    python -m benchmarks korea adbench    run some
    python -m benchmarks --table          write docs/benchmarks.md from the results only

The test days of the transfers are judged only by `python -m benchmarks.transfers --test`, which
logs each such run.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from benchmarks import tables
from benchmarks.recording import RESULTS

RUNS = {
    "transfers": "following goods, tested on labelled transfers (development days)",
    "korea": "Korea's customs declarations without twins",
    "adbench": "detectors on 41 public sets",
    "world": "chiptrace and simple methods on three simulated worlds",
    "calibration": "whether p-values are what they say, and a false-discovery rate holds",
    "feedback": "what 20, 100 and 500 decisions change, and whether exploration pays",
    "full_system": "the whole first scan on unseen worlds, beside a supervised reference",
    "sizes": "the commands on 200,000 lines, the models on 1 and 10 million: time and memory",
    "goods": "what is believed of the goods, against what the simulator put in the box",
    "simulating": "how long worlds of 200,000 and 10 million lines take to simulate",
    "world_hardness": "how hard the simulated world is",
    "entities": "names of companies, matched",
    "screening": "the Entity List against a million names, beside Jaro-Winkler",
    "fairness": "flag rates by country of the consignee, and by script of its name",
    "pages": "how long pages take from ten million lines, how large they are, how soon ready",
    "loading": "how long a million lines take to load",
    "kill_load": "loads killed at random points",
    "desk_kill": "the writer of the review desk, killed at random moments",
    "desk_load": "twenty analysts at once on a queue of 50,000 cases",
    "flows": "closings of hubs on simulated lanes, and a million statistic cells",
    "estimate": "the estimate: recipes at four million draws, coverage on simulated worlds",
    "layout_guess.run": "unknown headers, guessed",
}
PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def run(name: str, place: int, count: int) -> bool:
    """Run one benchmark as its own process; tell how long it took."""
    print(f"[{place}/{count}] {name}: {RUNS[name]}", flush=True)
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False)
    state = "done" if done.returncode == 0 else f"failed with status {done.returncode}"
    print(
        f"[{place}/{count}] {name}: {state} after {time.perf_counter() - began:.0f} s", flush=True
    )
    return done.returncode == 0


def main() -> int:
    """Run what is asked for; the exit status is 1 when one failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(RUNS))
    parser.add_argument("--table", action="store_true", help="only write docs/benchmarks.md")
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in RUNS]
    if unknown:
        parser.error(f"unknown benchmark {unknown[0]!r}; use one of {', '.join(RUNS)}")
    names = [] if asked.table else asked.names or list(RUNS)
    fine = [run(name, place, len(names)) for place, name in enumerate(names, 1)]
    PAGE.write_text(tables.build_page(RESULTS), encoding="utf-8")
    print(f"The table lies in docs/{PAGE.name}")
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main())
