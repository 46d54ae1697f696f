"""Learn from what reviewers decided: three corrections, each too weak to harm when labels are few.

1. How much the likeness to planted lines weighs beside strangeness moves with the labels, held to
   its start by a ridge.
2. Small trees, twenty labels in a leaf or more, make up for what the rehearsed trees miss.
3. A clearance holds back further lines of the same exporter to the same consignee until it expires,
   and a diversion raises them.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from detector.engine import FeatureValues
from detector.models.contract import Numbers
from detector.models.ranker import SHARE, Ranker, weigh_in

FEWEST = 10  # labels, of both kinds; fewer teach nothing
LOOSENESS = 0.05  # of the ridge that holds the share; chosen on simulated seeds 651 to 658
HALF = 20.0  # effective labels that are believed half
FREE = 10.0  # the combined score's own scale is hardly held
SHARES = (0.2, 0.95)  # between which the share may move
HELD = 0.5  # what a clearance leaves of the score of further lines of the same relation
RAISED = 1.5  # times what it was is the score of lines of a relation that was found diverting


def learn_labels(
    ranker: Ranker,
    seen: tuple[Numbers | FeatureValues, Numbers],
    labels: pd.DataFrame,
    odd: Sequence[str],
    seed: int,
) -> Ranker:
    """Correct a ranker by labels, each weighed by how unlikely its line was to be reviewed.

    Parameters
    ----------
    ranker : Ranker
        As rehearsed.
    seen : tuple of ndarray or FeatureValues (n_lines, n_features) and ndarray (n_lines,)
        Values of all lines, and the views' combined nats.
    labels : DataFrame of shape (n_labels, n_columns)
        positive, weight: as `labels.read_labels` gives them; place: where each label's line stands
        among all lines.
    odd : sequence of str
        The odd side of each feature.
    seed : int

    Returns
    -------
    Ranker
        The same one where the labels are fewer than ten or all of one kind.
    """
    values, combined = seen
    positive = labels["positive"].to_numpy(dtype=bool)
    weight = labels["weight"].to_numpy(dtype=float)
    places = labels["place"].to_numpy(dtype=np.int64)
    if len(labels) < FEWEST or positive.all() or not positive.any():
        return ranker
    alike, strange = ranker.told(values[places], combined[places])
    effective = weight.sum() ** 2 / (weight**2).sum()  # Kish: labels of equal weight worth as much
    trust = effective / (effective + HALF)
    share = SHARE + trust * (_share(positive, weight, alike, strange) - SHARE)
    score = (SHARE * alike + (1.0 - SHARE) * strange)[:, None]
    guess = LogisticRegression().fit(score, positive, sample_weight=weight)
    missed = trust * (positive - guess.predict_proba(score)[:, 1])
    trees = ranker.trees.corrected(values[places], missed, weight, odd, seed)
    corrected = weigh_in(trees, values, combined)
    corrected.share = share
    return corrected


def weigh_relations(lines: pd.DataFrame, labels: pd.DataFrame) -> Numbers:
    """Say what decisions on a relation, one exporter and one consignee, do to its lines' scores.

    Raised are all lines between the same exporter and consignee as one found to be diverted. Held
    back are the cleared lines and all others of their relation, unless a line of either company
    was found to be diverted. Which clearances still count, `read_labels` says.

    Parameters
    ----------
    lines : DataFrame of shape (n_lines, n_columns)
        shipment_no, exporter_group, consignee_group.
    labels : DataFrame of shape (n_labels, n_columns)

    Returns
    -------
    ndarray of shape (n_lines,)
        What multiplies the score: 1, 1.5 where raised, 0.5 where held back.
    """
    parties = lines.set_index("shipment_no")[["exporter_group", "consignee_group"]].astype(float)
    own = parties.reindex(labels.index)
    positive = labels["positive"].to_numpy(dtype=bool)
    cleared = own[~positive].dropna().drop_duplicates()
    pair = pd.MultiIndex.from_frame(parties)
    held = pair.isin(pd.MultiIndex.from_frame(cleared)) & parties.notna().all(axis=1).to_numpy()
    known = set(own[positive].stack())
    if known:
        held &= ~parties.isin(known).any(axis=1).to_numpy()
    held |= parties.index.isin(labels.index[~positive])
    diverting = pd.MultiIndex.from_frame(own[positive].dropna().drop_duplicates())
    told: Numbers = np.where(held, HELD, np.where(pair.isin(diverting), RAISED, 1.0))
    return told


def _share(
    positive: np.ndarray[tuple[int], np.dtype[np.bool_]],
    weight: Numbers,
    alike: Numbers,
    strange: Numbers,
) -> float:
    """Read the share off a logistic regression whose ridge holds it to where it started."""
    score, lean = SHARE * alike + (1.0 - SHARE) * strange, alike - strange
    scale, width = max(float(score.std()), 1e-9), max(float(lean.std()), 1e-9)
    told = np.column_stack((FREE * score / scale, lean / width))
    model = LogisticRegression(C=LOOSENESS, max_iter=1_000)
    along, across = model.fit(told, positive, sample_weight=weight).coef_[0]
    moved = (across / width) / max(FREE * along / scale, 1e-6)
    return float(np.clip(SHARE + moved, *SHARES))
