"""Labelled import declarations of Korea's customs without their twins.

The public split leaks: most test lines have a twin in the training lines. The first line of each
(HS6, net mass, item price) is kept; lines before 2020-09-17 train, the rest are judged.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier
from pyod.models.ecod import ECOD
from pyod.models.iforest import IForest
from scipy.stats import rankdata
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

from benchmarks.recording import public, record
from detector.evaluate.metrics import expected_precision
from detector.models import ExtendedIsolationForest, NeighbourDistance, TailSurprise

SPLIT = "2020-09-17"
TWIN = ["HS6 Code", "Net Mass", "Item Price"]
WORDS = [
    "Office ID", "Process Type", "Import Type", "Import Use", "Payment Type", "Mode of Transport",
    "Declarant ID", "Importer ID", "Seller ID", "Courier ID", "HS6 Code", "Country of Departure",
    "Country of Origin", "Tax Type", "Country of Origin Indicator",
]  # fmt: skip
NUMBERS = ["Tax Rate", "Net Mass", "Item Price"]
REFERENCE = {
    "rule": {"auroc": 0.543, "precision_top_5_percent": 0.319},
    "LightGBM": {"auroc": 0.586, "precision_top_5_percent": 0.338},
    "bare PyOD": {"auroc": 0.49, "precision_top_5_percent": 0.18},
}


def read_lines() -> tuple[pd.DataFrame, int]:
    """Read both files in order of date without twins; also say how many twins there were."""
    parts = [
        pd.read_csv(public("korea_customs", f"df_syn_{part}_eng.csv"), dtype={"HS6 Code": str})
        for part in ("train", "valid")
    ]
    lines = pd.concat(parts, ignore_index=True).sort_values("Date", kind="stable")
    kept = lines.drop_duplicates(TWIN).reset_index(drop=True)
    return kept, len(lines) - len(kept)


def judge(positive: np.ndarray, scores: np.ndarray) -> dict[str, object]:
    """AUROC, average precision, and the expected precision of the top 5 % where scores tie.

    Ranges are the middle 90 % of 200 draws of the lines with replacement.
    """
    told = figures(positive, scores)
    rng = np.random.default_rng(5)
    drawn = [rng.integers(len(positive), size=len(positive)) for _ in range(200)]
    others = np.array([list(figures(positive[at], scores[at]).values()) for at in drawn])
    low, high = np.quantile(others, (0.05, 0.95), axis=0).round(4)
    return {
        **{name: round(value, 4) for name, value in told.items()},
        "auroc_90": [low[0], high[0]],
        "precision_90": [low[2], high[2]],
    }


def figures(positive: np.ndarray, scores: np.ndarray) -> dict[str, float]:
    """Give the three figures of an order."""
    return {
        "auroc": float(roc_auc_score(positive, scores)),
        "average_precision": float(average_precision_score(positive, scores)),
        "precision_top_5_percent": expected_precision(positive, scores, round(0.05 * len(scores))),
    }


def simple_features(lines: pd.DataFrame, train: np.ndarray) -> pd.DataFrame:
    """Amounts in logs, densities, and words by their frequency among the training lines."""
    made = pd.DataFrame(
        {
            "tax": lines["Tax Rate"],
            "mass": np.log1p(lines["Net Mass"]),
            "price": np.log1p(lines["Item Price"]),
            "density": np.log1p(lines["Item Price"]) - np.log1p(lines["Net Mass"]),
            "elsewhere": (lines["Country of Departure"] != lines["Country of Origin"]).astype(
                float
            ),
        }
    )
    for word in WORDS:
        often = lines.loc[train, word].value_counts(normalize=True)
        made[word] = lines[word].map(often).fillna(0.0).astype(float)
    return made


def columns_alone(
    made: pd.DataFrame, train: np.ndarray, positive: np.ndarray
) -> list[dict[str, object]]:
    """Say how well each column ranks by itself, as it is and by how far from the middle it lies."""
    told = []
    for name in made.columns:
        own = made[name].to_numpy()
        for word, values in (
            ("high", own),
            ("far from the median", np.abs(own - np.median(own[train]))),
        ):
            seen, judged = (
                round(float(roc_auc_score(positive[rows], values[rows])), 4)
                for rows in (train, ~train)
            )
            told.append({"column": name, "odd": word, "taught": seen, "judged": judged})
    return sorted(told, key=lambda one: -abs(one["taught"] - 0.5))


def between(made: pd.DataFrame, train: np.ndarray, positive: np.ndarray) -> dict[str, np.ndarray]:
    """Score with ever more knowledge: rarity, stated sides, sides by labels, weights by labels."""
    rare = -np.log(made[WORDS].clip(lower=1 / len(made))).to_numpy().sum(axis=1)
    sided = made[["elsewhere", "tax", "density"]]
    stated = TailSurprise(("high", "high", "low")).fit(sided[train]).decision_function(sided)
    ranks = np.column_stack([rankdata(made[name]) for name in made.columns]) / len(made)
    turned = [np.sign(roc_auc_score(positive[train], own[train]) - 0.5) for own in ranks.T]
    additive = LogisticRegression(max_iter=2000).fit(ranks[train], positive[train])
    return {
        "rare words, summed": rare,
        "sides stated beforehand: from elsewhere, high duty, low value per kg": stated,
        "every column's rank, its side by labels": ranks @ np.array(turned),
        "every column's rank, side and weight by labels": additive.decision_function(ranks),
    }


def booster(seed: int) -> LGBMClassifier:
    """Give a small booster."""
    return LGBMClassifier(
        n_estimators=200, learning_rate=0.03, num_leaves=31, min_child_samples=50,
        cat_smooth=50, subsample=0.8, subsample_freq=1, colsample_bytree=0.6, random_state=seed,
        n_jobs=1, verbose=-1,
    )  # fmt: skip


def plain_booster(seed: int) -> LGBMClassifier:
    """Give LightGBM as it comes."""
    return LGBMClassifier(random_state=seed, n_jobs=1, verbose=-1)


def boosters(
    lines: pd.DataFrame, train: np.ndarray, made: pd.DataFrame
) -> dict[str, tuple[pd.DataFrame, Callable[[int], LGBMClassifier]]]:
    """Give the tables that boosters learn from: raw columns, frequencies, known categories."""
    raw, known = lines[NUMBERS].copy(), lines[NUMBERS].copy()
    for word in WORDS:
        text = lines[word].fillna("none").astype(str)
        levels = text[train].unique()
        raw[word] = lines[word].astype("category")
        known[word] = pd.Categorical(text.where(text.isin(levels)), categories=levels)
    known = known.assign(elsewhere=made["elsewhere"], density=made["density"])
    told = {
        "LightGBM as it comes": (raw, plain_booster),
        "LightGBM, words as frequencies": (made, booster),
        "LightGBM, words as categories": (known, booster),
    }
    return {
        name: (table.rename(columns=lambda title: title.replace(" ", "_")), make)
        for name, (table, make) in told.items()
    }


def main() -> None:
    """Measure the rule, bare outlier models and a booster."""
    lines, twins = read_lines()
    train = (lines["Date"] < SPLIT).to_numpy()
    positive = lines["Fraud"].to_numpy() == 1
    made = simple_features(lines, train)
    told = {"rule: departure is not origin": made["elsewhere"].to_numpy()[~train]}
    values = made.to_numpy(dtype=float)
    forest = IForest(random_state=1, n_estimators=200).fit(values[train])
    told["PyOD isolation forest"] = forest.decision_function(values[~train])
    told["PyOD ECOD"] = ECOD().fit(values[train]).decision_function(values[~train])
    for name, model in (
        ("extended isolation forest", ExtendedIsolationForest(n_estimators=200)),
        ("neighbours", NeighbourDistance(n_neighbors=50)),
    ):
        told[name] = model.fit(made[train]).decision_function(made[~train])
    told |= {name: scores[~train] for name, scores in between(made, train, positive).items()}
    for name, (table, make) in boosters(lines, train, made).items():
        runs = [
            make(seed).fit(table[train], positive[train]).predict_proba(table[~train])[:, 1]
            for seed in (1, 2, 3)
        ]
        told[name] = np.mean(runs, axis=0)
    record(
        "korea",
        {
            "lines": len(lines),
            "twins_removed": twins,
            "trained_on": int(train.sum()),
            "judged": int((~train).sum()),
            "positive_share": round(float(positive[~train].mean()), 4),
            "reference": REFERENCE,
            "columns_alone": columns_alone(made, train, positive)[:10],
            "methods": {name: judge(positive[~train], scores) for name, scores in told.items()},
        },
    )


if __name__ == "__main__":
    main()
