"""One view: the features of one question, judged together by three detectors."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from detector.models.borrowed import BorrowedDetector, try_out
from detector.models.contract import Numbers, ShipmentDetector
from detector.models.forest import ExtendedIsolationForest, divide_by
from detector.models.neighbours import NeighbourDistance
from detector.models.rarity import Rarity
from detector.models.tail import TailSurprise

RARITY_SHIPMENTS = 10_000
REDUNDANT = 0.998  # rank correlation with the others from which a member tells nothing
SIDED = ("sum", "forest", "neighbours")
FEWEST = 100  # shipments with a surprise; fewer cannot show that a member is redundant
UNSIDED = ("neighbours", "forest", "axes")


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

    Where every feature is odd on both sides there is no side to respect. Then the values
    themselves, on one scale, are judged: ranks would bring the far ones near. The members are the
    neighbours, the forest, and a second forest that cuts along the axes.

    Borrowed detectors join as further members; they read what the others read.

    A member that ranks the fitted shipments as the others do (rank correlation 0.998 with their
    mean) tells nothing beside them and is dropped; the first of each list stays. A borrowed member
    is dropped as well where it ranks as any single other does.

    A shipment without any surprise scores 0, where there are sides. Features that do not vary in
    the fitted rows stay: they add nothing until a value turns up that was never seen.

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
    borrowed : sequence of mapping, default=()
        Path and parameters of further members, as for `BorrowedDetector`.

    Attributes
    ----------
    tail_, forest_, neighbours_ : ShipmentDetector
    borrowed_ : dict of str to BorrowedDetector
        By path.
    rarities_ : dict of str to Rarity
        Of each member that was kept.
    redundant_ : dict of str to float
        Members that were dropped, and their rank correlation with the others.
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

    def __init__(  # noqa: PLR0913  an estimator's settings are its arguments
        self,
        odd: str | Sequence[str] = "both",
        trees: int = 100,
        neighbours: int = 20,
        reference: int = 2048,
        random_state: int = 0,
        borrowed: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        self.odd = odd
        self.trees = trees
        self.neighbours = neighbours
        self.reference = reference
        self.random_state = random_state
        self.borrowed = borrowed

    def _learn(self, values: Numbers) -> None:
        seed = self.random_state
        sides = {self.odd} if isinstance(self.odd, str) else set(self.odd)
        self.tail_ = TailSurprise(self.odd).fit(values)
        self.sided_ = sides != {"both"}
        told = self._surprises(values)
        self.forest_ = ExtendedIsolationForest(self.trees, random_state=seed).fit(told)
        self.axes_ = ExtendedIsolationForest(
            1 if self.sided_ else self.trees, extension_level=0, random_state=seed
        ).fit(told)
        self.neighbours_ = NeighbourDistance(
            self.neighbours, self.reference, standardise=not self.sided_, random_state=seed
        ).fit(told)
        self.borrowed_ = _borrow(self.borrowed, told, seed)
        rows = np.random.default_rng(seed).permutation(len(values))[:RARITY_SHIPMENTS]
        sample = told[np.sort(rows)]
        odd = np.ascontiguousarray(sample[self._speak(sample)])
        silent = np.zeros(len(sample) - len(odd))
        names = (*(SIDED if self.sided_ else UNSIDED), *self.borrowed_)
        scores = {name: self._member(name, odd).sum(axis=1) for name in names}
        self.rarities_ = {
            name: Rarity().fit(np.concatenate([silent, one])) for name, one in scores.items()
        }
        self.redundant_ = _redundant(
            {name: self.rarities_[name].nats(one) for name, one in scores.items()}
        )
        for name in self.redundant_:
            del self.rarities_[name]

    def _explain(self, values: Numbers) -> Numbers:
        parts = np.zeros(values.shape)
        told = self._surprises(values)
        odd = np.flatnonzero(self._speak(told))
        if len(odd):
            parts[odd] = self._judge(np.ascontiguousarray(told[odd]))
        return parts

    def _judge(self, told: Numbers) -> Numbers:
        total = np.zeros(told.shape)
        for name, rarity in self.rarities_.items():
            parts = self._member(name, told)
            shares = np.where(told > 0, parts, 0.0) if self.sided_ else parts
            if self.sided_:
                silent = shares.sum(axis=1) <= 0
                shares[silent] = told[silent]
            total += divide_by(rarity.nats(parts.sum(axis=1)), shares)
        return total / len(self.rarities_)

    def _speak(self, told: Numbers) -> NDArray[np.bool_]:
        if not self.sided_:
            return np.ones(len(told), dtype=np.bool_)
        return np.asarray((told > 0).any(axis=1), dtype=np.bool_)

    def _surprises(self, values: Numbers) -> Numbers:
        if not self.sided_:
            return np.ascontiguousarray(values)
        return np.ascontiguousarray(self.tail_.contributions(values).to_numpy())

    def _member(self, name: str, told: Numbers) -> Numbers:
        if name == "sum":
            return told
        if name not in (*SIDED, *UNSIDED):
            return self.borrowed_[name]._explain(told)
        models = {"forest": self.forest_, "axes": self.axes_, "neighbours": self.neighbours_}
        return models[name]._explain(told)


def _borrow(
    asked: Sequence[Mapping[str, Any]], told: Numbers, seed: int
) -> dict[str, BorrowedDetector]:
    """Fit borrowed members; the second of one path is told from the first by a number."""
    fitted: dict[str, BorrowedDetector] = {}
    for one in asked:
        path, parameters = one["path"], one.get("parameters")
        try_out(BorrowedDetector(path, parameters, seed), told)
        same = sum(name.split(" ")[0] == path for name in fitted)
        name = f"{path} {same + 1}" if same else path
        fitted[name] = BorrowedDetector(path, parameters, seed).fit(told)
    return fitted


def _rank_correlation(one: Numbers, other: Numbers) -> float:
    """Correlate ranks; 0 where there are too few shipments to say, or one does not vary."""
    if len(one) < FEWEST or not (np.ptp(one) > 0 and np.ptp(other) > 0):
        return 0.0
    return float(np.corrcoef(rankdata(one), rankdata(other))[0, 1])


def _redundant(nats: Mapping[str, Numbers]) -> dict[str, float]:
    """Name the members whose ranks tell nothing beside those of the others; the first stays."""
    dropped: dict[str, float] = {}
    for name in list(nats)[:0:-1]:
        others = [one for other, one in nats.items() if other not in (name, *dropped)]
        beside = [np.mean(others, axis=0)]
        if name not in (*SIDED, *UNSIDED):
            beside += others  # two of a kind would have twice the say
        ranks = max(_rank_correlation(one, nats[name]) for one in beside)
        if ranks >= REDUNDANT:
            dropped[name] = round(ranks, 4)
    return dropped
