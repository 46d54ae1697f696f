"""How far away the k-th most similar shipment lies."""

import numpy as np
from sklearn.utils import check_random_state

from detector.models.contract import Numbers, ShipmentDetector
from detector.models.forest import centre_and_spread
from detector.models.neighbour_loop import nearest_gaps


class NeighbourDistance(ShipmentDetector):
    """Distance to the k-th nearest shipment of a capped reference sample.

    Equals PyOD's ``KNN(method="largest")`` on the reference sample (a test holds it to that). The
    search is a compiled loop over the sample and not scikit-learn's: its blocked matrix product
    rounds a distance differently alone than in a batch, and its trees are slower at these sizes.

    Nulls: a null of the scored shipment adds nothing to any distance; a null of a reference
    shipment stands at the fitted centre. A shipment of nulls alone is at distance 0.

    Contributions are exact: the squared gaps to the k-th neighbour add up to the squared distance
    and divide it.

    Parameters
    ----------
    n_neighbors : int, default=20
        The k; cut down to the reference shipments at hand.
    reference : int, default=2048
        Most shipments kept as reference, drawn without replacement.
    standardise : bool, default=True
        Put features on one scale (median and standard deviation of the fitted rows); without it
        the features must share a unit.
    random_state : int, RandomState or None, default=0
        Seed.

    Attributes
    ----------
    reference_ : ndarray of shape (n_reference, n_features)
        Scaled; no nulls.
    centre_, spread_ : ndarray of shape (n_features,)
    n_features_in_ : int
    feature_names_in_ : ndarray of str

    References
    ----------
    Ramaswamy, Rastogi and Shim, "Efficient algorithms for mining outliers from large data sets",
    SIGMOD 2000.

    Examples
    --------
    >>> import pandas as pd
    >>> ordinary = pd.DataFrame({"price_gap": [0.0, 1.0, 2.0, 3.0]})
    >>> model = NeighbourDistance(n_neighbors=1, standardise=False).fit(ordinary)
    >>> model.decision_function(pd.DataFrame({"price_gap": [1.0, 7.0]})).tolist()
    [0.0, 4.0]
    """

    def __init__(
        self,
        n_neighbors: int = 20,
        reference: int = 2048,
        standardise: bool = True,
        random_state: int | np.random.RandomState | None = 0,
    ) -> None:
        self.n_neighbors = n_neighbors
        self.reference = reference
        self.standardise = standardise
        self.random_state = random_state

    def _learn(self, values: Numbers) -> None:
        if self.n_neighbors < 1 or self.reference < 1:
            raise ValueError(
                "n_neighbors and reference must be >= 1; got "
                f"{self.n_neighbors!r} and {self.reference!r}"
            )
        self.centre_, self.spread_ = centre_and_spread(values)
        if not self.standardise:
            self.spread_ = np.ones_like(self.spread_)
        if len(values) > self.reference:
            random = check_random_state(self.random_state)
            values = values[np.sort(random.permutation(len(values))[: self.reference])]
        self.reference_ = np.nan_to_num(self._scaled(values), nan=0.0)

    def _explain(self, values: Numbers) -> Numbers:
        k = min(self.n_neighbors, len(self.reference_))
        squares = nearest_gaps(self._scaled(values), self.reference_, k)
        distance = np.sqrt(squares.sum(axis=1, keepdims=True))
        parts: Numbers = np.divide(squares, distance, out=squares, where=distance > 0)
        return parts

    def _scaled(self, values: Numbers) -> Numbers:
        scaled: Numbers = np.ascontiguousarray((values - self.centre_) / self.spread_)
        return scaled
