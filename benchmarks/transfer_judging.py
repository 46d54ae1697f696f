"""How well transfers are ranked, by chiptrace's own families and models and in general."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

from benchmarks.routing import GATHERED, STARTS, hits
from detector.models import ExtendedIsolationForest, TailSurprise

SEEDS = (1, 2, 3)
SPAN = 10
MOST = 8  # transfers of one scheme that count in full, together
BIPARTITE = 4
SAY = 0.3  # of a nat of surprise beside a unit of log-odds

Scorer = Callable[[np.ndarray, np.ndarray, int], np.ndarray]


def figures(illicit: np.ndarray, runs: Sequence[np.ndarray]) -> dict[str, object]:
    """Average precision of each run, and their mean AUROC."""
    told = [float(average_precision_score(illicit, run)) for run in runs]
    area = [float(roc_auc_score(illicit, run)) for run in runs]
    return {
        "average_precision": [round(one, 4) for one in told],
        "mean_average_precision": round(float(np.mean(told)), 4),
        "mean_auroc": round(float(np.mean(area)), 4),
    }


def booster(seed: int) -> LGBMClassifier:
    """Give a small booster."""
    return LGBMClassifier(
        n_estimators=300, learning_rate=0.03, num_leaves=31, min_child_samples=40, subsample=0.8,
        subsample_freq=1, colsample_bytree=0.6, random_state=seed, n_jobs=1, verbose=-1,
    )  # fmt: skip


def scorers(
    transfers: pd.DataFrame, families: pd.DataFrame, own_day: pd.DataFrame
) -> dict[str, Scorer]:
    """Name the ways of ranking: each takes the rows to learn from, the rows to score and a seed.

    The first two know no label. `TailSurprise` reads the few columns of `GATHERED`, all odd when
    high, and the amount of transfers that begin something; nulls stay null.
    """
    illicit = transfers["illicit"].to_numpy()
    few = families[list(GATHERED)].assign(
        amount=transfers["amount"].where(families["gathering.meeting"].notna())
    )
    old = _in_logarithms(families[[c for c in families if not c.startswith("gathering.")]])
    everything = _in_logarithms(families)
    both = everything.join(own_day)

    def rank(train: np.ndarray, rest: np.ndarray, seed: int) -> np.ndarray:
        del seed
        return np.asarray(TailSurprise("high").fit(few[train]).decision_function(few[rest]))

    def isolate(train: np.ndarray, rest: np.ndarray, seed: int) -> np.ndarray:
        surprise = TailSurprise("high").fit(few[train])
        forest = ExtendedIsolationForest(200, random_state=seed)
        forest.fit(surprise.contributions(few[train]))
        return np.asarray(forest.decision_function(surprise.contributions(few[rest])))

    def isolate_old(train: np.ndarray, rest: np.ndarray, seed: int) -> np.ndarray:
        forest = ExtendedIsolationForest(200, random_state=seed).fit(old[train])
        return np.asarray(forest.decision_function(old[rest]))

    def boost(table: pd.DataFrame) -> Scorer:
        def fitted(train: np.ndarray, rest: np.ndarray, seed: int) -> np.ndarray:
            model = booster(seed).fit(table[train], illicit[train])
            return np.asarray(model.predict_proba(table[rest], raw_score=True))

        return fitted

    def boost_and_rank(train: np.ndarray, rest: np.ndarray, seed: int) -> np.ndarray:
        boosters = [boost(everything)(train, rest, 10 * seed + more) for more in range(3)]
        return np.asarray(np.mean(boosters, axis=0) + SAY * rank(train, rest, seed))

    return {
        "gathering: tail surprise": rank,
        "gathering: surprises in an extended isolation forest": isolate,
        "windows and shapes: extended isolation forest": isolate_old,
        "windows and shapes: LightGBM": boost(old),
        "windows, shapes and gathering: LightGBM": boost(everything),
        "windows, shapes and gathering: LightGBM, with the own day's": boost(both),
        "windows, shapes and gathering: three LightGBM and tail surprise": boost_and_rank,
    }


def judge_families(
    transfers: pd.DataFrame, ways: dict[str, Scorer], train: np.ndarray, rest: np.ndarray
) -> dict[str, dict[str, object]]:
    """Judge the ways of ranking on later days."""
    later, told = transfers[rest], {}
    for name, way in ways.items():
        runs = [way(train, rest, seed) for seed in SEEDS]
        told[name] = figures(later["illicit"].to_numpy(), runs) | {
            "interval_90": interval(later, runs[0]),
            "hits_in_first_hundredth": hits(later, runs[0]),
        }
        print(name, told[name], flush=True)
    return told


def roll(transfers: pd.DataFrame, ways: dict[str, Scorer]) -> dict[str, dict[str, object]]:
    """Judge by several windows of ten days, where no single scheme rules.

    A scheme weighs at most as much as `MOST` transfers; beside that stands the plain average
    precision without the bipartite schemes, which are many times larger than any other.
    """
    day = transfers["day"].to_numpy()
    told: dict[str, dict[str, object]] = {}
    for name, way in ways.items():
        even, small = [], []
        for start in STARTS:
            rest = (day >= start) & (day < start + SPAN)
            later, score = transfers[rest], way(day < start, rest, SEEDS[0])
            illicit = later["illicit"].to_numpy()
            weight = np.where(illicit, np.minimum(1.0, MOST / scheme_sizes(later)), 1.0)
            even.append(float(average_precision_score(illicit, score, sample_weight=weight)))
            kept = (later["scheme_code"] != BIPARTITE).to_numpy()
            small.append(float(average_precision_score(illicit[kept], score[kept])))
        told[name] = {
            "even_schemes": round(float(np.mean(even)), 4),
            "without_bipartite": round(float(np.mean(small)), 4),
            "even_schemes_by_window": [round(one, 4) for one in even],
        }
        print(name, told[name], flush=True)
    return told


def scheme_sizes(transfers: pd.DataFrame) -> np.ndarray:
    """Count the transfers of each one's scheme; 1 for lawful ones."""
    sizes = transfers.groupby("scheme")["day"].transform("size")
    return np.asarray(sizes.fillna(1.0))


def interval(rest: pd.DataFrame, score: np.ndarray, rounds: int = 200) -> list[float]:
    """Draw schemes with replacement, lawful transfers as they are: 5 and 95 % points of AP."""
    rng = np.random.default_rng(1)
    illicit, scheme = rest["illicit"].to_numpy(), rest["scheme"].to_numpy()
    names = np.unique(scheme[illicit])
    told = []
    for _ in range(rounds):
        drawn = pd.Series(rng.choice(names, len(names))).value_counts()
        weight = np.where(illicit, rest["scheme"].map(drawn).fillna(0.0), 1.0)
        told.append(average_precision_score(illicit, score, sample_weight=weight))
    return [round(float(x), 4) for x in np.quantile(told, (0.05, 0.95))]


def _in_logarithms(table: pd.DataFrame) -> pd.DataFrame:
    """Take logarithms of amount and counts; a value that is not there counts as 0."""
    return pd.DataFrame(np.log1p(table.fillna(0.0))).assign(amount=np.log(table["amount"]))
