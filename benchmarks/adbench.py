"""Detectors on ADBench's classical sets, at most 5,000 lines each, fitted and scored on the same.

    python -m benchmarks.adbench [--sets N]

Of larger sets, lines are drawn three times; our own detectors are fitted with five seeds, and the
mean is told. The public reference is of 41 sets that it does not
name, and 43 lie here: how far the mean moves when any two are left out is told beside it.
"""

import argparse
import warnings
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
from pyod.models.ecod import ECOD
from pyod.models.iforest import IForest
from pyod.models.knn import KNN
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.preprocessing import StandardScaler

from benchmarks.recording import public, record
from detector.models import ExtendedIsolationForest, NeighbourDistance, TailSurprise, ViewDetector

MOST, SEED, DRAWS, SEEDS, REFERENCE_SETS = 5_000, 0, 3, 5, 41
REFERENCE = {
    "PyOD kNN (50)": [0.778, 0.392],
    "extended isolation forest": [0.770, 0.413],
    "PyOD isolation forest": [0.768, 0.406],
    "PyOD ECOD": [0.740, None],
}
BORROWED = {
    "PyOD kNN (50)": lambda: KNN(n_neighbors=50),
    "PyOD isolation forest": lambda: IForest(random_state=SEED),
    "PyOD ECOD": lambda: ECOD(),
}
OWN = {
    "extended isolation forest": lambda seed: ExtendedIsolationForest(200, random_state=seed),
    "neighbours (50)": lambda seed: NeighbourDistance(50, random_state=seed),
    "tail surprise": lambda _: TailSurprise(),
    "view": lambda seed: ViewDetector(trees=200, neighbours=50, random_state=seed),
}


def draws_of(path: Path) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Read one set; of more than 5,000 lines, draw so many, three times."""
    with np.load(path) as held:
        values, odd = held["X"].astype(float), held["y"].astype(int)
    if len(values) <= MOST:
        yield StandardScaler().fit_transform(values), odd
        return
    for draw in range(DRAWS):
        drawn = np.sort(np.random.default_rng(draw).permutation(len(values))[:MOST])
        if 0 < odd[drawn].sum() < MOST:
            yield StandardScaler().fit_transform(values[drawn]), odd[drawn]


def score_set(values: np.ndarray) -> dict[str, list[np.ndarray]]:
    """Fit and score every detector, our own once for each seed."""
    told = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # constant columns of some sets
        for name, make in BORROWED.items():
            told[name] = [make().fit(values).decision_scores_]
        frame = pd.DataFrame(values, columns=[f"x{at}" for at in range(values.shape[1])])
        for name, make in OWN.items():
            told[name] = [make(seed).fit(frame).decision_function(frame) for seed in range(SEEDS)]
    return told


def judge_set(path: Path) -> dict[str, list[float]]:
    """Give AUROC and average precision of every detector, means over the draws."""
    told: dict[str, list[list[float]]] = {}
    for values, odd in draws_of(path):
        for name, scores in score_set(values).items():
            for known in map(np.nan_to_num, scores):
                figures = [roc_auc_score(odd, known), average_precision_score(odd, known)]
                told.setdefault(name, []).append(figures)
    return {name: np.mean(each, axis=0).round(4).tolist() for name, each in told.items()}


def without_two(figures: np.ndarray) -> list[list[float]]:
    """Give the least and the most of the mean when sets are left out, as many as the reference's.

    Parameters
    ----------
    figures : ndarray of shape (n_sets, 2)
    """
    left = len(figures) - REFERENCE_SETS
    gone = np.array(
        [figures[list(pair)].sum(axis=0) for pair in combinations(range(len(figures)), left)]
    )
    means = (figures.sum(axis=0) - gone) / REFERENCE_SETS
    return [means.min(axis=0).round(4).tolist(), means.max(axis=0).round(4).tolist()]


def main(sets: int | None = None) -> None:
    """Measure each set; write the means and each set's figures."""
    paths = sorted(public("benchmarks", "adbench").glob("*.npz"), key=lambda path: path.stem)
    per_set: dict[str, dict[str, list[float]]] = {}
    for path in paths[:sets]:
        per_set[path.stem] = judge_set(path)
        print(path.stem, per_set[path.stem], flush=True)
    every = {name: np.array([one[name] for one in per_set.values()]) for name in [*BORROWED, *OWN]}
    means = {name: each.mean(axis=0).round(4).tolist() for name, each in every.items()}
    if sets is not None:
        print(means)
        return
    record(
        "adbench",
        {
            "sets": len(per_set),
            "most_lines": MOST,
            "draws": DRAWS,
            "seeds": SEEDS,
            "reference": REFERENCE,
            "reference_sets": REFERENCE_SETS,
            "mean_auroc_and_ap": means,
            "least_and_most_without_two": {name: without_two(each) for name, each in every.items()},
            "per_set": per_set,
        },
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int)
    main(parser.parse_args().sets)
