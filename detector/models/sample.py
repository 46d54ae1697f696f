"""Which lines a model learns from where there are more than it needs."""

import hashlib

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detector.engine import Features, SomeFeatures, slices_of
from detector.models.folds import assign_folds

BYTES = 8  # of a line's hash


def learn_some(
    matrix: Features, lines: pd.DataFrame, labels: pd.DataFrame, most: int, n_folds: int
) -> tuple[Features, pd.DataFrame]:
    """Take the lines whose ids have the least hashes, and all that have a label.

    A line is taken or not whatever its order and day, so a sample holds the trade of all times, and
    most of it stays when lines are added.

    Parameters
    ----------
    matrix : DataFrame or FarFeatures of shape (n_lines, n_features)
    lines : DataFrame of shape (n_lines, n_columns)
        As for `train_champion`.
    labels : DataFrame of shape (n_labels, n_columns)
        Indexed by shipment_no.
    most : int
        Lines taken by their hash.
    n_folds : int

    Returns
    -------
    tuple
        Features and lines, all where they are few enough. Otherwise the lines have a column fold,
        as of all lines: no model learns from a party that it judges later.
    """
    if len(lines) <= most:
        return matrix, lines
    taken = np.zeros(len(lines), dtype=np.bool_)
    taken[np.argsort(_hashes(lines), kind="stable")[:most]] = True
    taken |= lines["shipment_no"].isin(labels.index).to_numpy()
    places = np.flatnonzero(taken)
    fold = assign_folds(lines, n_folds)[places]
    some = lines.iloc[places].reset_index(drop=True).assign(fold=fold)
    return SomeFeatures(matrix, places), some


def _hashes(lines: pd.DataFrame) -> NDArray[np.uint64]:
    told = np.empty(len(lines), dtype=np.uint64)
    for rows in slices_of(len(lines)):
        some = lines.iloc[rows]
        digests = (
            hashlib.blake2b(f"{source}\x1f{shipment}".encode(), digest_size=BYTES).digest()
            for source, shipment in zip(some["source"], some["shipment_id"], strict=True)
        )
        told[rows] = np.frombuffer(b"".join(digests), dtype="<u8")
    return told
