"""Score lines with the models that have not seen their consignee."""

from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detector.engine import DUCKDB, Engine, Features, rows_of, slices_of
from detector.errors import ModelError
from detector.models.calibrate import age_bands, age_days, lawful_p
from detector.models.champion import GROUPS, Champion, check_lines
from detector.models.combine import to_unit
from detector.models.contract import Numbers
from detector.models.folds import folds_of
from detector.models.forest import add_up

RELEVANCE = {"accelerators": 1.0, "computing": 0.8, "other": 0.4}


@dataclass(frozen=True, slots=True)
class Judged:
    """What the models say of each line.

    Attributes
    ----------
    views : DataFrame of shape (n_lines, n_views)
        Nats of each view.
    combined : ndarray of shape (n_lines,)
        Nats: the views' combined score, weighed by the goods; with the ranker weighed in where the
        champion has one, less what clearances hold back.
    """

    views: pd.DataFrame
    combined: Numbers


def score_with(
    champion: Champion, matrix: Features, lines: pd.DataFrame, as_of: date, on: Engine = DUCKDB
) -> pd.DataFrame:
    """Score each line with the models that have not seen its consignee.

    The combined score of a line is the combination of its views (`combine.ViewsDetector`) times
    the relevance of its goods: 1 where the line holds accelerators, 0.8 for other computing goods,
    0.4 for goods outside computing. It is a stated prior, not learnt: diverted accelerators can
    be declared as anything, so nothing is left out, but weight and value mark most such lines as
    accelerators already, and nine odd lines of cables should not stand before one of accelerators.
    Set all three to 1 to rank by strangeness alone. Size and timing count half: every lawful
    buyer also buys much, and hurries before a rule date. So does the route: every new lawful lane
    is odd at first. Where goods went next counts one and a half: it is seldom odd by chance. Where
    the champion was rehearsed, its ranker is weighed in (`Ranker.weigh`).

    What each feature adds is not kept, as it would be as large as the features themselves;
    `explain_lines` gives it of the few lines that are looked at.

    Parameters
    ----------
    champion : Champion
    matrix, lines
        As for `judge_lines`.
    as_of : date
    on : Engine
        Where the models run.

    Returns
    -------
    DataFrame of shape (n_lines, n_columns)
        Indexed by shipment_no: score, combined [nats], p_value, age_days, view_<name>... [nats].

    Raises
    ------
    ModelError
        If a feature that the champion learnt is missing.
    """
    judged = judge_lines(champion, matrix, lines, on)
    scores = summary(judged.combined, lines, as_of).join(judged.views.add_prefix("view_"))
    return scores.set_index(matrix.index)


