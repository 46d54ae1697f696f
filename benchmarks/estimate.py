"""The estimate: recipes at four million draws, coverage on simulated worlds, real scans.

python -m benchmarks estimate            recipes and worlds
python -m benchmarks.estimate --scans    also scan simulated trade worlds, which takes minutes
"""

import argparse
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.estimate_worlds import World, draw_world
from benchmarks.recording import earlier, record
from detector.flows.estimate import (
    Assumptions,
    Book,
    Estimate,
    EstimatePlan,
    Flags,
    Gap,
    Interval,
    read_assumptions,
    read_flags,
    reckon,
)
from detector.flows.estimate.rows import Lists
from detector.flows.estimate.ways import by_detections, by_flags, by_paths, by_publication

WORLDS, WORLD_DRAWS, RECIPE_DRAWS = 80, 20_000, 4_000_000
SCAN_SEEDS, SCAN_LINES = (41, 42, 43), 20_000
RECIPES = {
    "path A, shells": (450, 3_750, 31_300),
    "path B, cloud fronts": (800, 9_500, 95_400),
    "path C, pass-through": (2_200, 12_200, 66_000),
    "paths, total": (10_600, 37_300, 151_700),
    "detections, scaled": (32_700, 97_700, 470_500),
    "CNAS 2025": (10_000, 140_000, 561_000),
}


def recipes() -> dict[str, dict[str, object]]:
    """Draw the recipes four million times; the largest deviation of the three points each."""
    book = Book(read_assumptions(), 2024, 20240501, RECIPE_DRAWS)
    paths = by_paths(book)
    drawn = [chips for _, chips in paths.parts[:3]]
    drawn += [paths.chips, by_detections(book).chips, by_publication(book).chips]
    told = {}
    for (name, target), chips in zip(RECIPES.items(), drawn, strict=True):
        points = np.percentile(chips, [5, 50, 95])
        off = np.abs(points / np.array(target) - 1).max()
        told[name] = {
            "points": [round(float(point)) for point in points],
            "told": list(target),
            "largest_deviation": round(float(off), 4),
        }
    points = np.percentile(book["published.cnas_2023"], [2.5, 50, 97.5])
    off = np.abs(points / np.array([1_600, 18_000, 200_000]) - 1).max()
    told["CNAS 2023 (2.5, 50, 97.5 %)"] = {
        "points": [round(float(point)) for point in points],
        "told": [1_600, 18_000, 200_000],
        "largest_deviation": round(float(off), 4),
    }
    return told


def informed(ours: Assumptions, world: World) -> Assumptions:
    """Tell the estimate what the world shows: figures, gaps and lists, no true parameter."""
    seen = ours["public.seen"].model_copy(
        update={"low": world.public_seen * 0.7, "high": world.public_seen * 1.4}
    )
    declared = ours["flags.coverage"].model_copy(
        update={"a": 8 * world.coverage, "b": 8 * (1 - world.coverage)}
    )
    published = ours["published.cnas_2025"].model_copy(update={"median": world.published})
    mirror = Gap(place="W", year=2024, low=world.mirror_usd * 0.7, high=world.mirror_usd * 1.3)
    balance = Gap(
        place="W", year=2024, low=world.balance_chips * 0.7, high=world.balance_chips * 1.3
    )
    return replace(
        ours,
        quantities=ours.quantities
        | {"public.seen": seen, "flags.coverage": declared, "published.cnas_2025": published},
        weights=ours.weights | {"flags": 1.0},
        mirror_gaps=(mirror,),
        balance_gaps=(balance,),
        lists=Lists(ours=list(world.ours), outside=list(world.outside)),
    )


def estimate_world(world: World, seed: int) -> Estimate:
    """Estimate one world."""
    flags = Flags(world.flagged, (world.flagged / 4,) * 4, 0, 0, 1.0, (), "a world")
    plan = EstimatePlan(year=2024, draws=WORLD_DRAWS, seed=seed)
    return reckon(informed(read_assumptions(), world), plan, flags if world.flagged else None)


