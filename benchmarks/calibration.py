"""Are p-values what they say, and does a false-discovery rate hold?

    python -m benchmarks.calibration [--shipments 9000] [--worlds 20] [--growing 20]

Lawful worlds are simulated with schemes, whose lines are then dropped: look-alikes stay. Seeds
441-460 (lawful, and again in a market that grows by 150 % a year) and 461-480 (with schemes) are
for measuring only; the null was chosen on 501-516. Every run is logged in the result.
"""

import argparse
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context

import numpy as np
import pandas as pd

from benchmarks.recording import earlier, record, revision
from detector import pipeline
from detector.engine import feature_matrix
from detector.errors import ModelError
from detector.models import rank_queue, read_labels, score_with, train_model, training
from detector.models.rehearsal import POSITIVE, rehearse
from detector.models.unseen import Unseen
from detector.prepare import prepare, read_lines
from detector.records import load_frame
from detector.settings import Settings
from detector.simulate import WORLD_VERSION, read_world, simulate
from detector.workspace import open_memory

SHIPMENTS, WORLDS = 9_000, 20
LAWFUL, SCHEMES = 441, 461
LEVELS = (0.05, 0.01, 0.001)
RATE, DRAWS = 0.1, 200
GROWTH = {"accelerator_growth": 1.5, "ordinary_growth": 0.6}
SETTINGS = Settings(threads=1)
KINDS: dict[str, tuple[dict[str, float], bool]] = {
    "lawful": ({}, True),
    "growing": (GROWTH, True),
    "schemes": ({}, False),
}


def scored_world(shipments: int, seed: int, world: dict[str, float], *, lawful: bool):
    """Simulate a world and score its lines as a first scan does.

    Returns
    -------
    DataFrame of shape (n_lines, n_columns)
        Scores, lines and truth.
    """
    made = simulate(shipments, seed, read_world("standard").model_copy(update=world))
    planted = set(made.truth.loc[made.truth["role"].isin(POSITIVE), "shipment_id"])
    lines = made.shipments
    if lawful:
        lines = lines[~lines["shipment_id"].isin(planted)]
    con = open_memory("2GB", 1)
    try:
        for kind, frame in (
            ("shipments", lines),
            ("parties", made.parties),
            ("watchlist", made.watchlist),
        ):
            load_frame(con, kind, frame, "world")
        as_of = pipeline.latest_day(con)
        families = prepare(con, as_of, SETTINGS)
        seen = (feature_matrix(con, families), families, read_lines(con), as_of)
        labels = read_labels(con, seen[2])
        champion = train_model(SETTINGS, seen, labels, con)
    finally:
        con.close()
    scores = score_with(champion, seen[0], seen[2], as_of)
    truth = made.truth[["shipment_id", "scheme_id", "role", "difficulty"]]
    told = scores.join(seen[2].set_index("shipment_no"))
    return told.reset_index().merge(truth, on="shipment_id", how="left")


def shares(worlds: list[pd.DataFrame]) -> dict[str, list[float]]:
    """Give the mean share of p-values at each level, with a 90 % band over parties."""
    random = np.random.default_rng(0)
    told = {}
    for level in LEVELS:
        drawn = np.zeros(DRAWS)
        for world in worlds:
            under = (world["p_value"] <= level).groupby(world["consignee_group"], dropna=False)
            rare, lines = under.sum().to_numpy(), under.size().to_numpy()
            for draw in range(DRAWS):
                weight = np.bincount(random.integers(0, len(rare), len(rare)), minlength=len(rare))
                drawn[draw] += (weight @ rare) / (weight @ lines) / len(worlds)
        mean = float(np.mean([(world["p_value"] <= level).mean() for world in worlds]))
        low, high = np.quantile(drawn, [0.05, 0.95])
        told[f"{level:g}"] = [round(mean, 5), round(float(low), 5), round(float(high), 5)]
    return told


