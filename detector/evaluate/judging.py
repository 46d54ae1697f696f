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
PER_WEEK = 20
LEVELS = (0.001, 0.01, 0.05, 0.1)
ROUNDS, SEED = 200, 17


@dataclass(frozen=True, slots=True)
class Budget:
    """What is found when a share of the lines is reviewed; ranges are the middle 90 %."""

    share: float
    lines: int
    precision: float
    precision_range: tuple[float, float]
    recall: float
    recall_range: tuple[float, float]
    value_found: float
    value_range: tuple[float, float]
    units_found: float
    units_range: tuple[float, float]
    schemes_found: Interval


@dataclass(frozen=True, slots=True)
class Group:
    """Schemes of one typology, difficulty or novelty; how many of them the middle budget finds."""

    name: str
    schemes: int
    found: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Weekly:
    """What is found when the top of each week's departures is reviewed."""

    per_week: int
    lines: int
    precision: float
    recall: float
    schemes_found: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a queue does against the truth.

    Attributes
    ----------
    lines, positives, schemes : int
    average_precision, auroc : Interval
    budgets : tuple of Budget
    typologies, difficulties, novelties : tuple of Group
        A scheme of several typologies counts in each.
    cover_flagged : float
        Share of the schemes' cover lines within the middle budget: reported apart, neither right
        nor wrong.
    calibration : tuple of (float, float)
        A level, and the share of lawful lines with a p-value at most that; empty without p-values.
    false_share : float
        Share of the flagged lines that are not positive.
    weekly : Weekly
    days_to_first_flag : float
        Median, over schemes found in the middle budget, of the days from the scheme's first
        departure to that of its first line found; None where none is found.
    """

    lines: int
    positives: int
    schemes: int
    average_precision: Interval
    auroc: Interval
    budgets: tuple[Budget, ...]
    typologies: tuple[Group, ...]
    difficulties: tuple[Group, ...]
    novelties: tuple[Group, ...]
    cover_flagged: float
    calibration: tuple[tuple[float, float], ...]
    false_share: float
    weekly: Weekly
    days_to_first_flag: float | None


def judge(scores: pd.DataFrame, truth: pd.DataFrame, facts: pd.DataFrame) -> Judgement:
    """Hold the scores of a scan against the truth.

    Parameters
    ----------
    scores : DataFrame of shape (n_lines, n_columns)
        shipment_id, rank, p_value, flagged, as in the contract's ``scores``.
    truth : DataFrame of shape (n_scheme_lines, 6)
        shipment_id, scheme_id, typology (separated by ``|``), role, units, difficulty.
    facts : DataFrame of shape (n_lines, n_columns)
        value_usd [US dollars], shipped_on and, where it is known, novelty; indexed by
        shipment_id.

    Raises
    ------
    RecordError
        If no positive line of the truth was scored.
    """
    queue = _joined(scores, truth, facts)
    positive = queue["positive"].to_numpy()
    if not positive.any():
        raise RecordError(
            "No line that the truth calls positive was scored",
            "the truth's shipment_id and role",
            "Give the truth of the records that are in the workspace.",
        )
    scheme = _schemes(queue)
    folded = metrics.fold_lawful(positive, scheme)
    budgets = tuple(_at_budget(queue, scheme, share) for share in BUDGETS)
    middle = budgets[1].lines
    cover = (queue["role"] == "cover").to_numpy()
    return Judgement(
        len(queue),
        int(positive.sum()),
        len({name for name in scheme if name is not None}),
        _with_interval(metrics.average_precision, folded),
        _with_interval(metrics.auroc, folded),
        budgets,
        _groups(queue, "typology", middle),
        _groups(queue, "difficulty", middle),
        _groups(queue, "novelty", middle),
        float(cover[:middle].sum()) / max(int(cover.sum()), 1),
        _calibration(queue),
        metrics.false_share(positive, queue["flagged"].to_numpy(dtype=bool)),
        _weekly(queue),
        _days_to_first_flag(queue, middle),
    )


def judge_scan(con: Connection, truth: pd.DataFrame) -> Judgement:
    """Hold the latest scan of a workspace against the truth; see `judge`.

    Parameters
    ----------
    con : Connection
    truth : DataFrame of shape (n_scheme_lines, 6)
    """
    facts = con.execute(
        "select shipment_id, max(value_usd)::double as value_usd, min(shipped_on) as shipped_on "
        "from shipments group by shipment_id order by shipment_id"
    ).df()
    return judge(read_result(con, "scores"), truth, facts.set_index("shipment_id"))


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


def _joined(scores: pd.DataFrame, truth: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    told = truth.drop_duplicates("shipment_id").rename(columns={"units": "true_units"})
    kept = [name for name in ("value_usd", "shipped_on", "novelty") if name in facts]
    own = scores[["shipment_id", "rank", "p_value", "flagged"]].sort_values("rank")
    queue = own.merge(told, on="shipment_id", how="left").merge(
        facts[kept], left_on="shipment_id", right_index=True, how="left"
    )
    queue["positive"] = queue["role"].isin(POSITIVE_ROLES)
    queue["value_usd"] = queue["value_usd"].fillna(0.0).astype(float)
    queue["shipped_on"] = pd.to_datetime(queue["shipped_on"])
    return queue.sort_values("rank", ignore_index=True)


def _schemes(queue: pd.DataFrame) -> NDArray[np.object_]:
    named = queue["scheme_id"].astype(object).where(queue["positive"], None)
    return np.asarray(named, dtype=object)


def _at_budget(queue: pd.DataFrame, scheme: NDArray[np.object_], share: float) -> Budget:
    lines = max(1, round(share * len(queue)))
    positive = queue["positive"].to_numpy()
    value = queue["value_usd"].to_numpy()
    units = queue["true_units"].fillna(0).to_numpy(dtype=float)
    found = pd.Series(scheme[:lines]).dropna().unique()
    every = pd.Series(scheme).dropna().unique()
    ranges = metrics.budget_ranges(scheme, (value, units), lines, (ROUNDS, SEED))
    return Budget(
        share,
        lines,
        metrics.precision_at(positive, lines),
        ranges[0],
        metrics.share_found(positive, np.ones(len(queue)), lines),
        ranges[1],
        metrics.share_found(positive, value, lines),
        ranges[2],
        metrics.share_found(positive, units, lines),
        ranges[3],
        share_interval(np.isin(every, found)),
    )


def share_interval(found: NDArray[np.bool_]) -> Interval:
    """Give the share of schemes found, with the middle 90 % of its bootstrap.

    Parameters
    ----------
    found : ndarray of shape (n_schemes,)
    """
    rng = np.random.default_rng(SEED)
    drawn = rng.binomial(len(found), found.mean(), ROUNDS) / len(found)
    low, high = np.quantile(drawn, (0.05, 0.95))
    return Interval(float(found.mean()), float(low), float(high))


def _with_interval(figure: Callable[..., float], folded: metrics.Folded) -> Interval:
    drawn = metrics.bootstrap_schemes(folded.scheme, ROUNDS, SEED) * folded.weight
    told = [figure(folded.positive, weight) for weight in drawn]
    low, high = np.nanquantile(told, (0.05, 0.95))
    return Interval(float(figure(folded.positive, folded.weight)), float(low), float(high))


def _groups(queue: pd.DataFrame, column: str, lines: int) -> tuple[Group, ...]:
    if column not in queue:
        return ()
    told = queue.loc[queue["positive"], ["scheme_id", column]]
    parts = told.assign(name=told[column].astype(str).str.split("|")).explode("name")
    parts = parts.drop_duplicates(["scheme_id", "name"])
    seen = queue.iloc[:lines]
    found = set(seen.loc[seen["positive"], "scheme_id"])
    groups = []
    for name, mine in parts.groupby("name"):
        share = share_interval(mine["scheme_id"].isin(found).to_numpy())
        groups.append(Group(str(name), len(mine), share.value, share.low, share.high))
    return tuple(groups)


def _calibration(queue: pd.DataFrame) -> tuple[tuple[float, float], ...]:
    p_values = queue.loc[queue["role"].isna(), "p_value"].astype(float).dropna().to_numpy()
    return tuple((level, float((p_values <= level).mean())) for level in LEVELS if len(p_values))


def _weekly(queue: pd.DataFrame) -> Weekly:
    week = queue["shipped_on"].dt.to_period("W")
    reviewed = queue[queue.groupby(week, sort=False).cumcount() < PER_WEEK]
    hit = reviewed[reviewed["positive"]]
    every = queue.loc[queue["positive"], "scheme_id"]
    return Weekly(
        PER_WEEK,
        len(reviewed),
        float(reviewed["positive"].mean()),
        len(hit) / len(every),
        hit["scheme_id"].nunique() / every.nunique(),
    )


def _days_to_first_flag(queue: pd.DataFrame, lines: int) -> float | None:
    own = queue[queue["positive"]]
    first = own.groupby("scheme_id")["shipped_on"].min()
    found = own[own.index < lines].groupby("scheme_id")["shipped_on"].min()
    return float((found - first).dt.days.median()) if len(found) else None
