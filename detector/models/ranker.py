"""Weighs what was learnt in rehearsal against what is merely strange in these records."""

import numpy as np

from detector.models.boosting import BoostedTrees
from detector.models.contract import Numbers
from detector.models.forest import divide_by
from detector.models.rarity import BulkRarity

SHARE = 0.65  # of the combined score; the rest is strangeness
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
    """

    def __init__(self, trees: BoostedTrees, likeness: BulkRarity, oddness: BulkRarity) -> None:
        self.trees = trees
        self.likeness = likeness
        self.oddness = oddness

    def weigh(self, values: Numbers, parts: Numbers) -> Numbers:
        """Combine both, each as the rarity of its value, into one score.

        The score is ``SHARE`` times the rarity of the likeness to planted lines plus the rest
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
        strange = (1.0 - SHARE) * self.oddness.nats(parts.sum(axis=1))
        alike = self.likeness.nats(self.trees.log_odds(values))
        weights = parts.copy()
        plain = np.flatnonzero(alike >= EXPLAINED)
        if len(plain):
            weights[plain] = self.trees.unknown_drops(values[plain])
        return divide_by(strange, parts) + divide_by(SHARE * alike, weights)


def weigh_in(trees: BoostedTrees, values: Numbers, combined: Numbers) -> Ranker:
    """Freeze how rare likeness and strangeness are among the lines learnt from.

    Parameters
    ----------
    trees : BoostedTrees
    values : ndarray of shape (n_lines, n_features)
    combined : ndarray of shape (n_lines,)
        The views' combined nats of the same lines.
    """
    likeness = BulkRarity(BEND).fit(trees.log_odds(values))
    return Ranker(trees, likeness, BulkRarity().fit(combined))