def judge_lines(
    champion: Champion, matrix: Features, lines: pd.DataFrame, on: Engine = DUCKDB
) -> Judged:
    """Let the models judge each line: the slow part. Features are read slice by slice.

    Parameters
    ----------
    champion : Champion
    matrix : DataFrame or FarFeatures of shape (n_lines, n_columns)
    lines : DataFrame of shape (n_lines, n_columns)
        As for `train_champion`; ``is_computing`` is used where it stands, ``held``, where it
        stands, multiplies the score (`feedback.weigh_relations`).
    on : Engine
        Where the models run.

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
    fold, work = folds_of(lines, champion.plan.folds), partial(_judge_rows, champion)
    names = _view_names(champion)
    told = np.empty((len(lines), len(names) + 1))
    for rows in slices_of(len(lines), on.judged_at_once):
        some = lines.iloc[rows]
        values = rows_of(matrix, rows, champion.features).assign(
            units=some["units"].to_numpy(dtype=float),
            fold=fold[rows],
            relevance=_relevance(some),
            held=_held(some),
        )
        told[rows] = on.judge(work, values).to_numpy()
    return Judged(pd.DataFrame(told[:, :-1], columns=names), told[:, -1].copy())


def _judge_rows(champion: Champion, rows: pd.DataFrame) -> pd.DataFrame:
    """Give views and combined of rows that hold features, units, fold, relevance and held."""
    fold = rows["fold"].to_numpy().astype(np.int64)
    values = rows[list(champion.features)]
    views, parts = _out_of_fold(champion, values, rows[["units"]], fold)
    parts *= rows["relevance"].to_numpy()[:, None]
    parts = _weighed(champion, values, parts) * rows["held"].to_numpy()[:, None]
    return views.assign(combined=parts.sum(axis=1) if champion.ranker else add_up(parts))


def explain_lines(
    champion: Champion, matrix: Features, lines: pd.DataFrame, places: NDArray[np.int64]
) -> pd.DataFrame:
    """Say what each feature adds to the combined score of some of the lines.

    Parameters
    ----------
    champion : Champion
    matrix, lines
        As for `judge_lines`, of all lines: folds are of all.
    places : ndarray of shape (n_some,)
        Where the lines stand among all.

    Returns
    -------
    DataFrame of shape (n_some, n_features)
        Nats, >= 0, indexed by shipment_no; the row sum is ``combined``.
    """
    values = rows_of(matrix, places, champion.features)
    fold = folds_of(lines, champion.plan.folds)[places]
    parts = explain_again(champion, values, lines.iloc[places], fold)
    return pd.DataFrame(parts, values.index, values.columns)


def explain_again(
    champion: Champion, values: pd.DataFrame, lines: pd.DataFrame, fold: NDArray[np.int64]
) -> Numbers:
    """Give the parts of the combined score of some lines, each by the models of its fold.

    Parameters
    ----------
    champion : Champion
    values : DataFrame of shape (n_lines, n_features)
        The champion's features in its order.
    lines : DataFrame of shape (n_lines, n_columns)
        In the same order; units, is_computing and held are used.
    fold : ndarray of shape (n_lines,)
        As `folds.assign_folds` gave it among all lines.

    Returns
    -------
    ndarray of shape (n_lines, n_features)
        Nats; the row sums are the combined score.
    """
    _, parts = _out_of_fold(champion, values, lines, fold)
    parts *= _relevance(lines)[:, None]
    return _weighed(champion, values, parts) * _held(lines)[:, None]


def _weighed(champion: Champion, values: pd.DataFrame, parts: Numbers) -> Numbers:
    """Weigh the ranker in, where there is one; parts, an ndarray of shape (n_lines, n_features)."""
    if champion.ranker is None:
        return parts
    return champion.ranker.weigh(values.to_numpy(dtype=float), parts)


def _out_of_fold(
    champion: Champion, values: pd.DataFrame, lines: pd.DataFrame, fold: NDArray[np.int64]
) -> tuple[pd.DataFrame, Numbers]:
    accelerators = (lines["units"] > 0).to_numpy()
    names = _view_names(champion)
    views = np.zeros((len(lines), len(names)))
    parts = np.zeros(values.shape)
    for out, models in enumerate(champion.models):
        for name in GROUPS:
            mine = np.flatnonzero((fold == out) & (accelerators == (name == "accelerators")))
            if len(mine):
                told, shares = models[name].explain_views(values.iloc[mine])
                views[mine], parts[mine] = told.to_numpy(), shares.to_numpy()
    return pd.DataFrame(views, columns=names), parts


def _view_names(champion: Champion) -> list[str]:
    return list(next(iter(champion.models[0].values())).views_)


def _relevance(lines: pd.DataFrame) -> Numbers:
    units = lines["units"].astype("float64").to_numpy()
    computing = (
        lines["is_computing"].fillna(False).to_numpy(dtype=bool)
        if "is_computing" in lines
        else ~np.isnan(units)
    )
    other = np.where(computing, RELEVANCE["computing"], RELEVANCE["other"])
    return np.where(units > 0, RELEVANCE["accelerators"], other)


def _held(lines: pd.DataFrame) -> Numbers:
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
