"""Put scored lines in the order in which they should be looked at."""

import numpy as np
import pandas as pd

from detector.errors import ModelError
from detector.models.contract import Numbers
from detector.models.exploration import draw_below, first_of_relations


def rank_queue(
    scores: pd.DataFrame,
    lines: pd.DataFrame,
    *,
    budget: int | None = None,
    fdr: float | None = None,
    explore: tuple[float, int] | None = None,
) -> pd.DataFrame:
    """Rank every line without ties, and flag some.

    By score (highest first), then p-value, then (source, shipment_id).

    Parameters
    ----------
    scores : DataFrame of shape (n_lines, n_columns)
        As `score_with` gives them.
    lines : DataFrame of shape (n_lines, n_columns)
        In the same order, with source and shipment_id.
    budget : int, optional
        Flag the first so many; ``selected_by`` is "rank".
    fdr : float, optional
        Flag by Benjamini-Hochberg at this rate instead; ``selected_by`` is "fdr". It is a claim
        about this scan's lines, if the lawful ones thin out as `calibrate.lawful_p` assumes.
    explore : tuple of float and int, optional
        Draw this share of the number of flags from the lines below, under this seed
        (`exploration.draw_below`); ``selected_by`` is "exploration", and they are not flagged.
        Drawn are first lines of relations that neither the flags nor column ``decided`` of
        ``lines``, where it stands, know.

    Returns
    -------
    DataFrame of shape (n_lines, n_columns)
        Columns of ``scores`` and ``lines``, rank, selected_by, selection_probability, flagged;
        indexed by shipment_no, in order of rank.

    Raises
    ------
    ModelError
        If neither or both of budget and fdr are given, one is out of range, or the p-values are
        too coarse to flag anything at the rate.
    """
    if (budget is None) == (fdr is None):
        raise ModelError("Give a budget or a rate, and not both", "the scan", "Use --budget N.")
    if budget is not None and budget < 1:
        raise ModelError(f"The budget is {budget}", "--budget", "Give 1 or more.")
    queue = _in_order(scores, lines)
    queue["rank"] = np.arange(1, len(queue) + 1)
    if fdr is not None:
        queue["flagged"] = chosen_at(queue["p_value"].to_numpy(), fdr)
    else:
        queue["flagged"] = queue["rank"] <= budget
    word = "rank" if fdr is None else "fdr"
    queue["selected_by"] = np.where(queue["flagged"], word, "")
    queue["selection_probability"] = np.where(queue["flagged"], 1.0, np.nan)
    if explore is not None:
        _explore(queue, *explore)
    return queue


def _explore(queue: pd.DataFrame, share: float, seed: int) -> None:
    below = np.flatnonzero(~queue["flagged"].to_numpy())
    many = round(share * (len(queue) - len(below)))
    known = queue["flagged"].to_numpy(dtype=bool)
    if "decided" in queue:
        known = known | queue["decided"].to_numpy(dtype=bool)
    fresh = first_of_relations(queue, known)
    scores = queue["combined" if "combined" in queue else "score"].to_numpy()[below]
    drawn, chance = draw_below(scores, many, seed, fresh[below])
    queue.iloc[below[drawn], queue.columns.get_loc("selected_by")] = "exploration"
    queue.iloc[below[drawn], queue.columns.get_loc("selection_probability")] = chance


def _in_order(scores: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    strength, rare = -scores["score"].to_numpy(), scores["p_value"].to_numpy()
    order = np.lexsort((rare, strength))
    same = (np.diff(strength[order]) == 0) & (np.diff(rare[order]) == 0)
    tied = np.flatnonzero(np.append(same, False) | np.append(False, same))
    some = lines.iloc[order[tied]]  # few: text is sorted among these only
    text = (some[name].astype(str).to_numpy() for name in ("shipment_id", "source"))
    order[tied] = order[tied][np.lexsort((*text, rare[order[tied]], strength[order[tied]]))]
    facts = lines.iloc[order].set_index("shipment_no")
    return scores.iloc[order].join(facts.drop(columns=facts.columns.intersection(scores.columns)))


def chosen_at(p_values: Numbers, rate: float) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Choose by Benjamini and Hochberg (1995) at a false-discovery rate.

    Parameters
    ----------
    p_values : ndarray of shape (n_lines,)
    rate : float
        Between 0 and 1.

    Returns
    -------
    ndarray of shape (n_lines,)

    Raises
    ------
    ModelError
        If the rate is out of range, or no line can be chosen.

    Examples
    --------
    >>> chosen_at(np.array([0.001, 0.9, 0.04, 0.5]), 0.1).tolist()
    [True, False, True, False]
    """
    if not 0.0 < rate < 1.0:
        raise ModelError(f"The rate is {rate}", "--fdr", "Give a number between 0 and 1.")
    ordered = np.sort(p_values)
    steps = rate * np.arange(1, len(ordered) + 1) / len(ordered)
    passed = np.flatnonzero(ordered <= steps)
    if not len(passed):
        raise ModelError(
            f"No line can be flagged at a false-discovery rate of {rate:g}: the smallest p-value "
            f"is {ordered[0]:.2g} among {len(ordered):,} lines",
            "--fdr",
            "Flag a number of lines instead: --budget N.",
        )
    chosen: np.ndarray[tuple[int], np.dtype[np.bool_]] = p_values <= ordered[passed[-1]]
    return chosen
