"""The ordinary shipments that a flagged one is most like, to hold beside it."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from detector.engine import Features, rows_of

PER_LINE = 3
MOST_LINES = 2_000
MOST_ORDINARY = 4_000  # of a class of goods
COLUMNS = ("shipment_no", "position", "ordinary_no", "likeness")


def find_nearest(
    matrix: Features, features: tuple[str, ...], queue: pd.DataFrame, seed: int
) -> pd.DataFrame:
    """Find the unflagged lines of the same goods that are most like each flagged line.

    Every feature is laid on ranks from 0 to 1 among ordinary lines of the class, so that units
    do not matter; a cell that only one of two lines knows counts as half apart. Likeness is one
    less the mean distance.

    Parameters
    ----------
    matrix : DataFrame or FarFeatures of shape (n_lines, n_features)
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
    classes = queue["goods_class"].fillna("")
    drawn: dict[str, NDArray[np.int64]] = {}
    random = np.random.default_rng(seed)
    for goods in sorted(set(classes[flagged.index])):
        ordinary = np.sort(queue.index[~queue["flagged"] & (classes == goods)].to_numpy())
        if len(ordinary) > MOST_ORDINARY:
            ordinary = np.sort(random.permutation(ordinary)[:MOST_ORDINARY])
        if len(ordinary):
            drawn[goods] = ordinary
    wanted = np.concatenate((flagged.index, *drawn.values())).astype(np.int64)
    values = rows_of(matrix, matrix.index.get_indexer(wanted), features)
    rows: list[tuple[int, int, int, float]] = []
    for goods, ordinary in drawn.items():
        mine = flagged.index[classes[flagged.index] == goods]
        usual, own = _on_ranks(values.loc[ordinary], values.loc[mine])
        for number, distances in zip(mine, cdist(own, usual, "cityblock"), strict=True):
            distances /= len(features)
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
