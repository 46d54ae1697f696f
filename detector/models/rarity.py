"""From any score to nats: how rare a score at least as high is."""

from typing import Self

import numpy as np

from detector.models.contract import Numbers

LATE = 0.02  # share of scores beyond which the curve is a straight line in nats
STEPS = 200


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
