"""Rehearse among the user's own lines: schemes planted in a copy, written in the user's hand."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detector.models.boosting import BoostedTrees
from detector.models.champion import Champion
from detector.models.contract import Numbers
from detector.models.folds import assign_folds
from detector.models.handwriting import LIMIT, tell_apart
from detector.models.ranker import weigh_in
from detector.models.rehearsal import WORLD, Rehearsal
from detector.models.scoring import judge_lines
from detector.models.unseen import HELD_OUT, Unseen, as_facts, compare_scores, helps, shows
from detector.planting import PlantedTrade, plant_stories
from detector.settings import Settings
from detector.workspace import Connection

UNLABELLED = 0.2  # weight of the user's own lines, which may hold what is looked for
STRANGEST = 0.01  # share of them that is left out


@dataclass(frozen=True, eq=False, slots=True)
class OwnRehearsal:
    """Lines of the user's records with schemes planted among them.

    Attributes
    ----------
    trade : PlantedTrade
    values : ndarray of shape (n_lines, n_features)
    strange : ndarray of shape (n_lines,)
        The views' combined nats.
    weight : ndarray of shape (n_lines,)
        How much a line counts in growing trees; 0 = left out.
    told_apart : float
        AUROC of "planted or original?" among lawful lines (`handwriting.tell_apart`).
    """

    trade: PlantedTrade
    values: Numbers
    strange: Numbers
    weight: Numbers
    told_apart: float


def rehearse_among(
    con: Connection, champion: Champion, settings: Settings, names: tuple[str, ...]
) -> OwnRehearsal | None:
    """Plant schemes among the own records, and ask whether they can be told by their hand.

    Parameters
    ----------
    con : Connection
        Prepared up to the champion's day.
    champion : Champion
    settings : Settings
    names : tuple of str
        The features, in the order that the trees take them.

    Returns
    -------
    OwnRehearsal or None
        None where the records do not hold goods that a scheme could be written with.
    """
    trade = plant_stories(con, champion.as_of, WORLD, settings)
    if trade is None:
        return None
    strange = judge_lines(champion, trade.matrix, trade.lines).combined
    values = trade.matrix[list(names)].to_numpy(dtype=float)
    own = (trade.planted["kind"] == "own").to_numpy()
    weight = np.where(own, UNLABELLED, 1.0)
    weight[own & (strange > np.quantile(strange[own], 1.0 - STRANGEST))] = 0.0
    asked = trade.planted["begins"].to_numpy()
    apart = tell_apart(values[asked], trade.lines[asked], ~own[asked], settings.seed)
    return OwnRehearsal(trade, values, strange, weight, apart)


def grow_on_both(
    played: Rehearsal, own: OwnRehearsal, seed: int, without: tuple[str, ...] = ()
) -> BoostedTrees:
    """Grow one set of trees on the simulated world and on the own records together.

    Parameters
    ----------
    played : Rehearsal
    own : OwnRehearsal
    seed : int
    without : tuple of str
        Kinds of which no scheme is shown; half of the companies' lawful own lines are kept back
        as well, to be asked about.
    """
    kept = own.weight > 0
    learnt = np.ones(len(played.planted), dtype=bool)
    if without:
        kept &= ~_asked(own, without)
        learnt = ~shows(played.planted["typology"], without)
    simulated = played.matrix[list(played.names)].to_numpy(dtype=float)[learnt]
    positive = (
        played.planted["positive"].to_numpy()[learnt],
        own.trade.planted["positive"].to_numpy()[kept],
    )
    return BoostedTrees().fit(
        np.concatenate((simulated, own.values[kept])),
        np.concatenate(positive),
        played.odd,
        seed,
        np.concatenate((np.ones(len(simulated)), own.weight[kept])),
    )


def check_unseen_among(played: Rehearsal, own: OwnRehearsal, seed: int) -> tuple[Unseen, ...]:
    """Say what planting among own records adds to the simulated world, on kinds not shown.

    Returns
    -------
    tuple of Unseen
        ``strange`` is the average precision, among the own records, of the score whose trees saw
        the simulated world alone; ``rehearsed`` of that whose trees saw both.
    """
    simulated = played.matrix[list(played.names)].to_numpy(dtype=float)
    positive = own.trade.planted["positive"].to_numpy()
    told = []
    for group in HELD_OUT:
        asked = _asked(own, group) & (own.weight > 0)
        if not (positive & asked).any():
            continue
        learnt = ~shows(played.planted["typology"], group)
        shown = played.planted["positive"].to_numpy()[learnt]
        alone = BoostedTrees().fit(simulated[learnt], shown, played.odd, seed)
        scores = []
        for trees in (alone, grow_on_both(played, own, seed, group)):
            ranker = weigh_in(trees, own.values[asked], own.strange[asked])
            alike, strange = ranker.told(own.values[asked], own.strange[asked])
            scores.append(ranker.share * alike + (1.0 - ranker.share) * strange)
        scheme = own.trade.planted["scheme"].to_numpy()[asked]
        told.append(compare_scores(group, (scores[0], scores[1]), positive[asked], scheme))
    return tuple(told)


def _asked(own: OwnRehearsal, group: tuple[str, ...]) -> NDArray[np.bool_]:
    lawful = (own.trade.planted["scheme"] == "").to_numpy(dtype=bool)
    half = lawful & (assign_folds(own.trade.lines, 2) == 1)
    told: NDArray[np.bool_] = shows(own.trade.planted["typology"], group) | half
    return told


def add_own(
    con: Connection, champion: Champion, played: Rehearsal, settings: Settings
) -> tuple[BoostedTrees, Mapping[str, object]]:
    """Rehearse among the own records as well, or say why that stays out.

    Returns
    -------
    tuple of (BoostedTrees, mapping)
        The trees to rank with, and what the card tells.
    """
    own = rehearse_among(con, champion, settings, played.names)
    if own is None:
        return played.trees, {"stands": False, "why": "goods"}
    kinds = own.trade.planted["kind"].value_counts()
    told: dict[str, object] = {
        "own_lines": int(kinds.get("own", 0)),
        "planted_lines": int(kinds.sum() - kinds.get("own", 0)),
        "told_apart": round(own.told_apart, 4),
        "limit": LIMIT,
    }
    if own.told_apart > LIMIT:
        return played.trees, told | {"stands": False, "why": "handwriting"}
    unseen = check_unseen_among(played, own, settings.seed)
    told["unseen"] = as_facts(unseen)
    if not helps(unseen):
        return played.trees, told | {"stands": False, "why": "unseen"}
    trees = grow_on_both(played, own, settings.seed)
    return trees, told | {"stands": True, "why": ""}


def own_in_words(facts: Mapping[str, object]) -> str:
    """Say in one sentence what became of rehearsing among the own records; empty where not asked.

    Examples
    --------
    >>> own_in_words({"own_rehearsal": {"stands": False, "why": "goods"}})
    'Nothing was planted among the own records: they do not hold the goods that schemes need.'
    """
    told = facts.get("own_rehearsal")
    if not isinstance(told, Mapping):
        return ""
    if told["why"] == "goods":
        return (
            "Nothing was planted among the own records: they do not hold the goods that "
            "schemes need."
        )
    asked = (
        f"Asked which lawful lines were planted among {told['own_lines']:,} own ones, a classifier "
        f"reaches an AUROC of {told['told_apart']:.2f} (0.5 is chance, {told['limit']} the limit)"
    )
    if told["why"] == "handwriting":
        return f"{asked}: the hand shows, and planting among the own records stays out."
    if told["why"] == "unseen":
        return f"{asked}. Planting there did not help on kinds not shown, and stays out."
    return f"{asked}. Schemes planted there are learnt from, beside the simulated world."
