"""Boosted trees as plain arrays: grown by scikit-learn, walked and stored by us.

scikit-learn's own object holds compiled parts that skops cannot keep; the trees themselves are
numbers. A null takes the side that growing chose for nulls.
"""

from collections.abc import Sequence
from typing import Self

import numpy as np
from numba import njit
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from threadpoolctl import threadpool_limits

from detector.engine import FeatureValues, slices_of
from detector.models.contract import Numbers

SIDES = {"high": 1, "low": -1, "both": 0}


class BoostedTrees:
    """Log-odds from trees that may only rise towards a feature's odd side.

    Attributes
    ----------
    places_ : ndarray of shape (n_nodes, 4)
        Feature, left child, right child (counted over all trees), 1 where a null goes left;
        feature -1 for a leaf.
    cuts_ : ndarray of shape (n_nodes,)
        Threshold; the value of a leaf.
    roots_ : ndarray of shape (n_trees,)
    start_ : float
        Log-odds before the first tree.
    """

    def fit(
        self,
        values: Numbers,
        positive: NDArray[np.bool_],
        odd: Sequence[str],
        seed: int,
        weight: Numbers | None = None,
    ) -> Self:
        """Grow the trees.

        Parameters
        ----------
        values : ndarray of shape (n_lines, n_features)
            Nulls as NaN.
        positive : ndarray of shape (n_lines,)
        odd : sequence of str
            The odd side of each feature: high, low or both.
        seed : int
        weight : ndarray of shape (n_lines,), optional
            How much each line counts; default 1.
        """
        silent = np.isnan(values).all(axis=0)
        values = np.where(silent, 0.0, values)  # scikit-learn refuses a column without a value
        model = HistGradientBoostingClassifier(
            max_iter=120,
            learning_rate=0.08,
            max_leaf_nodes=15,
            min_samples_leaf=20,
            l2_regularization=5.0,
            monotonic_cst=[SIDES[side] for side in odd],
            early_stopping=False,
            random_state=seed,
        )
        with threadpool_limits(1, "openmp"):  # its threads wait by spinning: 3 times the work on 2
            grown = model.fit(values, positive, weight)
        self._take(grown)
        return self

    def corrected(
        self, values: Numbers, missed: Numbers, weight: Numbers, odd: Sequence[str], seed: int
    ) -> "BoostedTrees":
        """Add a few small trees that make up for what these trees miss, bound by the same sides.

        Parameters
        ----------
        values : ndarray of shape (n_labels, n_features)
        missed : ndarray of shape (n_labels,)
            1 or 0 as labelled, less the chance that was expected.
        weight : ndarray of shape (n_labels,)
        odd : sequence of str
        seed : int

        Returns
        -------
        BoostedTrees
            As these, but for a constant, where there are fewer than twice twenty labels.
        """
        model = HistGradientBoostingRegressor(
            max_iter=20,
            learning_rate=0.1,
            max_leaf_nodes=4,
            min_samples_leaf=20,
            monotonic_cst=[SIDES[side] for side in odd],
            early_stopping=False,
            random_state=seed,
        )
        silent = np.isnan(values).all(axis=0)
        with threadpool_limits(1, "openmp"):
            grown = model.fit(np.where(silent, 0.0, values), missed, sample_weight=weight)
        further = BoostedTrees()
        further._take(grown)
        further.places_[:, 1:3] += np.where(further.places_[:, :1] >= 0, len(self.cuts_), 0)
        leaf = further.places_[:, 0] < 0
        joined = BoostedTrees()
        joined.places_ = np.concatenate((self.places_, further.places_))
        # A chance p moves by p (1 - p), a quarter at most, for each unit of log-odds.
        joined.cuts_ = np.concatenate((self.cuts_, np.where(leaf, 4.0, 1.0) * further.cuts_))
        joined.roots_ = np.concatenate((self.roots_, further.roots_ + len(self.cuts_)))
        joined.start_ = self.start_ + 4.0 * further.start_
        return joined

    def _take(self, grown: HistGradientBoostingClassifier | HistGradientBoostingRegressor) -> None:
        nodes = [stage[0].nodes for stage in grown._predictors]
        ends = np.cumsum([len(tree) for tree in nodes])
        self.roots_ = np.concatenate(([0], ends[:-1])).astype(np.int64)
        joined = np.concatenate(nodes)
        first = np.repeat(self.roots_, [len(tree) for tree in nodes])
        leaf = joined["is_leaf"].astype(bool)
        self.places_ = np.column_stack(
            (
                np.where(leaf, -1, joined["feature_idx"]),
                joined["left"] + first,
                joined["right"] + first,
                joined["missing_go_to_left"],
            )
        ).astype(np.int64)
        self.cuts_ = np.where(leaf, joined["value"], joined["num_threshold"])
        self.start_ = float(np.ravel(grown._baseline_prediction)[0])

    def log_odds(self, values: Numbers | FeatureValues) -> Numbers:
        """Walk the trees.

        Parameters
        ----------
        values : ndarray or FeatureValues of shape (n_lines, n_features)

        Returns
        -------
        ndarray of shape (n_lines,)

        Raises
        ------
        ValueError
            If a feature that the trees ask for is not among the columns.
        """
        last = int(self.places_[:, 0].max(initial=-1))
        if last >= values.shape[1]:  # compiled code would read past the row in silence
            raise ValueError(
                f"the trees ask for {last + 1} features or more, got {values.shape[1]}"
            )
        told = np.empty(len(values))
        for rows in slices_of(len(values)):  # a copy of all lines can be a gigabyte
            own = np.ascontiguousarray(values[rows])
            told[rows] = self.start_ + _walk(own, self.places_, self.cuts_, self.roots_)
        return told

    def unknown_drops(self, values: Numbers) -> Numbers:
        """Say how much the log-odds fall when one value is not known.

        Parameters
        ----------
        values : ndarray of shape (n_lines, n_features)

        Returns
        -------
        ndarray of shape (n_lines, n_features)
            >= 0; a value whose absence would raise the log-odds counts as 0.
        """
        whole = self.log_odds(values)
        drops = np.zeros(values.shape)
        blanked = values.copy()
        for place in range(values.shape[1]):
            blanked[:, place] = np.nan
            drops[:, place] = np.maximum(whole - self.log_odds(blanked), 0.0)
            blanked[:, place] = values[:, place]
        return drops


@njit(cache=True, nogil=True)
def _walk(
    values: Numbers, places: NDArray[np.int64], cuts: Numbers, roots: NDArray[np.int64]
) -> Numbers:
    told = np.zeros(len(values))
    for line in range(len(values)):
        for root in roots:
            node = root
            while places[node, 0] >= 0:
                value = values[line, places[node, 0]]
                left = places[node, 3] == 1 if np.isnan(value) else value <= cuts[node]
                node = places[node, 1] if left else places[node, 2]
            told[line] += cuts[node]
    return told
