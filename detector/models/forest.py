"""How few random cuts set a shipment apart from the rest."""

import numpy as np
from sklearn.utils import check_random_state

from detector.models.contract import Numbers, ShipmentDetector
from detector.models.tree_loops import fair_depth, grow_forest
from detector.models.tree_walk import walk_forest


class ExtendedIsolationForest(ShipmentDetector):
    """Isolation forest whose cuts are random hyperplanes.

    The score is ``2 ** -(mean depth / depth of a fair tree)``, in (0, 1): about 0.5 is ordinary.

    A cut runs over ``extension_level + 1`` features that vary among the rows at hand, through a
    point drawn uniformly from their box, with normally distributed slopes. Features are put on
    one scale first (median and standard deviation of the fitted rows).

    Nulls: a null feature has no say (weight zero) in the cuts that it is part of. Where all
    features of a cut are null the shipment follows the larger branch, as the crowd does, so that
    a lack of values never sets a shipment apart.

    Contributions follow the path, in the manner of ExIFFI: a cut that leaves the shipment among
    ``n`` of ``m`` rows is worth ``log2(m / n)`` bits, shared among its features by how far each
    carries the shipment from the cut. The shares then divide the score. They are an attribution,
    not a derivative; where no feature speaks (nulls only) they divide it evenly.

    Parameters
    ----------
    n_estimators : int, default=100
        Trees.
    subsample : int, default=256
        Rows per tree; all rows where there are fewer.
    extension_level : int, default=1
        Features per cut less one; 0 cuts along the axes as the plain forest does. Cut down to
        the features at hand.
    random_state : int, RandomState or None, default=0
        Seed.

    Attributes
    ----------
    trees_ : tuple of ndarray
        Nodes of all trees end to end: features, slopes and points of the cuts, first child, rows.
    roots_ : ndarray of shape (n_estimators,)
    centre_, spread_ : ndarray of shape (n_features,)
    fair_depth_ : float
        Mean depth of an unsuccessful search among ``subsample`` rows.
    n_features_in_ : int
    feature_names_in_ : ndarray of str

    References
    ----------
    Hariri, Carrasco Kind and Brunner, "Extended Isolation Forest", IEEE TKDE 2019.
    Arcudi, Frizzo, Masiero and Susto, "ExIFFI and EIF+", 2023 (attribution along the path).

    Examples
    --------
    >>> import pandas as pd
    >>> ordinary = pd.DataFrame({"price_gap": range(100), "hub_share": range(100)})
    >>> forest = ExtendedIsolationForest().fit(ordinary)
    >>> usual, odd = forest.decision_function(pd.DataFrame(
    ...     {"price_gap": [50, 5], "hub_share": [50, 95]}))
    >>> bool(odd > usual)
    True
    """

    def __init__(
        self,
        n_estimators: int = 100,
        subsample: int = 256,
        extension_level: int = 1,
        random_state: int | np.random.RandomState | None = 0,
    ) -> None:
        self.n_estimators = n_estimators
        self.subsample = subsample
        self.extension_level = extension_level
        self.random_state = random_state

    def _learn(self, values: Numbers) -> None:
        if self.n_estimators < 1 or self.subsample < 2 or self.extension_level < 0:
            raise ValueError(
                "n_estimators must be >= 1, subsample >= 2 and extension_level >= 0; got "
                f"{self.n_estimators!r}, {self.subsample!r} and {self.extension_level!r}"
            )
        self.centre_, self.spread_ = centre_and_spread(values)
        rows = min(self.subsample, len(values))
        parts = min(self.extension_level + 1, values.shape[1])
        seeds = check_random_state(self.random_state).randint(0, 2**31 - 1, self.n_estimators)
        self.trees_, self.roots_ = grow_forest(
            self._scaled(values), (rows, parts, max(1, int(np.ceil(np.log2(rows))))), seeds
        )
        self.fair_depth_ = max(float(fair_depth(rows)), 1.0)

    def _explain(self, values: Numbers) -> Numbers:
        depths, bits = walk_forest(self._scaled(values), self.trees_, self.roots_)
        scores = np.exp2(-depths / self.fair_depth_)
        return divide_by(scores, bits)

    def _scaled(self, values: Numbers) -> Numbers:
        scaled: Numbers = np.ascontiguousarray((values - self.centre_) / self.spread_)
        return scaled


def centre_and_spread(values: Numbers) -> tuple[Numbers, Numbers]:
    """Return median and standard deviation of each column, 0 and 1 where it does not vary.

    Parameters
    ----------
    values : ndarray of shape (n_shipments, n_features)
        Nulls as NaN; they are left out.
    """
    centre, spread = np.zeros(values.shape[1]), np.ones(values.shape[1])
    for feature, column in enumerate(values.T):
        known = column[~np.isnan(column)]
        if len(known):
            centre[feature] = np.median(known)
            spread[feature] = np.std(known) or 1.0
    return centre, spread


def add_up(parts: Numbers) -> Numbers:
    """Add the features one after the other, so that rounding depends on no other shipment.

    Parameters
    ----------
    parts : ndarray of shape (n_shipments, n_features)
    """
    total = np.zeros(len(parts))
    for column in parts.T:
        total += column
    return total


def divide_by(scores: Numbers, weights: Numbers, totals: Numbers | None = None) -> Numbers:
    """Divide each score by weights >= 0 of its features; evenly where none has any.

    Parameters
    ----------
    scores : ndarray of shape (n_shipments,)
    weights : ndarray of shape (n_shipments, n_features)
    totals : ndarray of shape (n_shipments,), optional
        Sums of the weights, where they are known.

    Returns
    -------
    ndarray of shape (n_shipments, n_features)
        Its row sums are the scores.
    """
    whole = (weights.sum(axis=1) if totals is None else totals)[:, None]
    even = np.full_like(weights, 1.0 / weights.shape[1])
    shares = np.divide(weights, whole, out=even, where=whole > 0)
    parts: Numbers = shares * scores[:, None]
    return parts
