"""chiptrace and every simple method on three simulated worlds of development seeds.

    python -m benchmarks.world [--shipments 60000] [--seeds 101 102 103]

Seeds 101-103 are for development; the acceptance seeds 9001-9010 are not run here.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.recording import record
from detector.evaluate import Judgement, evaluate
from detector.pipeline import load, scan
from detector.simulate import WORLD_VERSION, read_world, simulate, write_world
from detector.workspace import open_workspace

SHIPMENTS, SEEDS = 60_000, (101, 102, 103)


def measure(shipments: int, seed: int, world: str, folder: Path) -> dict[str, Judgement]:
    """Simulate, load, scan and judge one world."""
    made = simulate(shipments, seed, read_world(world))
    write_world(made, folder)
    kinds = ("shipments", "parties", "watchlist", "trade_flows")
    with open_workspace(folder / "world.duckdb", threads=1) as con:
        load(con, [folder / f"{kind}.csv" for kind in kinds])
        scan(con)
        told = evaluate(con, made.truth)
    print(f"seed {seed}: {told.split}", flush=True)
    return {method.name: method.judgement for method in told.methods}


def figures(told: Judgement) -> dict[str, object]:
    """Give the figures that the table shows."""
    middle = told.budgets[1]
    return {
        "average_precision": round(told.average_precision.value, 4),
        "average_precision_range": [
            round(told.average_precision.low, 4),
            round(told.average_precision.high, 4),
        ],
        "auroc": round(told.auroc.value, 4),
        "precision": round(middle.precision.value, 4),
        "recall": round(middle.recall.value, 4),
        "value_found": round(middle.value_found.value, 4),
        "units_found": round(middle.units_found.value, 4),
        "schemes_found": round(middle.schemes_found.value, 4),
        "schemes": told.schemes,
        "precision_by_week": round(told.weekly.precision.value, 4),
        "schemes_found_by_week": round(told.weekly.schemes_found.value, 4),
        "by_difficulty": {group.name: round(group.found.value, 4) for group in told.difficulties},
        "calibration": [[level, round(share.value, 5)] for level, share in told.calibration],
    }


def means(results: dict[str, dict[str, dict[str, object]]]) -> dict[str, dict[str, float]]:
    """Average the main figures over the seeds."""
    names = list(next(iter(results.values())))
    wanted = ("average_precision", "auroc", "precision", "schemes_found", "units_found")
    return {
        name: {
            what: round(float(np.mean([run[name][what] for run in results.values()])), 4)
            for what in wanted
        }
        for name in names
    }


def main(
    shipments: int = SHIPMENTS, seeds: tuple[int, ...] = SEEDS, world: str = "standard"
) -> None:
    """Measure every seed; the means come first."""
    results = {}
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            judged = measure(shipments, seed, world, Path(folder))
        results[str(seed)] = {name: figures(told) for name, told in judged.items()}
        for name, told in results[str(seed)].items():
            print(f"  {name:32} AP {told['average_precision']}  schemes {told['schemes_found']}")
    record(
        "world" if world == "standard" else f"world_{world}",
        {
            "world": world,
            "world_version": WORLD_VERSION,
            "shipments": shipments,
            "reviewed_share": 0.005,
            "mean": means(results),
            "seeds": results,
        },
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shipments", type=int, default=SHIPMENTS)
    parser.add_argument("--seeds", type=int, nargs="+", default=list(SEEDS))
    parser.add_argument("--world", default="standard")
    asked = parser.parse_args()
    main(asked.shipments, tuple(asked.seeds), asked.world)
