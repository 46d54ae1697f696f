"""From any score to nats: how rare a score at least as high is."""

from typing import Self

import numpy as np

from detector.models.contract import Numbers

LATE = 0.02  # share of scores beyond which the curve is a straight line in nats
STEPS = 200
FIFTH, TWENTIETH = 0.2, 0.05  # shares of scores between which `BulkRarity` reads its slope


class Rarity:
    """The curve ``-ln P(score >= s)`` of fitted scores, frozen.

    Read off the fitted scores up to their last 2 %; from there on a straight line, that is an
    exponential tail whose mean is the fitted scores' mean excess. So the curve neither ends at
    the strangest fitted shipment nor jumps there, and a handful of strange ones cannot bend it
    much. It starts at 0 and stops at twice ``ln(n + 1)``: n shipments cannot vouch for more.

    Attributes
    ----------
    scores_, nats_ : ndarray of shape (n_knots,)
        The curve; both ascending.
    slope_ : float
        Nats per unit of score beyond the last knot.
    most_ : float
        Most nats given.

    Examples
    --------
    >>> import numpy as np
    >>> curve = Rarity().fit(np.arange(100.0))
    >>> curve.nats(np.array([0.0, 50.0, 98.0])).round(1).tolist()
    [0.0, 0.7, 4.2]
    """

    def fit(self, scores: Numbers) -> Self:
        """Learn the curve.

        Parameters
        ----------
        scores : ndarray of shape (n_shipments,)
            At least one; higher is stranger.
        """
        ordered = np.sort(scores)
        n = len(ordered)
        ranks = np.unique(np.linspace(0, int((n - 1) * (1 - LATE)), STEPS).astype(int))
        knots = np.unique(ordered[ranks])
        self.scores_ = knots
        self.nats_ = np.log(n / (n - np.searchsorted(ordered, knots, side="left")))
        excess = ordered[ordered > knots[-1]] - knots[-1]
        # Scores of one value have no tail to read: one nat for each unit then.
        self.slope_ = 1.0 / max(float(excess.mean()), 1e-12) if len(excess) else 1.0
        if len(excess):
            self.nats_[-1] = min(self.nats_[-1], -np.log(len(excess) / n))
        self.most_ = 2.0 * float(np.log(n + 1))
        return self

    def nats(self, scores: Numbers) -> Numbers:
        """Read the curve.

        Parameters
        ----------
        scores : ndarray of shape (n_shipments,)

        Returns
        -------
        ndarray of shape (n_shipments,)
            In nats, >= 0; rises with the score.
        """
        late = self.nats_[-1] + (scores - self.scores_[-1]) * self.slope_
        early = np.interp(scores, self.scores_, self.nats_)
        read = np.where(scores > self.scores_[-1], late, early)
        nats: Numbers = np.clip(read, 0.0, self.most_)
        return nats


class BulkRarity:
    """``-ln P(score >= s)`` of ordinary lines, read where nearly all lines are ordinary.

    `Rarity` reads its tail from the last 2 % of the scores. Where those are what is looked for,
    the curve bends towards them and they look less rare than they are. This one passes through
    the strangest fifth (ln 5) and the strangest twentieth (ln 20) and goes on from there, so that
    a handful of lines at the top, whatever they hold, hardly moves it. It starts at 0.

    Attributes
    ----------
    bend : float
        0: a straight line, an exponential tail. Above: the tail thins out faster, by a parabola
        through the same two points.
    fifth_, width_ : float
        Score of the strangest fifth, and how far from there to the strangest twentieth.

    Examples
    --------
    >>> import numpy as np
    >>> curve = BulkRarity().fit(np.arange(101.0))
    >>> np.exp(-curve.nats(np.array([0.0, 80.0, 95.0, 110.0]))).round(4).tolist()
    [1.0, 0.2, 0.05, 0.0125]
    """

    def __init__(self, bend: float = 0.0) -> None:
        self.bend = bend

    def fit(self, scores: Numbers) -> Self:
        """Learn the two points.

        Parameters
        ----------
        scores : ndarray of shape (n_shipments,)
            At least one; higher is stranger.
        """
        fifth, twentieth = np.quantile(scores, [1.0 - FIFTH, 1.0 - TWENTIETH])
        self.fifth_ = float(fifth)
        # Scores of one value have no slope to read: one nat for each unit then.
        step = float(twentieth - fifth)
        self.width_ = step if step > 0 else float(np.log(FIFTH / TWENTIETH))
        return self

    def nats(self, scores: Numbers) -> Numbers:
        """Read the curve.

        Parameters
        ----------
        scores : ndarray of shape (n_shipments,)

        Returns
        -------
        ndarray of shape (n_shipments,)
            In nats, >= 0; rises with the score.
        """
        steps = (scores - self.fifth_) / self.width_
        bent = (1.0 - self.bend) * steps + self.bend * np.maximum(steps, 0.0) ** 2
        read = np.where(steps > 0, bent, steps)
        nats: Numbers = np.maximum(np.log(1 / FIFTH) + np.log(FIFTH / TWENTIETH) * read, 0.0)
        return nats
