"""Which lines are judged together: folds by party, so that nobody vouches for himself."""

import zlib

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def assign_folds(lines: pd.DataFrame, n_folds: int) -> NDArray[np.int64]:
    """Give each line a fold by its consignee.

    All lines of a consignee share a fold, so a company is judged by models that never saw it.
    The fold comes from the consignee's first line (by day, source, id) and not from a running
    number, so it stays when records are added. A consignee with more than ``1 / (2 n_folds)`` of
    all lines, a hub distributor, is split by exporter, and where that is still too much by line:
    such a crowd cannot hide in its own fold, and one fold cannot hold most lines. Whole connected
    sets of parties are not kept together: in trade nearly all parties hang together by hubs.

    Parameters
    ----------
    lines : DataFrame of shape (n_lines, n_columns)
        Columns shipped_on, source, shipment_id, exporter_group, consignee_group.
    n_folds : int

    Returns
    -------
    ndarray of shape (n_lines,)
        0 to n_folds - 1.
    """
    most = len(lines) / (2 * n_folds)
    single = pd.Series(np.arange(len(lines)), index=lines.index, dtype="float64")
    consignee = lines["consignee_group"].astype("float64")
    exporter = lines["exporter_group"].astype("float64").fillna(-1.0)
    group = pd.DataFrame({"consignee": consignee, "exporter": -2.0, "line": -2.0})
    blank = consignee.isna()
    group.loc[blank, "consignee"] = -1.0
    big = _size(group) > most
    group.loc[big, "exporter"] = exporter[big]
    big = (_size(group) > most) | (blank & (exporter < 0))
    group.loc[big, "line"] = single[big]
    return _by_first_line(lines, group, n_folds)


def folds_of(lines: pd.DataFrame, n_folds: int) -> NDArray[np.int64]:
    """Give the folds of lines: column ``fold`` where it stands, as of lines taken from more."""
    if "fold" in lines:
        told: NDArray[np.int64] = lines["fold"].to_numpy(dtype=np.int64)
        return told
    return assign_folds(lines, n_folds)


def _size(group: pd.DataFrame) -> pd.Series:
    return group.groupby(list(group.columns), sort=False)["line"].transform("size")


def _by_first_line(lines: pd.DataFrame, group: pd.DataFrame, n_folds: int) -> NDArray[np.int64]:
    number = group.groupby(list(group.columns), sort=False).ngroup().to_numpy()
    days = pd.to_datetime(lines["shipped_on"]).astype("int64").to_numpy()
    days = np.where(lines["shipped_on"].isna(), np.iinfo(np.int64).max, days)
    earliest = np.full(number.max(initial=-1) + 1, np.iinfo(np.int64).max)
    np.minimum.at(earliest, number, days)
    own = np.flatnonzero(days == earliest[number])  # few: text is sorted among these only
    source = lines["source"].iloc[own].astype(str).to_numpy()
    shipment = lines["shipment_id"].iloc[own].astype(str).to_numpy()
    order = np.lexsort((shipment, source))
    first = pd.DataFrame({"group": number[own][order], "at": order}).drop_duplicates("group")
    fold = np.zeros(len(earliest), np.int64)
    for which, at in first.itertuples(index=False):
        fold[which] = zlib.crc32(f"{source[at]}\x1f{shipment[at]}".encode()) % n_folds
    folds: NDArray[np.int64] = fold[number]
    return folds
