"""One view: the features of one question, judged together by three detectors."""

from collections.abc import Sequence

import numpy as np

from detector.models.contract import Numbers, ShipmentDetector
from detector.models.forest import ExtendedIsolationForest, divide_by
from detector.models.neighbours import NeighbourDistance
from detector.models.rarity import Rarity
from detector.models.tail import TailSurprise

RARITY_SHIPMENTS = 10_000


class ViewDetector(ShipmentDetector):
    """Turn features into surprises on their odd side, then judge the surprises together.

    1. `TailSurprise` takes each feature to nats on the side that is odd. What lies on the other
       side becomes 0, and so does a null. So the detectors that follow, which know no direction,
       can find strange only what is strange in the way that is asked for.
    2. Three members read the surprises: their sum, an `ExtendedIsolationForest` (combinations
       that few share) and a `NeighbourDistance` (values far from any crowd).
    3. Each member's score becomes nats by its own `Rarity`, and the mean of the three is the
       view's score: nats mean the same in every view, and no member can be silenced by another's
       scale.

    A shipment without any surprise scores 0. Features that do not vary in the fitted rows stay:
    they add nothing until a value turns up that was never seen.

    Contributions: each member's nats are divided by that member's own contributions among the
    features that surprise at all.

    Parameters
    ----------
    odd : {"high", "low", "both"} or sequence of these, default="both"
        The odd side, of all features or of each.
    trees : int, default=100
    neighbours : int, default=20
    reference : int, default=2048
        Most reference shipments of the neighbour search.
    random_state : int, default=0
        Seed.

    Attributes
    ----------
    tail_, forest_, neighbours_ : ShipmentDetector
    rarities_ : list of Rarity
        Of the sum, the forest and the neighbours.
    n_features_in_ : int
    feature_names_in_ : ndarray of str

    Examples
    --------
    >>> import pandas as pd
    >>> ordinary = pd.DataFrame({"days_known": range(200), "lanes": [1, 2] * 100})
    >>> view = ViewDetector(odd=("low", "high")).fit(ordinary)
    >>> old, new = view.decision_function(pd.DataFrame({"days_known": [199, 0], "lanes": [1, 9]}))
    >>> bool(old == 0.0 and new > 3.0)
    True
    """

    def __init__(
        self,
        odd: str | Sequence[str] = "both",
        trees: int = 100,
        neighbours: int = 20,
        reference: int = 2048,
        random_state: int = 0,
    ) -> None:
        self.odd = odd
        self.trees = trees
        self.neighbours = neighbours
        self.reference = reference
        self.random_state = random_state

    def _learn(self, values: Numbers) -> None:
        seed = self.random_state
        self.tail_ = TailSurprise(self.odd).fit(values)
        surprises = self._surprises(values)
        self.forest_ = ExtendedIsolationForest(self.trees, random_state=seed).fit(surprises)
        self.neighbours_ = NeighbourDistance(
            self.neighbours, self.reference, standardise=False, random_state=seed
        ).fit(surprises)
        rows = np.random.default_rng(seed).permutation(len(values))[:RARITY_SHIPMENTS]
        sample = surprises[np.sort(rows)]
        odd = np.ascontiguousarray(sample[(sample > 0).any(axis=1)])
        silent = np.zeros(len(sample) - len(odd))
        self.rarities_ = [
            Rarity().fit(np.concatenate([silent, parts.sum(axis=1)]))
            for parts in self._members(odd)
        ]

    def _explain(self, values: Numbers) -> Numbers:
        parts = np.zeros(values.shape)
        surprises = self._surprises(values)
        odd = np.flatnonzero((surprises > 0).any(axis=1))
        if len(odd):
            parts[odd] = self._judge(np.ascontiguousarray(surprises[odd]))
        return parts

    def _judge(self, surprises: Numbers) -> Numbers:
        speaks = surprises > 0
        total = np.zeros(surprises.shape)
        for parts, rarity in zip(self._members(surprises), self.rarities_, strict=True):
            told = np.where(speaks, parts, 0.0)
            silent = told.sum(axis=1) <= 0
            told[silent] = surprises[silent]
            total += divide_by(rarity.nats(parts.sum(axis=1)), told)
        return total / len(self.rarities_)

    def _surprises(self, values: Numbers) -> Numbers:
        return np.ascontiguousarray(self.tail_.contributions(values).to_numpy())

    def _members(self, surprises: Numbers) -> list[Numbers]:
        return [surprises, self.forest_._explain(surprises), self.neighbours_._explain(surprises)]
