"""Can planted lines be told from the user's own by how they are written? Then they teach that."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from threadpoolctl import threadpool_limits

from detector.models.contract import Numbers
from detector.models.folds import assign_folds

LIMIT = 0.65  # 0.5 = by chance; beyond it a hand shows
FOLDS = 5


def tell_apart(
    values: Numbers, lines: pd.DataFrame, is_planted: NDArray[np.bool_], seed: int
) -> float:
    """Give the AUROC of a classifier that is asked which lawful lines are planted.

    Each line is judged by trees that did not see its consignee. Nothing binds these trees to the
    odd side of a feature: they may use whatever gives a hand away, blanks too.

    Parameters
    ----------
    values : ndarray of shape (n_lines, n_features)
        Of lawful lines of one kind, nulls as NaN.
    lines : DataFrame of shape (n_lines, n_columns)
        As `folds.assign_folds` takes them.
    is_planted : ndarray of shape (n_lines,)
    seed : int

    Returns
    -------
    float
        1.0 where the lines of one side are too few to ask.
    """
    fold = assign_folds(lines.reset_index(drop=True), FOLDS)
    sides = [np.unique(is_planted[fold != out]) for out in range(FOLDS)]
    if any(len(side) < 2 for side in sides) or len(np.unique(is_planted)) < 2:
        return 1.0
    chance = np.zeros(len(values))
    for out in range(FOLDS):
        trees = HistGradientBoostingClassifier(
            max_iter=60, max_leaf_nodes=15, early_stopping=False, random_state=seed
        )
        known = ~np.isnan(values[fold != out]).all(axis=0)  # scikit-learn refuses the others
        with threadpool_limits(1, "openmp"):
            grown = trees.fit(values[fold != out][:, known], is_planted[fold != out])
            if (fold == out).any():
                chance[fold == out] = grown.predict_proba(values[fold == out][:, known])[:, 1]
    return float(roc_auc_score(is_planted, chance))
