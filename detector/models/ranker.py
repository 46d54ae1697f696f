"""Weighs what was learnt in rehearsal against what is merely strange in these records."""

import numpy as np

from detector.engine import FeatureValues
from detector.models.boosting import BoostedTrees
from detector.models.contract import Numbers
from detector.models.forest import add_up, divide_by
from detector.models.rarity import BulkRarity

SHARE = 0.65  # of likeness in the combined score before any label; the rest is strangeness
BEND = 0.19  # of the log-odds' tail; as on the lawful lines of six simulated worlds
EXPLAINED = float(np.log(100.0))  # nats from which a line's log-odds are taken apart


class Ranker:
    """Trees learnt in rehearsal, and how rare their log-odds are among the user's own lines.

    Parameters
    ----------
    trees : BoostedTrees
    likeness : BulkRarity
        Of the trees' log-odds among the lines that the champion learnt from.
    oddness : BulkRarity
        Of the views' combined nats among the same lines.
    share : float, default=0.65
        How much the likeness weighs; labels move it (`feedback.learn_labels`).
    """

    share = SHARE  # of models that were stored before it could move

    def __init__(
        self,
        trees: BoostedTrees,
        likeness: BulkRarity,
        oddness: BulkRarity,
        share: float = SHARE,
    ) -> None:
        self.trees = trees
        self.likeness = likeness
        self.oddness = oddness
        self.share = share

    def told(self, values: Numbers, combined: Numbers) -> tuple[Numbers, Numbers]:
        """Give likeness and strangeness in nats, two ndarrays of shape (n_lines,).

        Parameters
        ----------
        values : ndarray of shape (n_lines, n_features)
        combined : ndarray of shape (n_lines,)
            The views' combined nats.
        """
        return self.likeness.nats(self.trees.log_odds(values)), self.oddness.nats(combined)

    def weigh(self, values: Numbers, parts: Numbers) -> Numbers:
        """Combine both, each as the rarity of its value, into one score.

        The score is ``share`` times the rarity of the likeness to planted lines plus the rest
        times the rarity of the strangeness, both in nats and frozen at training. A feature's
        part of the likeness is how far the log-odds fall when its value is unknown (never less
        than 0); below ``EXPLAINED`` nats, where nothing is flagged, it follows the strangeness.

        Parameters
        ----------
        values : ndarray of shape (n_lines, n_features)
        parts : ndarray of shape (n_lines, n_features)
            What each feature adds to the views' combined nats.

        Returns
        -------
        ndarray of shape (n_lines, n_features)
            Nats, >= 0; the row sum is the score.
        """
        combined = add_up(parts)
        alike, strange = self.told(values, combined)
        weights = parts.copy()
        plain = np.flatnonzero(alike >= EXPLAINED)
        if len(plain):
            weights[plain] = self.trees.unknown_drops(values[plain])
        return divide_by((1.0 - self.share) * strange, parts, combined) + divide_by(
            self.share * alike, weights
        )


def weigh_in(trees: BoostedTrees, values: Numbers | FeatureValues, combined: Numbers) -> Ranker:
    """Freeze how rare likeness and strangeness are among the lines learnt from.

    Parameters
    ----------
    trees : BoostedTrees
    values : ndarray or FeatureValues of shape (n_lines, n_features)
    combined : ndarray of shape (n_lines,)
        The views' combined nats of the same lines.
    """
    likeness = BulkRarity(BEND).fit(trees.log_odds(values))
    return Ranker(trees, likeness, BulkRarity().fit(combined))
