"""The ordinary shipments that a flagged one is most like, to hold beside it."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

PER_LINE = 3
MOST_LINES = 2_000
MOST_ORDINARY = 4_000  # of a class of goods
COLUMNS = ("shipment_no", "position", "ordinary_no", "likeness")


def find_nearest(
    matrix: pd.DataFrame, features: tuple[str, ...], queue: pd.DataFrame, seed: int
) -> pd.DataFrame:
    """Find the unflagged lines of the same goods that are most like each flagged line.

    Every feature is laid on ranks from 0 to 1 among ordinary lines of the class, so that units
    do not matter; a cell that only one of two lines knows counts as half apart. Likeness is one
    less the mean distance.

    Parameters
    ----------
    matrix : DataFrame of shape (n_lines, n_features)
        Indexed by shipment_no.
    features : tuple of str
        Columns to compare.
    queue : DataFrame of shape (n_lines, n_columns)
        As `rank_queue` gives it, with goods_class.
    seed : int
        Where a class has more than 4,000 ordinary lines, so many are drawn.

    Returns
    -------
    DataFrame of shape (n_pairs, 4)
        shipment_no, position from 1, ordinary_no, likeness 0 to 1; at most three per line, for
        the first 2,000 flagged lines. A class without ordinary lines has none.
    """
    flagged = queue[queue["flagged"]].head(MOST_LINES)
    rows: list[tuple[int, int, int, float]] = []
    random = np.random.default_rng(seed)
    for goods, mine in flagged.groupby(flagged["goods_class"].fillna(""), sort=True):
        same = queue["goods_class"].fillna("") == goods
        ordinary = np.sort(queue.index[~queue["flagged"] & same].to_numpy())
        if len(ordinary) > MOST_ORDINARY:
            ordinary = np.sort(random.permutation(ordinary)[:MOST_ORDINARY])
        if not len(ordinary):
            continue
        usual, own = _on_ranks(
            matrix.loc[ordinary, list(features)], matrix.loc[mine.index, list(features)]
        )
        apart = cdist(own, usual, "cityblock") / len(features)
        for number, distances in zip(mine.index, apart, strict=True):
            nearest = np.argsort(distances, kind="stable")[:PER_LINE]
            rows += [
                (int(number), place, int(ordinary[at]), round(1 - float(distances[at]), 6))
                for place, at in enumerate(nearest, start=1)
            ]
    told = pd.DataFrame(rows, columns=list(COLUMNS))
    return told.sort_values(["shipment_no", "position"], ignore_index=True)


def _on_ranks(
    usual: pd.DataFrame, own: pd.DataFrame
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lay both on the ranks of the usual ones.

    Each feature takes two columns: the rank, or the middle where it is unknown, and half a step
    for being unknown; cells that both lines lack then lie no distance apart.
    """
    told: tuple[list[NDArray[np.float64]], list[NDArray[np.float64]]] = ([], [])
    for name in usual.columns:
        known = np.sort(usual[name].dropna().to_numpy(dtype=float))
        for frame, columns in zip((usual, own), told, strict=True):
            values = frame[name].to_numpy(dtype=float)
            blank = np.isnan(values)
            low = np.searchsorted(known, values, "left")
            high = np.searchsorted(known, values, "right")
            rank = (low + high) / (2 * max(len(known), 1))
            columns.append(np.where(blank, 0.5, rank))
            columns.append(np.where(blank, 0.5, 0.0))
    first, second = (np.column_stack(columns) for columns in told)
    return first, second
