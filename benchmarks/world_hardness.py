"""How hard the simulated world is: raw outlier models, a rule screen and a supervised reference.

    python -m benchmarks.world_hardness [--shipments 200000] [--seeds 201 202 203] [--record]

Seeds 101-105 and 201-205 are for development. Seeds of which a result tells are run with
``--record``, once each; every such run is logged in the result. Nobody runs 9001-9010.

The methods, the split and the figures are those of `chiptrace evaluate`. Since one world judges
some sixty schemes, those found are added up over the seeds; average precision is the mean.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.recording import earlier, record, revision
from detector.evaluate.comparing import judge_baselines, read_lines
from detector.evaluate.judgement import Judgement
from detector.evaluate.splits import split_lines
from detector.records import load_files
from detector.simulate import WORLD_VERSION, read_world, simulate, write_world
from detector.workspace import open_memory

Figures = dict[str, float]


def harden(shipments: int, seed: int, world_name: str) -> dict[str, Figures]:
    """Measure the simple methods in one world, loaded as any records are."""
    made = simulate(shipments, seed, read_world(world_name))
    with tempfile.TemporaryDirectory() as folder:
        write_world(made, Path(folder))
        con = open_memory(memory_limit="4GB")
        load_files(con, [Path(folder) / "shipments.csv"])
        lines = read_lines(con, made.truth)
        con.close()
    sides = split_lines(lines)
    told = judge_baselines(lines, made.truth, sides, seed)
    return {method.name: figures(method.judgement) for method in told}


def figures(told: Judgement) -> Figures:
    """Give the figures that are told."""
    middle = told.budgets[1]
    return {
        "average_precision": round(told.average_precision.value, 4),
        "schemes_found": round(middle.schemes_found.value, 4),
        "precision": round(middle.precision.value, 4),
        "schemes": told.schemes,
        "positive_share": round(told.positives / told.lines, 5),
        **{f"found_{group.name}": round(group.found.value, 4) for group in told.difficulties},
    }


def together(results: dict[str, dict[str, Figures]]) -> dict[str, Figures]:
    """Add schemes up over seeds, average precision; a method counts where each seed has it."""
    runs = list(results.values())
    names = [name for name in runs[0] if all(name in run for run in runs)]
    return {name: pooled([run[name] for run in runs]) for name in names}


def pooled(runs: list[Figures]) -> Figures:
    """Pool the figures of one method over the seeds."""
    precision = [run["average_precision"] for run in runs]
    schemes = sum(run["schemes"] for run in runs)
    found = sum(run["schemes_found"] * run["schemes"] for run in runs)
    return {
        "average_precision": round(float(np.mean(precision)), 4),
        "least": min(precision),
        "most": max(precision),
        "schemes_found": round(found / schemes, 4),
        "schemes": schemes,
        "positive_share": round(float(np.mean([run["positive_share"] for run in runs])), 5),
    }


def main() -> None:
    """Measure the asked worlds, print a table, and record it where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shipments", type=int, default=200_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[201, 202, 203])
    parser.add_argument("--world", default="standard")
    parser.add_argument("--record", action="store_true", help="write the result, log the run")
    asked = parser.parse_args()
    results = {}
    for seed in asked.seeds:
        results[str(seed)] = harden(asked.shipments, seed, asked.world)
        for name, own in results[str(seed)].items():
            cells = "  ".join(f"{key} {value:.4f}" for key, value in own.items())
            print(f"seed {seed}  {name:30}  {cells}", flush=True)
    told = together(results)
    for name, own in told.items():
        print(f"{name:30}  {own}")
    if asked.record:
        name = "world_hardness" if asked.world == "standard" else f"world_hardness_{asked.world}"
        log = [*earlier(name).get("runs", []), {"seeds": asked.seeds, "revision": revision()}]
        shared = {"world": asked.world, "world_version": WORLD_VERSION, "runs": log}
        record(name, {**shared, "shipments": asked.shipments, "together": told, "seeds": results})


if __name__ == "__main__":
    main()
