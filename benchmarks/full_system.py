"""The whole first scan, before any decision, on worlds that no one tuned on.

    python -m benchmarks.full_system [--shipments 60000] [--seeds 741 742 743]

Beside it stands a supervised reference that is told the truth: the same boosted trees on the same
features, in three folds by scheme and consignee. Kinds left out of rehearsal are asked about in
the tested world too. Every run is logged in the result.
"""

import argparse
import time
import zlib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import numpy as np
import pandas as pd

from benchmarks.recording import earlier, record, revision
from detector import pipeline
from detector.engine import feature_matrix
from detector.evaluate.metrics import average_precision
from detector.models import (
    judge_lines,
    read_labels,
    train_model,
    weigh_in,
)
from detector.models.boosting import BoostedTrees
from detector.models.rehearsal import POSITIVE, rehearse
from detector.models.unseen import HELD_OUT
from detector.prepare import prepare, read_lines
from detector.records import load_frame
from detector.settings import Settings
from detector.simulate import WORLD_VERSION, read_world, simulate
from detector.workspace import open_memory

SHIPMENTS, SEEDS, FOLDS = 60_000, (741, 742, 743), 3
SHARE, FIRST = 0.005, 100
SETTINGS = Settings(threads=1)


def one(asked: tuple[int, int]) -> dict[str, object]:
    """Scan one world and hold the queue against its truth."""
    shipments, seed = asked
    made = simulate(shipments, seed, read_world("standard"))
    con = open_memory("2GB", 1)
    for kind in ("shipments", "parties", "watchlist"):
        load_frame(con, kind, getattr(made, kind), "world")
    as_of = pipeline.latest_day(con)
    families = prepare(con, as_of, SETTINGS)
    matrix, lines = feature_matrix(con, families), read_lines(con)
    champion = train_model(SETTINGS, (matrix, families, lines, as_of), read_labels(con, lines), con)
    con.close()
    began = time.process_time()
    judged = judge_lines(replace(champion, ranker=None), matrix, lines)
    rate = len(lines) / (time.process_time() - began)
    scores = judge_lines(champion, matrix, lines).combined
    truth = made.truth.drop_duplicates("shipment_id").set_index("shipment_id")
    truth = truth.reindex(lines["shipment_id"])
    values = matrix[list(champion.features)].to_numpy(dtype=float)
    told = found(scores, truth)
    told["supervised"] = supervised(values, truth, lines)
    told["strangeness"] = precision(judged.combined, truth["role"].isin(POSITIVE).to_numpy())
    told["unseen"] = unseen(values, judged.combined, truth)
    told["lines_judged_per_second_of_processor"] = round(rate)
    print(seed, told, flush=True)
    return told


def found(scores: np.ndarray, truth: pd.DataFrame) -> dict[str, object]:
    """Say what the first lines hold."""
    positive = truth["role"].isin(POSITIVE).to_numpy()
    order = np.argsort(-scores, kind="stable")
    top = order[: round(SHARE * len(order))]
    seen = set(truth["scheme_id"].to_numpy()[top][positive[top]])
    schemes = truth[positive].drop_duplicates("scheme_id")
    hit = schemes["scheme_id"].isin(seen)
    told: dict[str, object] = {
        "average_precision": precision(scores, positive),
        "precision_of_first_100": float(positive[order[:FIRST]].mean()),
        "schemes": len(schemes),
        "found": int(hit.sum()),
    }
    for level, own in schemes.assign(hit=hit).groupby("difficulty"):
        told[f"schemes, {level}"], told[f"found, {level}"] = len(own), int(own["hit"].sum())
    return told


def precision(scores: np.ndarray, positive: np.ndarray) -> float:
    """Give the average precision."""
    return round(average_precision(positive[np.argsort(-scores, kind="stable")]), 4)


def supervised(values: np.ndarray, truth: pd.DataFrame, lines: pd.DataFrame) -> float:
    """Tell the truth of two thirds, rank the rest; a scheme and a consignee stand in one third."""
    positive = truth["role"].isin(POSITIVE).to_numpy()
    fold = thirds(truth, lines)
    scores = np.zeros(len(values))
    for out in range(FOLDS):
        own, others = fold == out, fold != out
        odd = ["both"] * values.shape[1]
        trees = BoostedTrees().fit(values[others], positive[others], odd, SETTINGS.seed)
        scores[own] = trees.log_odds(values[own])
    return precision(scores, positive)


def thirds(truth: pd.DataFrame, lines: pd.DataFrame) -> np.ndarray:
    """Put a scheme, or else a consignee, in one third."""
    key = truth["scheme_id"].fillna(lines["consignee_group"].astype(str).set_axis(truth.index))
    return np.array([zlib.crc32(str(name).encode()) % FOLDS for name in key])


def unseen(
    values: np.ndarray, combined: np.ndarray, truth: pd.DataFrame
) -> list[dict[str, object]]:
    """Rehearse without some kinds and look for those kinds in this world."""
    played = rehearse(SETTINGS)
    learnt = played.matrix[list(played.names)].to_numpy(dtype=float)
    positive = truth["role"].isin(POSITIVE).to_numpy()
    told = []
    for group in HELD_OUT:
        left_out = _shows(played.planted["typology"], group)
        kept = ~left_out
        trees = BoostedTrees().fit(
            learnt[kept], played.planted["positive"].to_numpy()[kept], played.odd, SETTINGS.seed
        )
        alike, strange = weigh_in(trees, values, combined).told(values, combined)
        asked = ~positive | _shows(truth["typology"], group)
        both = 0.65 * alike + 0.35 * strange
        told.append(
            {
                "kinds": list(group),
                "strange": precision(combined[asked], positive[asked]),
                "rehearsed": precision(both[asked], positive[asked]),
            }
        )
    return told


def _shows(typology: pd.Series, group: tuple[str, ...]) -> np.ndarray:
    shown = typology.fillna("").str.split("|")
    return shown.map(lambda names: bool(set(names) & set(group))).to_numpy(dtype=bool)


def main(shipments: int = SHIPMENTS, seeds: tuple[int, ...] = SEEDS) -> None:
    """Scan all worlds and record the figures."""
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        runs = list(pool.map(one, [(shipments, seed) for seed in seeds]))
    numbers = [name for name in runs[0] if name != "unseen"]
    record(
        "full_system",
        {
            "world_version": WORLD_VERSION,
            "shipments": shipments,
            "seeds": list(seeds),
            "runs": [*earlier("full_system").get("runs", []), revision()],
            "mean": {
                name: round(float(np.mean([run[name] for run in runs])), 4)
                for name in numbers
                if not name.startswith(("schemes", "found"))
            },
            "sum": {
                name: int(sum(run.get(name, 0) for run in runs))
                for name in numbers
                if name.startswith(("schemes", "found"))
            },
            "unseen": [
                {
                    "kinds": group["kinds"],
                    **{
                        name: round(float(np.mean([run["unseen"][at][name] for run in runs])), 4)
                        for name in ("strange", "rehearsed")
                    },
                }
                for at, group in enumerate(runs[0]["unseen"])
            ],
        },
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shipments", type=int, default=SHIPMENTS)
    parser.add_argument("--seeds", type=int, nargs="+", default=list(SEEDS))
    asked = parser.parse_args()
    main(asked.shipments, tuple(asked.seeds))
