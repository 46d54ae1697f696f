"""Holds a ranked queue against the truth about planted schemes."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detector.errors import InputError, RecordError
from detector.evaluate import metrics
from detector.evaluate.metrics import Interval
from detector.results import read_result
from detector.workspace import Connection

TRUTH = ("shipment_id", "scheme_id", "typology", "role", "units", "difficulty")
POSITIVE_ROLES = ("inbound", "onward")
BUDGETS = (0.0025, 0.005, 0.01)
ROUNDS, SEED = 200, 17


@dataclass(frozen=True, slots=True)
class Budget:
    """What is found when a share of the lines is reviewed."""

    share: float
    lines: int
    precision: float
    recall: float
    value_found: float
    units_found: float
    schemes_found: Interval


@dataclass(frozen=True, slots=True)
class Group:
    """Schemes of one typology or difficulty, and how many of them the middle budget finds."""

    name: str
    schemes: int
    found: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a queue does against the truth.

    Attributes
    ----------
    lines, positives, schemes : int
    average_precision, auroc : Interval
    budgets : tuple of Budget
    typologies, difficulties : tuple of Group
    cover_flagged : float
        Share of the schemes' cover lines within the middle budget: reported apart, neither right
        nor wrong.
    calibration : tuple of (float, float)
        A level, and the share of lawful lines with a p-value at most that.
    false_share : float
        Share of the flagged lines that are not positive.
    """

    lines: int
    positives: int
    schemes: int
    average_precision: Interval
    auroc: Interval
    budgets: tuple[Budget, ...]
    typologies: tuple[Group, ...]
    difficulties: tuple[Group, ...]
    cover_flagged: float
    calibration: tuple[tuple[float, float], ...]
    false_share: float


def judge(scores: pd.DataFrame, truth: pd.DataFrame, value_usd: pd.Series) -> Judgement:
    """Hold the scores of a scan against the truth.

    Parameters
    ----------
    scores : DataFrame of shape (n_lines, n_columns)
        The contract's ``scores``.
    truth : DataFrame of shape (n_scheme_lines, 6)
        shipment_id, scheme_id, typology (separated by ``|``), role, units, difficulty.
    value_usd : Series
        US dollars, indexed by shipment_id.

    Raises
    ------
    RecordError
        If no positive line of the truth was scored.
    """
    queue = _joined(scores, truth, value_usd)
    positive = queue["positive"].to_numpy()
    if not positive.any():
        raise RecordError(
            "No line that the truth calls positive was scored",
            "the truth's shipment_id and role",
            "Give the truth of the records that are in the workspace.",
        )
    scheme = _schemes(queue)
    drawn = metrics.bootstrap_schemes(scheme, ROUNDS, SEED)
    budgets = tuple(_at_budget(queue, scheme, share) for share in BUDGETS)
    middle = budgets[1].lines
    lawful = queue["role"].isna().to_numpy()
    p_values = queue["p_value"].to_numpy()
    return Judgement(
        len(queue),
        int(positive.sum()),
        len({name for name in scheme if name is not None}),
        _with_interval(metrics.average_precision, positive, drawn),
        _with_interval(metrics.auroc, positive, drawn),
        budgets,
        _groups(queue, "typology", middle),
        _groups(queue, "difficulty", middle),
        float((queue["role"] == "cover").to_numpy()[:middle].sum())
        / max(int((queue["role"] == "cover").sum()), 1),
        tuple((level, float((p_values[lawful] <= level).mean())) for level in (0.01, 0.05, 0.1)),
        metrics.false_share(positive, queue["flagged"].to_numpy(dtype=bool)),
    )


def judge_scan(con: Connection, truth: pd.DataFrame) -> Judgement:
    """Hold the latest scan of a workspace against the truth; see `judge`.

    Parameters
    ----------
    con : Connection
    truth : DataFrame of shape (n_scheme_lines, 6)
    """
    value = con.execute(
        "select shipment_id, max(value_usd)::double as value_usd from shipments "
        "group by shipment_id order by shipment_id"
    ).df()
    return judge(read_result(con, "scores"), truth, value.set_index("shipment_id")["value_usd"])


def read_truth(path: Path) -> pd.DataFrame:
    """Read a truth as `chiptrace simulate` writes it.

    Returns
    -------
    DataFrame of shape (n_scheme_lines, 6)

    Raises
    ------
    InputError
        If the file cannot be read or lacks a column.
    """
    try:
        told = pd.read_csv(path, dtype=str, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InputError(
            f"The truth cannot be read: {error}", str(path), "Name a CSV file in UTF-8."
        ) from error
    missing = [name for name in TRUTH if name not in told.columns]
    if missing:
        raise InputError(
            f"The truth lacks {missing[0]!r}", str(path), f"Give the columns {', '.join(TRUTH)}."
        )
    return told.assign(units=pd.to_numeric(told["units"], errors="coerce").fillna(0.0))


def _joined(scores: pd.DataFrame, truth: pd.DataFrame, value_usd: pd.Series) -> pd.DataFrame:
    told = truth.drop_duplicates("shipment_id").rename(columns={"units": "true_units"})
    queue = scores.sort_values("rank").merge(told, on="shipment_id", how="left")
    queue["positive"] = queue["role"].isin(POSITIVE_ROLES)
    queue["value_usd"] = queue["shipment_id"].map(value_usd).fillna(0.0).astype(float)
    return queue


def _schemes(queue: pd.DataFrame) -> NDArray[np.object_]:
    named = queue["scheme_id"].astype(object).where(queue["positive"], None)
    return np.asarray(named, dtype=object)


def _at_budget(queue: pd.DataFrame, scheme: NDArray[np.object_], share: float) -> Budget:
    lines = max(1, round(share * len(queue)))
    positive = queue["positive"].to_numpy()
    ones = np.ones(len(queue))
    found = pd.Series(scheme[:lines]).dropna().unique()
    every = pd.Series(scheme).dropna().unique()
    return Budget(
        share,
        lines,
        metrics.precision_at(positive, lines),
        metrics.share_found(positive, ones, lines),
        metrics.share_found(positive, queue["value_usd"].to_numpy(), lines),
        metrics.share_found(positive, queue["true_units"].fillna(0).to_numpy(dtype=float), lines),
        _share_interval(np.isin(every, found)),
    )


def _share_interval(found: NDArray[np.bool_]) -> Interval:
    rng = np.random.default_rng(SEED)
    drawn = rng.choice(found.astype(float), (ROUNDS, len(found))).mean(axis=1)
    low, high = np.quantile(drawn, (0.05, 0.95))
    return Interval(float(found.mean()), float(low), float(high))


def _with_interval(
    figure: Callable[..., float], positive: NDArray[np.bool_], drawn: NDArray[np.float64]
) -> Interval:
    told = [figure(positive, weight) for weight in drawn]
    low, high = np.nanquantile(told, (0.05, 0.95))
    return Interval(float(figure(positive)), float(low), float(high))


def _groups(queue: pd.DataFrame, column: str, lines: int) -> tuple[Group, ...]:
    told = queue.loc[queue["positive"], ["scheme_id", column]].drop_duplicates("scheme_id")
    seen = queue.iloc[:lines]
    found = set(seen.loc[seen["positive"], "scheme_id"])
    parts = told.assign(name=told[column].astype(str).str.split("|")).explode("name")
    return tuple(
        Group(str(name), len(mine), float(mine["scheme_id"].isin(found).mean()))
        for name, mine in parts.groupby("name")
    )