def chosen(world: pd.DataFrame) -> dict[str, float]:
    """Flag a world at the rate; say how many, which share is false, and what is found."""
    lines = world.set_index("shipment_no")
    columns = ["score", "p_value"]
    try:
        queue = rank_queue(lines[columns], world.drop(columns=columns), fdr=RATE)
        flagged = set(queue.index[queue["flagged"]])
    except ModelError:
        flagged = set()
    own = lines.loc[sorted(flagged)]
    positive = lines["role"].isin(POSITIVE)
    wanted = set(lines.loc[positive & (lines["difficulty"] != "expert"), "scheme_id"])
    found = set(own.loc[own["role"].isin(POSITIVE), "scheme_id"])
    most = max(len(own), 1)
    return {
        "flagged": len(own),
        "false_share": float((~own["role"].isin((*POSITIVE, "cover"))).sum()) / most,
        "false_share_with_cover": float((~own["role"].isin(POSITIVE)).sum()) / most,
        "schemes": len(wanted),
        "found": len(wanted & found),
    }


def summary(worlds: list[pd.DataFrame]) -> dict[str, object]:
    """Give mean and standard error of the false share, and the share of schemes found."""
    runs = [chosen(world) for world in worlds]
    told: dict[str, object] = {"rate": RATE}
    for name in ("false_share", "false_share_with_cover"):
        values = np.array([run[name] for run in runs])
        error = values.std(ddof=1) / np.sqrt(len(values))
        told[name] = round(float(values.mean()), 4)
        told[f"{name}_standard_error"] = round(float(error), 4)
    told["schemes_not_expert"] = int(sum(run["schemes"] for run in runs))
    told["schemes_found"] = int(sum(run["found"] for run in runs))
    told["worlds_without_a_flag"] = sum(run["flagged"] == 0 for run in runs)
    told["flagged"] = [int(run["flagged"]) for run in runs]
    return told


def one(asked: tuple[str, int, int]) -> tuple[str, pd.DataFrame]:
    """Score one world in a process of its own, where the rehearsal is done once."""
    name, shipments, seed = asked
    world, lawful = KINDS[name]
    training.rehearse = _rehearse_once
    training.check_unseen = lambda *_asked: (Unseen((), 0, 0.0, 1.0, 0.0, 0.0),)  # scores alike
    told = scored_world(shipments, seed, world, lawful=lawful)
    print(name, seed, flush=True)
    return name, told


@lru_cache(None)
def _rehearse_once(settings: Settings, unfilled: tuple[str, ...] = ()):
    return rehearse(settings, unfilled)


def main(shipments: int = SHIPMENTS, worlds: int = WORLDS, growing: int = WORLDS) -> None:
    """Score all worlds and record the figures."""
    tasks = [("schemes", shipments, SCHEMES + at) for at in range(worlds)]
    tasks += [("lawful", shipments, LAWFUL + at) for at in range(worlds)]
    tasks += [("growing", shipments, LAWFUL + at) for at in range(growing)]
    told: dict[str, list[pd.DataFrame]] = {name: [] for name in KINDS}
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        for name, world in pool.map(one, tasks):
            told[name].append(world)
    record(
        "calibration",
        {
            "world_version": WORLD_VERSION,
            "shipments": shipments,
            "seeds": {"lawful": LAWFUL, "growing": LAWFUL, "schemes": SCHEMES},
            "runs": [*earlier("calibration").get("runs", []), revision()],
            "worlds": {name: len(made) for name, made in told.items()},
            "share_of_p_at_most": {name: shares(told[name]) for name in ("lawful", "growing")},
            "at_a_rate": summary(told["schemes"]),
        },
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shipments", type=int, default=SHIPMENTS)
    parser.add_argument("--worlds", type=int, default=WORLDS)
    parser.add_argument("--growing", type=int, default=WORLDS)
    asked = parser.parse_args()
    main(asked.shipments, asked.worlds, asked.growing)
