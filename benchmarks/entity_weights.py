"""Fits the weights by which names are matched, on simulated names of the tuning seeds.

Run: python -m benchmarks.entity_weights           print them beside those in use
     python -m benchmarks.entity_weights --write   write detector/reference/match_weights.csv

A logistic regression over the outcomes of the comparisons gives bits that add up although the
comparisons are not independent. u is the share of blocked pairs of two companies with the outcome;
m is u times two to the power of the bits, both lowered together where m would pass 1: only their
ratio counts. What must not be bent, or is too rare to be fitted, is set by hand in `BY_HAND`.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

import detector
from benchmarks.entity_names import WHOLLY, make_mentions
from detector.parties.evidence import gather_evidence
from detector.parties.joined import keyed
from detector.parties.matching import COMPARISONS, MATES, outcome_of, score_pairs
from detector.parties.signature import lay_out_names
from detector.reference import read_table
from detector.workspace import open_memory

SEEDS, COMPANIES = (1, 2, 3), 6_000
BY_HAND = {
    ("stem", "contained"): (0.004, 0.0001),
    ("stem", "differ"): (0.05, 0.9999),
    ("numbers", "same"): (0.9, 0.1),
    ("numbers", "differ"): (1e-7, 0.1),
    ("places", "overlap"): (0.5, 0.3),
    ("places", "differ"): (1e-4, 0.1),
    ("address", "crowded door"): (0.02, 0.01),
    ("country", "differ"): (0.02, 0.35),
}
FITTED = (
    "Logistic regression on pairs of simulated names, seeds 1 to 3 (benchmarks/entity_weights.py)"
)
SET = "Set by hand: too rare to be fitted, or what must not be bent"
Outcome = tuple[str, str]


def blocked_pairs(seed: int) -> tuple[pd.DataFrame, np.ndarray, pd.DataFrame]:
    """Score every blocked pair of a world: pairs, whether each is one company, and the names."""
    mentions = make_mentions(COMPANIES, seed)
    mentions = keyed(mentions[mentions["kind"] != WHOLLY].reset_index(drop=True))
    laid = lay_out_names(gather_evidence(mentions.assign(name=mentions["own"])))
    with open_memory(memory_limit="4GB", threads=2) as con:
        pairs = score_pairs(con, laid, -200.0)
    company = mentions.drop_duplicates("key").set_index("key")["company"].reindex(laid["key"])
    truth = company.to_numpy()
    return pairs, truth[pairs["one"]] == truth[pairs["other"]], laid


def outcomes_of(pairs: pd.DataFrame, outcomes: list[Outcome]) -> np.ndarray:
    """Give one column of 0 and 1 per outcome."""
    told = {
        name: pairs[f"{name}_place"].map(lambda place, name=name: outcome_of(name, int(place)))
        for name in COMPARISONS
    }
    return np.column_stack([told[name] == outcome for name, outcome in outcomes]).astype(float)


def fit() -> pd.DataFrame:
    """Fit the weights; columns comparison, outcome, m, u, words, source, mark."""
    table = read_table("match_weights")
    outcomes = [
        (str(a), str(b)) for a, b in zip(table["comparison"], table["outcome"], strict=True)
    ]
    told, same, repeated, names = [], [], [], 0
    for seed in SEEDS:
        pairs, truth, laid = blocked_pairs(seed)
        told.append(outcomes_of(pairs, outcomes))
        same.append(truth)
        share = laid["tf_sorted_stem"].to_numpy()
        often = np.maximum(share[pairs["one"]], share[pairs["other"]]) * len(laid)
        repeated.append(np.where(told[-1][:, outcomes.index(("stem", "same"))], np.log2(often), 0))
        names = len(laid)
    seen, truth = np.vstack(told), np.concatenate(same).astype(int)
    fitted = [at for at, outcome in enumerate(outcomes) if outcome != ("stem", "differ")]
    known = np.column_stack([seen[:, fitted], -np.concatenate(repeated)])
    model = LogisticRegression(C=3.0, max_iter=2000).fit(known, truth)
    bits = dict(zip((outcomes[at] for at in fitted), model.coef_[0] / np.log(2), strict=False))
    start = model.intercept_[0] / np.log(2) + np.log2(names / MATES)
    rows = []
    for at, outcome in enumerate(outcomes):
        m, u = BY_HAND.get(outcome, (0.0, 0.0))
        if outcome not in BY_HAND:
            u = share_of(seen[:, at], truth, names, outcome)
            m = u * 2 ** (bits[outcome] + (start if outcome[0] == "stem" else 0))
            u, m = u / max(1, m / 0.99), min(m, 0.99)
        origin = (SET, "proposal") if outcome in BY_HAND else (FITTED, "computed")
        shares = (float(f"{m:.3g}"), float(f"{u:.3g}"))
        rows.append((*outcome, *shares, table["words"][at], *origin))
    return pd.DataFrame(rows, columns=list(table.columns))


def share_of(seen: np.ndarray, truth: np.ndarray, names: int, outcome: Outcome) -> float:
    """Give the share of pairs of two companies with an outcome; for stems, of all their pairs."""
    if outcome == ("stem", "same"):
        return 1 / names
    others = (seen * (1 - truth)).sum()
    if outcome[0] == "stem":
        return float(others / (len(SEEDS) * names * names / 2))
    return float(others / (1 - truth).sum())


def main() -> None:
    found = fit()
    print(found[["comparison", "outcome", "m", "u"]].to_string(index=False))
    if "--write" in sys.argv:
        path = Path(detector.__file__).parent / "reference" / "match_weights.csv"
        found.to_csv(path, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