def coverage(*, leaning: bool = False, hidden: bool = False) -> dict[str, object]:
    """How often the 90 % intervals hold the true figure, and how wide they are."""
    seeds = range(1_000, 1_000 + WORLDS)
    worlds = [draw_world(seed, leaning=leaning, hidden=hidden) for seed in seeds]
    found = [estimate_world(world, seed) for world, seed in zip(worlds, seeds, strict=True)]
    truths = np.array([world.true_chips for world in worlds])
    off = np.array([one.pool.chips.middle for one in found]) / truths
    return {
        "worlds": WORLDS,
        "true_chips": [float(point) for point in np.percentile(truths, [5, 50, 95]).round()],
        "pool": _held([one.pool.chips for one in found], truths),
        "together": _held([one.together for one in found], truths),
        "middle_over_truth": [round(float(p), 3) for p in np.percentile(off, [5, 50, 95])],
        "ways": _by_way(found, truths),
    }


def _held(intervals: Sequence[Interval], truths: Sequence[float]) -> dict[str, object]:
    pairs = list(zip(intervals, truths, strict=True))
    widths = [one.high90 / max(one.low90, 1.0) for one, _ in pairs]
    return {
        "worlds": len(pairs),
        "covered_90": _share(one.low90 <= truth <= one.high90 for one, truth in pairs),
        "covered_50": _share(one.low50 <= truth <= one.high50 for one, truth in pairs),
        "median_width_factor_90": round(float(np.median(widths)), 1),
        "low_end_below_truth": _share(one.low90 <= truth for one, truth in pairs),
    }


def _share(held: Iterable[bool]) -> float:
    return round(float(np.mean(list(held))), 4)


def _by_way(found: Sequence[Estimate], truths: np.ndarray) -> dict[str, dict[str, object]]:
    """The same for each way by itself; a lower bound need only lie below the truth."""
    told = {}
    for key in dict.fromkeys(way.key for one in found for way in one.ways):
        pairs = [
            (way.amount.chips, float(truth))
            for one, truth in zip(found, truths, strict=True)
            for way in one.ways
            if way.key == key
        ]
        told[key] = _held([chips for chips, _ in pairs], [truth for _, truth in pairs])
    return told


def scans() -> list[dict[str, object]]:
    """Scan simulated trade worlds and hold the estimate within their records against the truth."""
    from detector import pipeline
    from detector.settings import Settings
    from detector.simulate import simulate, write_world
    from detector.workspace import open_workspace

    told = []
    for seed in SCAN_SEEDS:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_world(simulate(SCAN_LINES, seed), folder)
            files = [folder / f"{kind}.csv" for kind in ("shipments", "parties", "watchlist")]
            with open_workspace(folder / "w.duckdb") as con:
                pipeline.load(con, [file for file in files if file.exists()])
                pipeline.scan(con, pipeline.ScanPlan(), Settings())
                told += [one | {"seed": seed} for one in _within(con, folder / "truth.csv")]
    return told


TRUE_UNITS = """
    select year(first_on) as year, sum(units) as units from (
        select scheme_id, min(first_on) as first_on, max(units) as units from (
            select t.scheme_id, t.role, min(l.shipped_on) as first_on, sum(t.units) as units
            from read_csv($truth, nullstr = '') t join ledger l using (shipment_id)
            group by t.scheme_id, t.role
        ) by_role group by scheme_id
    ) by_scheme group by all order by all
"""


def _within(con: object, truth: Path) -> list[dict[str, object]]:
    """Compare by year; a scheme's goods are counted once, by the role that moved most of them."""
    told = []
    for year, units in con.execute(TRUE_UNITS, {"truth": str(truth)}).fetchall():
        flags = read_flags(con, year)
        way = by_flags(Book(read_assumptions(), 2024, 5, 100_000), flags)
        if hasattr(way, "chips"):
            low, middle, high = np.percentile(way.parts[0][1], [5, 50, 95]).round()
            told.append(
                {
                    "year": int(year), "true_units": float(units), "flagged_units": flags.units,
                    "covered_part_of_year": round(flags.covered, 2),
                    "within_90": [float(low), float(middle), float(high)],
                    "holds_the_truth": bool(low <= units <= high),
                }
            )  # fmt: skip
    return told


def main() -> None:
    """Measure, and keep earlier scans where none were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scans", action="store_true", help="also scan simulated trade worlds")
    asked = parser.parse_args()
    record(
        "estimate",
        {
            "recipe_draws": RECIPE_DRAWS,
            "recipes": recipes(),
            "mixed": coverage(),
            "leaning": coverage(leaning=True),
            "hidden": coverage(hidden=True),
            "scans": scans() if asked.scans else earlier("estimate").get("scans", []),
        },
        libraries=("numpy", "scipy"),
    )


if __name__ == "__main__":
    main()
