"""What 20, 100 and 500 decisions of reviewers do to the queue, and whether exploration pays.

    python -m benchmarks.feedback [--shipments 20000] [--worlds 20] [--first 721]

Each world is scanned once. Reviewers then look at the first lines of an early part, and at some
that the scan drew below; the truth decides. The model learns from that, and the later lines are
ranked again: all of them, and, apart, without schemes that began earlier. In a second replay
decisions run on until well after a hub is closed, with and without exploration: once all at one
time, and once in weekly rounds that each learn from the ones before. Seeds 721-740 and 761-780 are
for measuring only; what was chosen, was on 601-630, 651-658 and, after a first try, 701 and 702.
"""

import argparse
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context

import numpy as np
import pandas as pd

from benchmarks.recording import earlier, record
from detector import pipeline
from detector.engine import feature_matrix
from detector.evaluate.metrics import average_precision
from detector.models import (
    Plan,
    judge_lines,
    learn_labels,
    rehearse,
    sides_of,
    train_champion,
    weigh_in,
    weigh_relations,
)
from detector.models.exploration import draw_below, first_of_relations
from detector.models.labels import MOST_WEIGHT
from detector.models.rehearsal import POSITIVE
from detector.prepare import prepare, read_lines
from detector.records import load_frame
from detector.settings import Settings
from detector.simulate import WORLD_VERSION, read_world, simulate
from detector.workspace import open_memory

SHIPMENTS, WORLDS, FIRST = 20_000, 20, 721
COUNTS = (20, 100, 500)
SHARES = (0.0, 0.1, 0.3)  # of the decisions that explore
EARLY, AFTER = 0.55, 0.85  # shares of lines before the replay, and well after MY is closed
SETTINGS = Settings(threads=1)


class Seen:
    """A world that was scanned: values, what the views say, lines, and the truth about them."""

    def __init__(self, shipments: int, seed: int) -> None:
        made = simulate(shipments, seed, read_world("standard"))
        con = open_memory("2GB", 1)
        for kind in ("shipments", "parties", "watchlist"):
            load_frame(con, kind, getattr(made, kind), "world")
        as_of = pipeline.latest_day(con)
        families = prepare(con, as_of, SETTINGS)
        matrix, self.lines = feature_matrix(con, families), read_lines(con)
        con.close()
        champion = train_champion(matrix, families, self.lines, as_of, Plan())
        judged = judge_lines(champion, matrix, self.lines)
        names, self.odd = sides_of(families)
        self.values = matrix[list(names)].to_numpy(dtype=float)
        self.combined = judged.combined
        truth = made.truth.drop_duplicates("shipment_id").set_index("shipment_id")
        truth = truth.reindex(self.lines["shipment_id"])
        self.positive = truth["role"].isin(POSITIVE).to_numpy(dtype=bool)
        self.scheme = truth["scheme_id"].astype(str).to_numpy()
        self.day = pd.to_datetime(self.lines["shipped_on"])
        self.ranker = weigh_in(_rehearsed(), self.values, self.combined)
        self.before = self.score(self.ranker)

    def score(self, ranker) -> np.ndarray:
        """Rank by a ranker."""
        alike, strange = ranker.told(self.values, self.combined)
        return ranker.share * alike + (1 - ranker.share) * strange

    def decide(self, early: np.ndarray, count: int, share: float, seed: int) -> pd.DataFrame:
        """Review the first lines of the early ones, and some drawn below, by the truth."""
        order = np.flatnonzero(early)
        order = order[np.argsort(-self.before[order], kind="stable")]
        return self.review(order, self.before, (count, round(count * share), seed))

    def review(self, order, scores, asked, known=None) -> pd.DataFrame:
        """Review the first lines of an order, and some drawn below; the truth decides."""
        count, drawn, seed = asked
        top, below = order[: count - drawn], order[count - drawn :]
        gone = top if known is None else np.concatenate((known["place"], top))
        both = np.concatenate((gone, below))
        decided = np.arange(len(both)) < len(gone)
        fresh = first_of_relations(self.lines.iloc[both], decided)[len(gone) :]
        places, chance = draw_below(scores[below], drawn, seed, fresh)
        at = np.concatenate((top, below[places]))
        weight = np.concatenate((np.ones(len(top)), np.minimum(1 / chance, MOST_WEIGHT)))
        told = {"positive": self.positive[at], "weight": weight, "place": at}
        return pd.DataFrame(told, index=self.lines["shipment_no"].to_numpy()[at])

    def week_by_week(self, count: int, share: float, seed: int) -> np.ndarray:
        """Review as many each week between both days, learn, and rank again for the next."""
        first, last = self.day.quantile([EARLY, AFTER])
        ends = [*pd.date_range(first, last, freq="7D")[1:-1], last]
        upto = np.rint(np.linspace(0, count, len(ends) + 1)).astype(int)
        drawn = np.diff(np.rint(upto * share).astype(int))
        scores, labels = self.before, None
        for at, (end, many) in enumerate(zip(ends, np.diff(upto), strict=True)):
            waiting = (self.day <= end).to_numpy(copy=True)
            if labels is not None:
                waiting[labels["place"]] = False
            order = np.flatnonzero(waiting)
            order = order[np.argsort(-scores[order], kind="stable")]
            told = self.review(order, scores, (many, drawn[at], 100 * seed + at), labels)
            labels = told if labels is None else pd.concat((labels, told))
            scores = self.after(labels)
        return scores

    def after(self, labels: pd.DataFrame) -> np.ndarray:
        """Learn from labels and rank again."""
        seen = (self.values, self.combined)
        ranker = learn_labels(self.ranker, seen, labels, self.odd, SETTINGS.seed)
        return self.score(ranker) * weigh_relations(self.lines, labels)

    def gain(self, scores: np.ndarray, wanted: np.ndarray) -> float:
        """Say how much the average precision of some lines changed."""
        return precision(scores, self.positive, wanted) - precision(
            self.before, self.positive, wanted
        )


