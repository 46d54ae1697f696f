"""Score lines with the models that have not seen their consignee."""

from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detector.engine import DUCKDB, Engine
from detector.errors import ModelError
from detector.models.calibrate import age_bands, age_days, lawful_p
from detector.models.champion import GROUPS, Champion, check_lines
from detector.models.combine import to_unit
from detector.models.contract import SLICE, Numbers
from detector.models.folds import assign_folds

RELEVANCE = {"accelerators": 1.0, "computing": 0.8, "other": 0.4}


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores and where they come from.

    Attributes
    ----------
    scores : DataFrame of shape (n_lines, n_columns)
        Indexed by shipment_no: score, combined [nats], p_value, view_<name>... [nats], age_days.
    contributions : DataFrame of shape (n_lines, n_features)
        Nats, >= 0; the row sum is ``combined``.
    """

    scores: pd.DataFrame
    contributions: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Judged:
    """What the views say of each line, before the ranker is weighed in.

    Attributes
    ----------
    values : DataFrame of shape (n_lines, n_features)
        The champion's features in its order, indexed by shipment_no.
    views : DataFrame of shape (n_lines, n_views)
        Nats of each view.
    parts : ndarray of shape (n_lines, n_features)
        Nats, >= 0; the row sum is the views' combined score, weighed by the goods.
    """

    values: pd.DataFrame
    views: pd.DataFrame
    parts: Numbers

    @property
    def combined(self) -> Numbers:
        """Give the views' combined nats, an ndarray of shape (n_lines,)."""
        nats: Numbers = self.parts.sum(axis=1)
        return nats


def score_with(
    champion: Champion, matrix: pd.DataFrame, lines: pd.DataFrame, as_of: date
) -> Scored:
    """Score each line with the models that have not seen its consignee.

    The combined score of a line is the combination of its views (`combine.ViewsDetector`) times
    the relevance of its goods: 1 where the line holds accelerators, 0.8 for other computing goods,
    0.4 for goods outside computing. It is a stated prior, not learnt: diverted accelerators can
    be declared as anything, so nothing is left out, but weight and value mark most such lines as
    accelerators already, and nine odd lines of cables should not stand before one of accelerators.
    Set all three to 1 to rank by strangeness alone. Size and timing count half: every lawful
    buyer also buys much, and hurries before a rule date. Where the champion was rehearsed, its
    ranker is weighed in (`Ranker.weigh`).

    Parameters
    ----------
    champion : Champion
    matrix, lines
        As for `train_champion`; ``is_computing`` in ``lines`` is used where it stands.
    as_of : date

    Raises
    ------
    ModelError
        If a feature that the champion learnt is missing.
    """
    return score_judged(champion, judge_lines(champion, matrix, lines), lines, as_of)


def judge_lines(
    champion: Champion,
    matrix: pd.DataFrame,
    lines: pd.DataFrame,
    on: Engine = DUCKDB,
    fold: NDArray[np.int64] | None = None,
) -> Judged:
    """Let the models of all views judge each line: the slow part, done once in a scan.

    Parameters
    ----------
    champion : Champion
        Its ranker is not used.
    matrix, lines : DataFrame of shape (n_lines, n_columns)
        As for `score_with`.
    on : Engine
        Where the models run.
    fold : ndarray of shape (n_lines,), optional
        As `folds.assign_folds` gave it among more lines than these; default: among these.

    Raises
    ------
    ModelError
        If a feature that the champion learnt is missing.
    """
    check_lines(matrix, lines)
    missing = [name for name in champion.features if name not in matrix.columns]
    if missing:
        raise ModelError(
            f"The model learnt {len(champion.features)} features, of which {missing[0]!r} is "
            "not there",
            "the stored model",
            "Train a model on the features of this version, or scan in a fresh workspace.",
        )
    values = matrix[list(champion.features)]
    rows = values.assign(
        units=lines["units"].to_numpy(dtype=float),
        fold=assign_folds(lines, champion.plan.folds) if fold is None else fold,
        relevance=_relevance(lines),
    )
    told = on.judge(partial(_judge_rows, champion), rows)
    views, parts = told.iloc[:, : -values.shape[1]], told.iloc[:, -values.shape[1] :].to_numpy()
    return Judged(values, views.copy(), parts)


