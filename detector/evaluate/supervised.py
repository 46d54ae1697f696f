"""The upper reference: a booster that is told earlier labels, on features that link nothing."""

import zlib

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from detector.evaluate.lines import AMOUNTS, CODES, lines_before
from detector.evaluate.metrics import Numbers
from detector.evaluate.rules import rule_points

PLAIN, CROSSED = "supervised reference", "supervised, parties unseen"
FOLDS = 5
PARTIES = ("exporter", "consignee", "end_user", "payer")


def supervised_scores(
    lines: pd.DataFrame, positive: NDArray[np.bool_], early: NDArray[np.bool_], seed: int
) -> dict[str, Numbers]:
    """Score every line by boosters that know which earlier lines were positive.

    One learns from all earlier lines. The other is cross-fitted by party and scheme: lines are
    scored by a model that saw no line of their consignee, and none of a scheme that ships to it.

    Parameters
    ----------
    lines : DataFrame of shape (n_lines, n_columns)
        As `detector.evaluate.lines.LINES` reads them, in order of day; scheme_id where the truth
        names one (null elsewhere), when it is there.
    positive : ndarray of shape (n_lines,)
        Used of the early lines only.
    early : ndarray of shape (n_lines,)
        Lines to learn from.
    seed : int

    Returns
    -------
    dict of ndarray of shape (n_lines,)
        By `PLAIN` and `CROSSED`, probabilities that are not calibrated; without those where a
        model would have no positive line to learn from.
    """
    if not positive[early].any():
        return {}
    made = simple_features(lines, early)
    plain = booster(seed).fit(made[early], positive[early]).predict_proba(made)[:, 1]
    told = {PLAIN: plain}
    fold = folds_of(lines)
    scheme = lines["scheme_id"] if "scheme_id" in lines else pd.Series(None, index=lines.index)
    crossed = np.zeros(len(lines))
    for own in range(FOLDS):
        inside = fold == own
        learn = early & ~inside & ~scheme.isin(scheme[inside].dropna()).to_numpy()
        if not positive[learn].any():
            return told
        model = booster(seed).fit(made[learn], positive[learn])
        crossed[inside] = model.predict_proba(made[inside])[:, 1] if inside.any() else 0.0
    return told | {CROSSED: crossed}


def booster(seed: int) -> HistGradientBoostingClassifier:
    """Give the booster: many small steps, small trees, a third of the features at each split.

    Parameters
    ----------
    seed : int
    """
    return HistGradientBoostingClassifier(
        max_iter=400,
        learning_rate=0.04,
        l2_regularization=10.0,
        max_leaf_nodes=12,
        max_features=0.3,
        random_state=seed,
    )


def folds_of(lines: pd.DataFrame) -> NDArray[np.int64]:
    """Give each line a fold by its consignee's name, so that a company stands in one.

    Parameters
    ----------
    lines : DataFrame of shape (n_lines, n_columns)
        consignee.

    Returns
    -------
    ndarray of shape (n_lines,)
        0 to ``FOLDS - 1``.
    """
    names = lines["consignee"].fillna("").str.upper()
    folds = {name: zlib.crc32(name.encode()) % FOLDS for name in names.unique()}
    told: NDArray[np.int64] = names.map(folds).to_numpy(dtype=np.int64)
    return told


def simple_features(lines: pd.DataFrame, early: NDArray[np.bool_]) -> pd.DataFrame:
    """Give amounts, densities, earlier lines of each party, words and codes; nothing is linked.

    Parameters
    ----------
    lines : DataFrame of shape (n_lines, n_columns)
        In order of day.
    early : ndarray of shape (n_lines,)
        What is usual, and the numbers of codes, are those of these lines.

    Returns
    -------
    DataFrame of shape (n_lines, n_simple)
    """
    amounts = {name: np.log(lines[name].clip(lower=0.01)) for name in AMOUNTS}
    made: dict[str, object] = {f"log_{name}": amount for name, amount in amounts.items()}
    ratios = {
        "usd_per_kg": amounts["value_usd"] - amounts["mass_kg"],
        "usd_per_piece": amounts["value_usd"] - amounts["quantity"],
        "kg_per_piece": amounts["mass_kg"] - amounts["quantity"],
    }
    made |= ratios | _gaps(lines, ratios, early) | _histories(lines, amounts["value_usd"])
    made["hs6"] = pd.to_numeric(lines["hs6"], errors="coerce")
    made["stops"] = lines["stops"].fillna(0)
    made["related"] = lines["related_party"].astype(float)
    made |= rule_points(lines).to_dict("series")
    for code in CODES:
        levels = np.sort(lines.loc[early, code].dropna().unique())
        numbers = {level: number for number, level in enumerate(levels)}
        made[f"{code}_code"] = lines[code].map(numbers).astype(float).fillna(-1.0)
    return pd.DataFrame(made, index=lines.index).astype(float)


def _gaps(
    lines: pd.DataFrame, ratios: dict[str, pd.Series], early: NDArray[np.bool_]
) -> dict[str, pd.Series]:
    words = lines["description"].fillna("?").str.upper().str.split().str[:2].str.join(" ")
    told = {}
    for name, ratio in ratios.items():
        for by, key in (("hs6", lines["hs6"].fillna("?")), ("words", words)):
            usual = ratio[early].groupby(key[early]).median()
            told[f"{name}_{by}_gap"] = ratio - key.map(usual)
    return told


def _histories(lines: pd.DataFrame, value: pd.Series) -> dict[str, pd.Series]:
    day = pd.to_datetime(lines["shipped_on"])
    told = {}
    for who in PARTIES:
        key = lines[who].fillna("").str.upper()
        told[f"{who}_before"] = np.log1p(lines_before(lines[who]))
        told[f"{who}_days_known"] = (day - day.groupby(key).transform("min")).dt.days
        mean = value.groupby(key).expanding().mean().droplevel(0)
        told[f"{who}_over_mean"] = value - mean.reindex(lines.index)
    pair = lines["exporter"].fillna("") + ">" + lines["consignee"].fillna("")
    return told | {"pair_before": np.log1p(lines_before(pair))}