def precision(scores: np.ndarray, positive: np.ndarray, wanted: np.ndarray) -> float:
    """Give the average precision of some lines."""
    order = np.argsort(-scores[wanted], kind="stable")
    return average_precision(positive[wanted][order])


@lru_cache(None)
def _rehearsed():
    return rehearse(SETTINGS).trees


def replay(seen: Seen, seed: int) -> dict[str, float]:
    """Replay one world with each number of decisions."""
    early = (seen.day <= seen.day.quantile(EARLY)).to_numpy()
    known = set(seen.scheme[early & seen.positive])
    fresh = ~early & ~(seen.positive & np.isin(seen.scheme, list(known)))
    told = {"before": precision(seen.before, seen.positive, ~early)}
    for count in COUNTS:
        after = seen.after(seen.decide(early, count, SHARES[1], seed))
        told[f"{count}"] = seen.gain(after, ~early)
        told[f"{count}, new schemes"] = seen.gain(after, fresh)
    return told


def displace(seen: Seen, seed: int) -> dict[str, float]:
    """Learn with and without exploration from decisions until well after a hub was closed."""
    reviewed = (seen.day <= seen.day.quantile(AFTER)).to_numpy()
    told = {}
    for share in SHARES:
        labels = seen.decide(reviewed, COUNTS[-1], share, seed)
        told[f"{share:g}"] = seen.gain(seen.after(labels), ~reviewed)
    for share in SHARES[:2]:
        told[f"{share:g}, weekly"] = seen.gain(
            seen.week_by_week(COUNTS[-1], share, seed), ~reviewed
        )
    return told


def summary(runs: list[dict[str, float]]) -> dict[str, dict[str, float]]:
    """Give mean and bounds of the mean: 5 % lie below the lower, 5 % above the upper.

    A world without a positive line among those judged has no average precision and is left out.
    """
    random = np.random.default_rng(0)
    told = {}
    for name in runs[0]:
        values = np.array([run[name] for run in runs if np.isfinite(run[name])])
        drawn = values[random.integers(0, len(values), (4_000, len(values)))].mean(axis=1)
        low, high = np.quantile(drawn, [0.05, 0.95])
        told[name] = {
            "mean": round(float(values.mean()), 4),
            "low": round(float(low), 4),
            "high": round(float(high), 4),
            "least": round(float(values.min()), 4),
            "worlds": len(values),
        }
    return told


def one(asked: tuple[int, int]) -> tuple[dict[str, float], dict[str, float]]:
    """Scan and replay one world."""
    shipments, seed = asked
    seen = Seen(shipments, seed)
    told = replay(seen, seed), displace(seen, seed)
    print(seed, {name: round(gain, 4) for name, gain in (told[0] | told[1]).items()}, flush=True)
    return told


def main(shipments: int = SHIPMENTS, worlds: int = WORLDS, first: int = FIRST) -> None:
    """Replay all worlds and record what changed."""
    tasks = [(shipments, seed) for seed in range(first, first + worlds)]
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        runs, moved = (list(told) for told in zip(*pool.map(one, tasks), strict=True))
    pays = [
        {
            "difference": run["0.1"] - run["0"],
            "difference, weekly": run["0.1, weekly"] - run["0, weekly"],
        }
        for run in moved
    ]
    before = earlier("feedback")
    run = [f"{before['seeds']}: revision {before['revision']}"] if before else []
    record(
        "feedback",
        {
            "world_version": WORLD_VERSION,
            "shipments": shipments,
            "seeds": [first, first + worlds - 1],
            "runs_before": [*before.get("runs_before", []), *run],
            "change_in_average_precision": summary(runs),
            "after_a_hub_closed_by_share_explored": summary(moved),
            "exploring_a_tenth_less_exploring_nothing": summary(pays),
        },
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shipments", type=int, default=SHIPMENTS)
    parser.add_argument("--worlds", type=int, default=WORLDS)
    parser.add_argument("--first", type=int, default=FIRST)
    asked = parser.parse_args()
    main(asked.shipments, asked.worlds, asked.first)
