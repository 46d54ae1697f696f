"""Detectors on ADBench's classical sets, at most 5,000 lines each, fitted and scored on the same.

python -m benchmarks.adbench [--sets N]
"""

import argparse
import warnings

import numpy as np
import pandas as pd
from pyod.models.ecod import ECOD
from pyod.models.iforest import IForest
from pyod.models.knn import KNN
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.preprocessing import StandardScaler

from benchmarks.recording import public, record
from detector.models import ExtendedIsolationForest, NeighbourDistance, TailSurprise, ViewDetector

MOST, SEED = 5_000, 0
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
    "extended isolation forest": lambda: ExtendedIsolationForest(n_estimators=200),
    "neighbours (50)": lambda: NeighbourDistance(n_neighbors=50),
    "tail surprise": lambda: TailSurprise(),
    "view": lambda: ViewDetector(trees=200, neighbours=50),
}


def read_set(path: object) -> tuple[np.ndarray, np.ndarray]:
    """Read one set, drawn down to 5,000 lines."""
    with np.load(path) as held:
        values, odd = held["X"].astype(float), held["y"].astype(int)
    if len(values) > MOST:
        drawn = np.sort(np.random.default_rng(SEED).permutation(len(values))[:MOST])
        values, odd = values[drawn], odd[drawn]
    return StandardScaler().fit_transform(values), odd


def score_set(values: np.ndarray) -> dict[str, np.ndarray]:
    """Fit and score every detector."""
    told = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # constant columns of some sets
        for name, make in BORROWED.items():
            told[name] = make().fit(values).decision_scores_
        frame = pd.DataFrame(values, columns=[f"x{at}" for at in range(values.shape[1])])
        for name, make in OWN.items():
            told[name] = make().fit(frame).decision_function(frame)
    return told


def main(sets: int | None = None) -> None:
    """Measure each set; write the means and each set's figures."""
    paths = sorted(public("benchmarks", "adbench").glob("*.npz"), key=lambda path: path.stem)
    per_set: dict[str, dict[str, list[float]]] = {}
    for path in paths[:sets]:
        values, odd = read_set(path)
        if not 0 < odd.sum() < len(odd):
            print(f"{path.stem}: one class only in the lines drawn, left out")
            continue
        per_set[path.stem] = {
            name: [
                round(float(roc_auc_score(odd, np.nan_to_num(scores))), 4),
                round(float(average_precision_score(odd, np.nan_to_num(scores))), 4),
            ]
            for name, scores in score_set(values).items()
        }
        print(path.stem, per_set[path.stem], flush=True)
    names = [*BORROWED, *OWN]
    means = {
        name: np.mean([one[name] for one in per_set.values()], axis=0).round(4).tolist()
        for name in names
    }
    figures = {"sets": len(per_set), "most_lines": MOST, "reference": REFERENCE}
    if sets is None:
        record("adbench", {**figures, "mean_auroc_and_ap": means, "per_set": per_set})
    else:
        print(means)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int)
    main(parser.parse_args().sets)
