"""Train the models of a scan by cross-fitting."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detector.engine import Family, Features, rows_of, slices_of
from detector.errors import ModelError
from detector.models.combine import ViewsDetector
from detector.models.folds import folds_of
from detector.models.ranker import Ranker

GROUPS = ("accelerators", "others")
FEWEST = 400  # lines of a group; fewer are fitted together with all others
WEIGHTS = {"movements": 1.5, "routing": 0.5, "statistics": 0.5, "timing": 0.5}
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
    borrowed : tuple of dict
        View, path and parameters of each detector of PyOD or scikit-learn that joins a view.
    """

    seed: int = 20240501
    trees: int = 200
    neighbours: int = 50
    folds: int = 5
    fit_shipments: int = 50_000
    borrowed: tuple[dict[str, Any], ...] = field(default=(), repr=False)


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
        What was learnt in rehearsal and from decisions.
    facts : dict
        What the card tells: figures that JSON can hold.
    """

    plan: Plan
    as_of: date
    features: tuple[str, ...]
    models: tuple[dict[str, ViewsDetector], ...]
    fingerprint: str
    ranker: Ranker | None = None
    facts: dict[str, object] = field(default_factory=dict)


def train_champion(
    matrix: Features, families: Sequence[Family], lines: pd.DataFrame, as_of: date, plan: Plan
) -> Champion:
    """Fit the detectors of every fold on the lines of the other folds.

    Accelerators (lines that hold some, as declared or as weight and value imply) and all other
    goods are fitted apart: what is odd among accelerators is not what is odd among cables, and
    nine lines in ten hold no accelerators. A group with fewer than 400 lines is pooled.

    Parameters
    ----------
    matrix : DataFrame or FarFeatures of shape (n_lines, n_features)
        As `engine.feature_matrix` gives it, or `engine.StoredFeatures`: then a detector's sample
        is read when it is fitted, and never all lines at once. Indexed by shipment_no.
    families : sequence of Family
        Say which view each column belongs to and which side is odd.
    lines : DataFrame of shape (n_lines, n_columns)
        In the order of ``matrix``: shipment_no, source, shipment_id, shipped_on, exporter_group,
        consignee_group, units; fold where it was assigned among more lines than these.
    as_of : date
    plan : Plan

    Raises
    ------
    ModelError
        If lines and matrix differ, a column is missing, or there are too few lines to learn from.
    """
    check_lines(matrix, lines)
    scored = scored_columns(families)
    if not scored:
        raise ModelError(
            "No feature says which side is odd", "headers of the families", "Set 'odd' in one."
        )
    _check_views(plan, sorted({view for view, _ in scored.values()}))
    fold = folds_of(lines, plan.folds)
    accelerators = (lines["units"] > 0).to_numpy()
    models = tuple(
        _fit_fold(matrix, scored, np.flatnonzero(fold != out), accelerators, plan)
        for out in range(plan.folds)
    )
    return Champion(plan, as_of, tuple(scored), models, _fingerprint(matrix, list(scored), plan))


def check_lines(matrix: Features, lines: pd.DataFrame) -> None:
    """Refuse a matrix and lines that do not belong together, or lines that lack a column."""
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


def _check_views(plan: Plan, views: Sequence[str]) -> None:
    for one in plan.borrowed:
        if one["view"] not in views:
            raise ModelError(
                f"{one['path']} is to join the view {one['view']!r}, which there is not",
                "setting detectors",
                f"Name one of {', '.join(views)}.",
            )


def _fit_fold(
    matrix: Features,
    scored: dict[str, tuple[str, str]],
    seen: NDArray[np.int64],
    accelerators: NDArray[np.bool_],
    plan: Plan,
) -> dict[str, ViewsDetector]:
    if len(seen) < 2:
        seen = np.arange(len(matrix))
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
        model = ViewsDetector(
            views, odd, WEIGHTS, plan.trees, plan.neighbours, plan.seed, plan.borrowed
        )
        fitted[name] = model.fit(rows_of(matrix, rows, list(scored)))
    return fitted


def _fingerprint(matrix: Features, names: list[str], plan: Plan) -> str:
    digest = hashlib.sha256(repr((names, plan)).encode())
    if plan.borrowed:
        digest.update(repr(plan.borrowed).encode())
    for rows in slices_of(len(matrix)):
        digest.update(np.ascontiguousarray(rows_of(matrix, rows, names).to_numpy()).tobytes())
    return digest.hexdigest()
