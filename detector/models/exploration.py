"""Look below the line now and then, so that not all labels are of what a model suspects."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detector.models.contract import Numbers

TOP = 0.1  # of the lines below the line, from which is drawn
STEEP = 4  # power of the score that a chance goes by: most of it lies just below the line
FLOOR = 0.02  # least chance of a line of that tenth, as a share of the greatest


def first_of_relations(lines: pd.DataFrame, decided: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark the first line of each relation, one exporter and one consignee, of which none is known.

    A second line of the same two companies teaches little that the first does not. A line that
    lacks a company is a relation of its own.

    Parameters
    ----------
    lines : DataFrame of shape (n_lines, n_columns)
        exporter_group and consignee_group, in order of rank; without them each line stands alone.
    decided : ndarray of shape (n_lines,)
        Lines that were reviewed or will be.

    Returns
    -------
    ndarray of shape (n_lines,)
    """
    if "exporter_group" not in lines or "consignee_group" not in lines:
        return ~decided
    parties = lines[["exporter_group", "consignee_group"]].astype(float)
    relation, _ = pd.factorize(pd.MultiIndex.from_frame(parties))
    alone = parties.isna().any(axis=1).to_numpy()
    relation = np.where(alone, -1 - np.arange(len(lines)), relation)
    later = pd.Series(relation).duplicated().to_numpy()
    first: NDArray[np.bool_] = ~later & ~np.isin(relation, relation[decided])
    return first


def draw_below(
    scores: Numbers, many: int, seed: int, fresh: NDArray[np.bool_] | None = None
) -> tuple[NDArray[np.int64], Numbers]:
    """Draw lines from the top tenth below the line, likelier the higher their score.

    A line's chance is in proportion to the fourth power of its score, and never less than a
    fiftieth of that of the line with the highest. Drawing is systematic over a shuffled order, so
    that the chances told are exact and just so many lines are drawn.

    Parameters
    ----------
    scores : ndarray of shape (n_below,)
        Of the lines below the line, the highest first.
    many : int
        How many to draw.
    seed : int
    fresh : ndarray of shape (n_below,), optional
        Lines that alone are drawn, if that tenth holds enough (`first_of_relations`).

    Returns
    -------
    tuple of ndarray of shape (n_drawn,)
        Places among the lines, ascending, and the chance that each had of being drawn.

    Examples
    --------
    >>> places, chances = draw_below(np.linspace(0.9, 0.0, 1000), 5, seed=1)
    >>> len(places), bool(places.max() < 100), bool((chances < 0.1).all())
    (5, True, True)
    """
    pool = max(int(np.ceil(TOP * len(scores))), min(many, len(scores)))
    many = min(many, pool)
    if many < 1:
        return np.zeros(0, np.int64), np.zeros(0)
    open_to = np.arange(pool) if fresh is None else np.flatnonzero(fresh[:pool])
    if len(open_to) < many:
        open_to = np.arange(pool)
    top = max(float(scores[open_to].max()), 1e-12)
    weight = np.maximum((scores[open_to] / top) ** STEEP, FLOOR)
    chance = np.minimum(many * weight / weight.sum(), 1.0)
    random = np.random.default_rng(seed)
    order = random.permutation(len(open_to))
    steps = np.floor(np.cumsum(chance[order]) + random.random() * (1.0 - 1e-9))
    drawn = np.sort(order[np.diff(np.concatenate(([0.0], steps))) > 0])
    return open_to[drawn].astype(np.int64), chance[drawn]
