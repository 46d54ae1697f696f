"""What simple methods reach on the same lines: chance, a rule screen, raw columns, a booster."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyod.models.iforest import IForest
from scipy.stats import skew

from detector.evaluate.lines import AMOUNTS, CODES
from detector.evaluate.metrics import Numbers
from detector.evaluate.rules import POINTS, rule_points
from detector.evaluate.supervised import CROSSED, PLAIN, supervised_scores

NOTES = {
    "random": "Lines in a seeded random order.",
    "rule screen": (
        "Points for controlled words (2), a controlled heading, a hub or embargoed destination, a "
        "consignee of few earlier lines, no end user, a forwarder as consignee, a payer elsewhere "
        "(1 each), a routed export (0.5); then by value."
    ),
    "isolation forest, raw columns": (
        "PyOD's IForest on amounts and the frequency of each code, fitted on the earlier lines."
    ),
    "ECOD, raw columns": (
        "The same columns; ECOD held to the distribution of the earlier lines, so that a score "
        "does not depend on its batch."
    ),
    PLAIN: (
        "A gradient booster that was told which earlier lines were positive, on amounts, "
        "densities, counts of earlier lines, codes and words: an upper reference, not a rival."
    ),
    CROSSED: (
        "The same booster in five folds by consignee: each line is scored by a model that saw no "
        "earlier line of its consignee, nor of a scheme that ships to it."
    ),
}


def score_baselines(
    lines: pd.DataFrame, positive: NDArray[np.bool_], early: NDArray[np.bool_], seed: int
) -> dict[str, Numbers]:
    """Score every line by every simple method; higher is looked at first.

    Parameters
    ----------
    lines : DataFrame of shape (n_lines, n_columns)
        As `LINES` reads them, in order of day.
    positive : ndarray of shape (n_lines,)
        Used by the supervised reference, of the early lines only.
    early : ndarray of shape (n_lines,)
        Lines to learn from.
    seed : int

    Returns
    -------
    dict of ndarray of shape (n_lines,)
        By the names in `NOTES`; without a supervised one that would have nothing to learn from.
    """
    raw = raw_columns(lines, early)
    forest = IForest(random_state=seed, n_estimators=100).fit(raw[early])
    told = {
        "random": np.random.default_rng(seed).random(len(lines)),
        "rule screen": rule_points(lines).to_numpy() @ np.array([*POINTS.values(), 0.01]),
        "isolation forest, raw columns": forest.decision_function(raw),
        "ECOD, raw columns": tail_scores(raw, early),
    }
    return told | supervised_scores(lines, positive, early, seed)


def raw_columns(lines: pd.DataFrame, early: NDArray[np.bool_]) -> Numbers:
    """Give the columns as they are: amounts, blanks as the median; codes as their frequency.

    Parameters
    ----------
    lines : DataFrame of shape (n_lines, n_columns)
    early : ndarray of shape (n_lines,)
        Medians and frequencies are those of these lines.

    Returns
    -------
    ndarray of shape (n_lines, n_raw)
    """
    made = lines[list(AMOUNTS)].astype(float)
    made = made.fillna(made[early].median()).fillna(0.0)
    for code in CODES:
        text = lines[code].fillna("").astype(str)
        made[code] = text.map(text[early].value_counts(normalize=True)).fillna(0.0)
    values: Numbers = made.to_numpy(dtype=float)
    return values


def tail_scores(values: Numbers, early: NDArray[np.bool_]) -> Numbers:
    """Score by PyOD's ECOD, its tails and skewness held to the early lines.

    Parameters
    ----------
    values : ndarray of shape (n_lines, n_raw)
    early : ndarray of shape (n_lines,)

    Returns
    -------
    ndarray of shape (n_lines,)
        Nats; on the lines that it is held to, equal to PyOD's.

    References
    ----------
    Li, Zhao, Hu, Botta, Ionescu and Chen, "ECOD", IEEE TKDE 2022.
    """
    scores = np.zeros(len(values))
    for column in values.T:
        known = np.sort(column[early])
        below = np.searchsorted(known, column, side="right")
        above = len(known) - np.searchsorted(known, column, side="left")
        left = -np.log(np.maximum(below, 1) / len(known))
        right = -np.log(np.maximum(above, 1) / len(known))
        longer = skew(known) if known[0] < known[-1] else 0.0
        leaning = right * np.sign(longer + 1) - left * np.sign(longer - 1)
        scores += np.maximum(np.maximum(left, right), leaning)
    return scores