def _judge_rows(champion: Champion, rows: pd.DataFrame) -> pd.DataFrame:
    """Give views, then parts, of rows that hold features, units, fold and relevance."""
    fold = rows["fold"].to_numpy().astype(np.int64)
    values = rows[list(champion.features)]
    views, parts = _out_of_fold(champion, values, rows[["units"]], fold)
    parts *= rows["relevance"].to_numpy()[:, None]
    return pd.concat([views, pd.DataFrame(parts, columns=values.columns)], axis=1)


def score_judged(champion: Champion, judged: Judged, lines: pd.DataFrame, as_of: date) -> Scored:
    """Weigh the ranker in, where there is one, hold back what was cleared, and calibrate.

    Parameters
    ----------
    champion : Champion
    judged : Judged
        By the models of the same champion.
    lines : DataFrame of shape (n_lines, n_columns)
        Column ``held``, where it stands, multiplies the score (`feedback.held_back`).
    as_of : date
    """
    parts = np.empty(judged.parts.shape)
    for start in range(0, len(parts), SLICE):
        rows = slice(start, start + SLICE)
        parts[rows] = weighed(champion, judged.values.iloc[rows], judged.parts[rows])
        parts[rows] *= held(lines.iloc[rows])[:, None]
    index = judged.values.index
    scores = summary(parts.sum(axis=1), lines, as_of).join(judged.views.add_prefix("view_"))
    scores.index = index
    return Scored(scores, pd.DataFrame(parts, index, judged.values.columns))


def explain_again(
    champion: Champion, values: pd.DataFrame, lines: pd.DataFrame, fold: NDArray[np.int64]
) -> tuple[pd.DataFrame, Numbers]:
    """Give views and parts of the combined score of some lines, each by the models of its fold.

    Parameters
    ----------
    champion : Champion
    values : DataFrame of shape (n_lines, n_features)
        The champion's features in its order.
    lines : DataFrame of shape (n_lines, n_columns)
        In the same order; units and is_computing are used.
    fold : ndarray of shape (n_lines,)
        As `folds.assign_folds` gave it among all lines.

    Returns
    -------
    tuple
        Views, a DataFrame of shape (n_lines, n_views), and parts, an ndarray of shape
        (n_lines, n_features) whose row sums are the combined score, nats.
    """
    views, parts = _out_of_fold(champion, values, lines, fold)
    parts *= _relevance(lines)[:, None]
    return views, weighed(champion, values, parts) * held(lines)[:, None]


def weighed(champion: Champion, values: pd.DataFrame, parts: Numbers) -> Numbers:
    """Weigh the ranker in, where there is one; parts, an ndarray of shape (n_lines, n_features)."""
    if champion.ranker is None:
        return parts
    return champion.ranker.weigh(values.to_numpy(dtype=float), parts)


def _out_of_fold(
    champion: Champion, values: pd.DataFrame, lines: pd.DataFrame, fold: NDArray[np.int64]
) -> tuple[pd.DataFrame, Numbers]:
    accelerators = (lines["units"] > 0).to_numpy()
    names = list(next(iter(champion.models[0].values())).views_)
    views = np.zeros((len(lines), len(names)))
    parts = np.zeros(values.shape)
    for out, models in enumerate(champion.models):
        for name in GROUPS:
            mine = np.flatnonzero((fold == out) & (accelerators == (name == "accelerators")))
            if len(mine):
                told, shares = models[name].explain_views(values.iloc[mine])
                views[mine], parts[mine] = told.to_numpy(), shares.to_numpy()
    return pd.DataFrame(views, columns=names), parts


def _relevance(lines: pd.DataFrame) -> Numbers:
    units = lines["units"].astype("float64").to_numpy()
    computing = (
        lines["is_computing"].fillna(False).to_numpy(dtype=bool)
        if "is_computing" in lines
        else ~np.isnan(units)
    )
    other = np.where(computing, RELEVANCE["computing"], RELEVANCE["other"])
    return np.where(units > 0, RELEVANCE["accelerators"], other)


def held(lines: pd.DataFrame) -> Numbers:
    """Give what multiplies each line's score, an ndarray of shape (n_lines,); 1 where unsaid."""
    told: Numbers = lines["held"].to_numpy(dtype=float) if "held" in lines else np.ones(len(lines))
    return told


def summary(combined: Numbers, lines: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Give score, p-value and age of each line by its combined nats, of shape (n_lines, 4)."""
    ages = age_days(lines, as_of)
    return pd.DataFrame(
        {
            "score": to_unit(combined),
            "combined": combined,
            "p_value": lawful_p(combined, age_bands(ages)),
            "age_days": ages,
        }
    )
