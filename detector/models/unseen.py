"""Does rehearsal help on kinds of schemes that it has never seen? If not, it stays out."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detector.models.boosting import BoostedTrees
from detector.models.champion import Champion
from detector.models.contract import Numbers
from detector.models.folds import assign_folds
from detector.models.ranker import weigh_in
from detector.models.rehearsal import Rehearsal
from detector.models.scoring import judge_lines

HELD_OUT = (("T09", "T13"), ("T01", "T07"), ("T02", "T04", "T06"))
DRAWS = 400


@dataclass(frozen=True, slots=True)
class Unseen:
    """What rehearsal without some kinds does for schemes of those kinds.

    Attributes
    ----------
    kinds : tuple of str
        Typologies that no scheme learnt from shows.
    schemes : int
        Schemes that show one of them.
    strange, rehearsed : float
        Average precision of their lines by strangeness alone, and with the ranker weighed in.
    low, high : float
        Middle 90 % of the difference, schemes drawn with replacement.
    """

    kinds: tuple[str, ...]
    schemes: int
    strange: float
    rehearsed: float
    low: float
    high: float


def check_unseen(champion: Champion, rehearsal: Rehearsal, seed: int) -> tuple[Unseen, ...]:
    """Rehearse without some kinds, and look for schemes of those kinds.

    The trees learn from half of the companies' lawful lines and from schemes that show none of the
    kinds left out; they are asked about the other half and the schemes that do. Strangeness is as
    the champion, which learnt from the user's records, sees the rehearsed world.

    Parameters
    ----------
    champion : Champion
    rehearsal : Rehearsal
    seed : int

    Returns
    -------
    tuple of Unseen
        One for each group of kinds that has schemes on both sides.
    """
    judged = judge_lines(champion, rehearsal.matrix, rehearsal.lines)
    values = rehearsal.matrix[list(rehearsal.names)].to_numpy(dtype=float)
    half = assign_folds(rehearsal.lines, 2)
    lawful = (rehearsal.planted["scheme"] == "").to_numpy()
    told = []
    for group in HELD_OUT:
        left_out = shows(rehearsal.planted["typology"], group)
        learnt = ~left_out & ~(lawful & (half == 1))
        asked = left_out | (lawful & (half == 1))
        positive = rehearsal.planted["positive"].to_numpy()
        if not (positive & learnt).any() or not (positive & asked).any():
            continue
        trees = BoostedTrees().fit(values[learnt], positive[learnt], rehearsal.odd, seed)
        ranker = weigh_in(trees, values[asked], judged.combined[asked])
        alike, strange = ranker.told(values[asked], judged.combined[asked])
        both = ranker.share * alike + (1.0 - ranker.share) * strange
        scheme = rehearsal.planted["scheme"].to_numpy()[asked]
        told.append(compare_scores(group, (strange, both), positive[asked], scheme))
    return tuple(told)


def shows(typology: pd.Series, group: tuple[str, ...]) -> NDArray[np.bool_]:
    """Say which lines belong to a scheme that shows one of the kinds."""
    kinds = typology.str.split("|")
    told: NDArray[np.bool_] = kinds.map(lambda shown: bool(set(shown) & set(group))).to_numpy(bool)
    return told


def helps(told: tuple[Unseen, ...]) -> bool:
    """Say whether the mean average precision over all groups rises; False without any."""
    return bool(told) and sum(one.rehearsed - one.strange for one in told) > 0


def as_facts(told: tuple[Unseen, ...]) -> list[Mapping[str, object]]:
    """Give the figures as they are stored with a model."""
    return [
        {name: round(v, 4) if isinstance(v, float) else v for name, v in asdict(one).items()}
        for one in told
    ]


def compare_scores(
    kinds: tuple[str, ...],
    scores: tuple[Numbers, Numbers],
    positive: NDArray[np.bool_],
    scheme: NDArray[np.object_],
) -> Unseen:
    """Give the average precision of two scores, and how sure their difference is.

    Parameters
    ----------
    kinds : tuple of str
    scores : tuple of ndarray of shape (n_lines,)
        Without and with what is asked about.
    positive, scheme : ndarray of shape (n_lines,)
    """
    names = sorted(set(scheme[positive]))
    drawn = np.random.default_rng(0).multinomial(
        len(names), np.full(len(names), 1 / len(names)), DRAWS
    )
    place = {name: at for at, name in enumerate(names)}
    at = np.array([place.get(name, len(names)) for name in scheme])
    weights = np.column_stack((drawn, np.ones(DRAWS))).astype(np.float64)
    before, after = (_precisions(one, positive, weights, at) for one in scores)
    whole = np.ones((1, len(names) + 1))
    strange, rehearsed = (float(_precisions(one, positive, whole, at)[0]) for one in scores)
    low, high = np.quantile(after - before, [0.05, 0.95])
    return Unseen(kinds, len(names), strange, rehearsed, float(low), float(high))


def _precisions(
    scores: Numbers, positive: NDArray[np.bool_], weights: Numbers, at: NDArray[np.int64]
) -> Numbers:
    """Give the average precision under each row of weights of schemes."""
    order = np.argsort(-scores, kind="stable")
    hits = np.flatnonzero(positive[order])
    misses = np.cumsum(~positive[order])[hits]
    weight = weights[:, at[order][hits]]
    found = np.cumsum(weight, axis=1)
    summed = (weight * found / np.maximum(found + misses, 1e-300)).sum(axis=1)
    told: Numbers = summed / np.maximum(weight.sum(axis=1), 1e-300)
    return told
