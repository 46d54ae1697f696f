"""Surprise by tail: how far out in its own column each value lies."""

from collections.abc import Sequence

import numpy as np

from detector.models.contract import Numbers, ShipmentDetector

DIRECTIONS = ("high", "low", "both")


class TailSurprise(ShipmentDetector):
    """Sum, over the features, the surprise of a value on the side that is odd.

    A value's tail is the share of fitted values further out on the odd side, equal ones counted
    half (mid-rank, so that a flag that most shipments carry surprises nobody); for ``both`` it is
    twice the smaller of the two. The surprise is ``-ln(2 tail)``, at least 0: the ordinary half
    adds nothing, and so a null, which adds nothing either, weighs as an ordinary value does.

    Beyond the fitted range half a shipment is counted, so no value surprises by more than
    ``ln(n + 1)``. The tails are frozen at `fit`; PyOD's ECOD, the same idea, takes them from the
    batch that it scores.

    Parameters
    ----------
    odd : {"high", "low", "both"} or sequence of these, default="both"
        The odd side, of all features or of each.
    resolution : int, default=2048
        Most different values kept per feature; beyond it ranks are kept densely at both ends
        and sparsely between.

    Attributes
    ----------
    knots_ : list of ndarray
        Kept values of each feature, ascending.
    at_, beyond_ : list of ndarray
        Surprise at each kept value, and just below it (one more: above the last), in nats.
    n_features_in_ : int
    feature_names_in_ : ndarray of str

    References
    ----------
    Li et al., "ECOD: Unsupervised Outlier Detection Using Empirical Cumulative Distribution
    Functions", IEEE TKDE 2022.

    Examples
    --------
    >>> import pandas as pd
    >>> ordinary = pd.DataFrame({"price_gap": [-1.0, 0.0, 0.0, 1.0]})
    >>> strange = pd.DataFrame({"price_gap": [0.0, 9.0]})
    >>> TailSurprise(odd="high").fit(ordinary).decision_function(strange).round(2).tolist()
    [0.0, 1.61]
    """

    def __init__(self, odd: str | Sequence[str] = "both", resolution: int = 2048) -> None:
        self.odd = odd
        self.resolution = resolution

    def _learn(self, values: Numbers) -> None:
        odd = [self.odd] * values.shape[1] if isinstance(self.odd, str) else list(self.odd)
        if len(odd) != values.shape[1] or set(odd) - set(DIRECTIONS):
            raise ValueError(
                f"odd must be one of {DIRECTIONS}, or one of them per feature; got {self.odd!r}"
            )
        if self.resolution < 16:
            raise ValueError(f"resolution must be >= 16 values, got {self.resolution!r}")
        curves = [
            _curve(np.sort(column[~np.isnan(column)]), side, self.resolution)
            for column, side in zip(values.T, odd, strict=True)
        ]
        self.knots_ = [curve[0] for curve in curves]
        self.at_ = [curve[1] for curve in curves]
        self.beyond_ = [curve[2] for curve in curves]

    def _explain(self, values: Numbers) -> Numbers:
        parts = np.zeros(values.shape)
        for feature, knots in enumerate(self.knots_):
            column = values[:, feature]
            if not len(knots):
                continue
            place = np.searchsorted(knots, column, side="left")
            inside = np.minimum(place, len(knots) - 1)
            told = np.where(
                knots[inside] == column, self.at_[feature][inside], self.beyond_[feature][place]
            )
            parts[:, feature] = np.where(np.isnan(column), 0.0, told)
        return parts


def _curve(known: Numbers, side: str, resolution: int) -> tuple[Numbers, Numbers, Numbers]:
    """Return the kept values, the surprise at each, and the surprise just below each."""
    n = len(known)
    knots, equal = np.unique(known, return_counts=True)
    below = np.concatenate([[0], np.cumsum(equal)])
    keep = _kept(len(knots), resolution)
    knots, equal = knots[keep], equal[keep]
    under = below[keep].astype(float)
    over = n - under - equal
    at = _surprise(over + equal / 2, under + equal / 2, n, side)
    # Between two kept values: all from the upper one on lie above, all up to the lower one below.
    above = np.concatenate([over + equal, [0.0]])
    beneath = np.concatenate([[0.0], under + equal])
    return knots, at, _surprise(above, beneath, n, side)


def _kept(n: int, resolution: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Choose positions among n: every one if few, else every one at the ends, fewer between."""
    if n <= resolution:
        return np.arange(n)
    ends = np.unique(np.geomspace(1, n // 2, resolution // 2).astype(np.int64)) - 1
    return np.unique(np.concatenate([ends, n - 1 - ends]))


def _surprise(over: Numbers, under: Numbers, n: int, side: str) -> Numbers:
    high, low = (over + 0.5) / (n + 1), (under + 0.5) / (n + 1)
    tail = {"high": high, "low": low, "both": 2 * np.minimum(high, low)}[side]
    surprise: Numbers = -np.log(np.minimum(2 * tail, 1.0))
    return surprise
