"""Train the models of a scan by cross-fitting, and score lines with them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detector.engine import Family
from detector.errors import ModelError
from detector.models.calibrate import age_bands, age_days, conformal_p
from detector.models.combine import ViewsDetector, to_unit
from detector.models.contract import Numbers
from detector.models.folds import assign_folds
from detector.models.ranker import Ranker

GROUPS = ("accelerators", "others")
FEWEST = 400  # lines of a group; fewer are fitted together with all others
RELEVANCE = {"accelerators": 1.0, "computing": 0.8, "other": 0.4}
WEIGHTS = {"statistics": 0.5, "timing": 0.5}
_NEEDED = (
    "shipment_no",
    "source",
    "shipment_id",
    "shipped_on",
    "exporter_group",
    "consignee_group",
    "units",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a champion is trained.

    Attributes
    ----------
    seed : int
    trees : int
        Trees of each isolation forest.
    neighbours : int
        The k of the k-th-neighbour models.
    folds : int
        Folds of the cross-fitting.
    fit_shipments : int
        Most lines that a detector learns from.
    """

    seed: int = 20240501
    trees: int = 100
    neighbours: int = 20
    folds: int = 5
    fit_shipments: int = 50_000


@dataclass(frozen=True, slots=True)
class Champion:
    """The fitted models of all folds, and what they were fitted on.

    Attributes
    ----------
    plan : Plan
    as_of : date
        Last day of the records that it learnt from.
    features : tuple of str
        ``family.column`` of each scored feature.
    models : tuple of dict of str to ViewsDetector
        Per fold: the detectors of accelerators and of all other goods, fitted on the lines of
        the other folds.
    fingerprint : str
        SHA-256 of the training matrix and the plan.
    ranker : Ranker, optional
        What was learnt in rehearsal.
    """

    plan: Plan
    as_of: date
    features: tuple[str, ...]
    models: tuple[dict[str, ViewsDetector], ...]
    fingerprint: str
    ranker: Ranker | None = None


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


def train_champion(
    matrix: pd.DataFrame, families: Sequence[Family], lines: pd.DataFrame, as_of: date, plan: Plan
) -> Champion:
    """Fit the detectors of every fold on the lines of the other folds.

    Accelerators (lines that hold some, as declared or as weight and value imply) and all other
    goods are fitted apart: what is odd among accelerators is not what is odd among cables, and
    nine lines in ten hold no accelerators. A group with fewer than 400 lines is pooled.

    Parameters
    ----------
    matrix : DataFrame of shape (n_lines, n_features)
        As `engine.feature_matrix` gives it; indexed by shipment_no.
    families : sequence of Family
        Say which view each column belongs to and which side is odd.
    lines : DataFrame of shape (n_lines, n_columns)
        In the order of ``matrix``: shipment_no, source, shipment_id, shipped_on, exporter_group,
        consignee_group, units.
    as_of : date
    plan : Plan

    Raises
    ------
    ModelError
        If lines and matrix differ, a column is missing, or there are too few lines to learn from.
    """
    _check(matrix, lines)
    scored = scored_columns(families)
    if not scored:
        raise ModelError(
            "No feature says which side is odd", "headers of the families", "Set 'odd' in one."
        )
    fold = assign_folds(lines, plan.folds)
    accelerators = (lines["units"] > 0).to_numpy()
    values = matrix[list(scored)]
    models = tuple(
        _fit_fold(values, scored, np.flatnonzero(fold != out), accelerators, plan)
        for out in range(plan.folds)
    )
    return Champion(plan, as_of, tuple(scored), models, _fingerprint(values, plan))


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
    _check(matrix, lines)
    missing = [name for name in champion.features if name not in matrix.columns]
    if missing:
        raise ModelError(
            f"The model learnt {len(champion.features)} features, of which {missing[0]!r} is "
            "not there",
            "the stored model",
            "Train a model on the features of this version, or scan in a fresh workspace.",
        )
    values = matrix[list(champion.features)]
    views, parts = _out_of_fold(champion, values, lines)
    parts *= _relevance(lines)[:, None]
    if champion.ranker is not None:
        parts = champion.ranker.weigh(values.to_numpy(dtype=float), parts)
    scores = _summary(parts.sum(axis=1), lines, as_of).join(views.add_prefix("view_"))
    scores.index = matrix.index
    return Scored(scores, pd.DataFrame(parts, matrix.index, values.columns))


def _out_of_fold(
    champion: Champion, values: pd.DataFrame, lines: pd.DataFrame
) -> tuple[pd.DataFrame, Numbers]:
    fold = assign_folds(lines, champion.plan.folds)
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


def _check(matrix: pd.DataFrame, lines: pd.DataFrame) -> None:
    missing = [name for name in _NEEDED if name not in lines.columns]
    if missing:
        raise ModelError(
            f"The lines lack {', '.join(missing)}", "table ledger", "Prepare the records again."
        )
    if len(lines) < 2 or not np.array_equal(lines["shipment_no"].to_numpy(), matrix.index):
        raise ModelError(
            f"{len(lines):,} lines and {len(matrix):,} rows of features do not belong together",
            "table ledger",
            "Load two shipments or more, and prepare the records again.",
        )


def scored_columns(families: Sequence[Family]) -> dict[str, tuple[str, str]]:
    """Give view and odd side of each feature that is scored, by ``family.column``."""
    return {
        f"{family.name}.{column.name}": (family.view, column.odd)
        for family in families
        for column in family.columns
        if column.odd != "none"
    }


def _fit_fold(
    values: pd.DataFrame,
    scored: dict[str, tuple[str, str]],
    seen: NDArray[np.int64],
    accelerators: NDArray[np.bool_],
    plan: Plan,
) -> dict[str, ViewsDetector]:
    if len(seen) < 2:
        seen = np.arange(len(values))
    fitted: dict[str, ViewsDetector] = {}
    pools = {
        "accelerators": seen[accelerators[seen]],
        "others": seen[~accelerators[seen]],
    }
    for name, pool in pools.items():
        rows = pool if len(pool) >= FEWEST else seen
        if len(rows) > plan.fit_shipments:
            random = np.random.default_rng(plan.seed)
            rows = np.sort(random.permutation(rows)[: plan.fit_shipments])
        views, odd = zip(*scored.values(), strict=True)
        model = ViewsDetector(views, odd, WEIGHTS, plan.trees, plan.neighbours, plan.seed)
        fitted[name] = model.fit(values.iloc[rows])
    return fitted


def _relevance(lines: pd.DataFrame) -> Numbers:
    units = lines["units"].astype("float64").to_numpy()
    computing = (
        lines["is_computing"].fillna(False).to_numpy(dtype=bool)
        if "is_computing" in lines
        else ~np.isnan(units)
    )
    other = np.where(computing, RELEVANCE["computing"], RELEVANCE["other"])
    return np.where(units > 0, RELEVANCE["accelerators"], other)


def _summary(combined: Numbers, lines: pd.DataFrame, as_of: date) -> pd.DataFrame:
    ages = age_days(lines, as_of)
    return pd.DataFrame(
        {
            "score": to_unit(combined),
            "combined": combined,
            "p_value": conformal_p(combined, age_bands(ages)),
            "age_days": ages,
        }
    )


def _fingerprint(values: pd.DataFrame, plan: Plan) -> str:
    digest = hashlib.sha256(repr((list(values.columns), plan)).encode())
    digest.update(np.ascontiguousarray(values.to_numpy()).tobytes())
    return digest.hexdigest()
