"""Look below the line now and then, so that not all labels are of what a model suspects."""

import numpy as np
from numpy.typing import NDArray

from detector.models.contract import Numbers

TOP = 0.1  # of the lines below the line, from which is drawn
FLOOR = 0.2  # least chance of a line of that tenth, as a share of the greatest


def draw_below(scores: Numbers, many: int, seed: int) -> tuple[NDArray[np.int64], Numbers]:
    """Draw lines from the top tenth below the line, likelier the higher their score.

    A line's chance is in proportion to its score, and never less than a fifth of that of the line
    with the highest. Drawing is systematic over a shuffled order, so that the chances told are
    exact and just so many lines are drawn.

    Parameters
    ----------
    scores : ndarray of shape (n_below,)
        Of the lines below the line, the highest first.
    many : int
        How many to draw.
    seed : int

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
    top = max(float(scores[:pool].max()), 1e-12)
    weight = np.maximum(scores[:pool] / top, FLOOR)
    chance = np.minimum(many * weight / weight.sum(), 1.0)
    random = np.random.default_rng(seed)
    order = random.permutation(pool)
    steps = np.floor(np.cumsum(chance[order]) + random.random() * (1.0 - 1e-9))
    drawn = np.sort(order[np.diff(np.concatenate(([0.0], steps))) > 0])
    return drawn.astype(np.int64), chance[drawn]
