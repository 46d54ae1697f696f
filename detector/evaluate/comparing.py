"""Holds the latest scan and simple methods against a truth, on the same later lines."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detector import __version__
from detector.errors import RecordError
from detector.evaluate import methods
from detector.evaluate.judgement import Judgement
from detector.evaluate.judging import FACTS, POSITIVE_ROLES, judge
from detector.evaluate.lines import LINES
from detector.evaluate.splits import Sides, Split, novelty, split_lines
from detector.results import read_result
from detector.workspace import Connection

OURS = "chiptrace"
OUR_NOTE = (
    "The latest scan of the workspace: each line judged by models that have not seen its "
    "consignee; no label was used."
)
FLAG_SHARE = 0.005


@dataclass(frozen=True, slots=True)
class EvaluationPlan:
    """How an evaluation is made.

    Attributes
    ----------
    day : date, optional
        First day that is judged; default: the day before which 55 % of the lines lie.
    baselines : bool
        Judge the simple methods too.
    seed : int
    """

    day: date | None = None
    baselines: bool = True
    seed: int = 17


@dataclass(frozen=True, slots=True)
class Method:
    """A method, what it does, and how it did."""

    name: str
    note: str
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All methods on the same lines.

    Attributes
    ----------
    methods : tuple of Method
        chiptrace first.
    split : Split
    as_of, model, fingerprint : str
        Of the scan that was judged.
    version : str
        Of chiptrace.
    seed : int
    """

    methods: tuple[Method, ...]
    split: Split
    as_of: str
    model: str
    fingerprint: str
    version: str
    seed: int


def evaluate(
    con: Connection, truth: pd.DataFrame, plan: EvaluationPlan | None = None
) -> Evaluation:
    """Hold the latest scan and simple methods against a truth.

    Lines before the split's day teach the simple methods; later lines are judged, without twins
    of earlier ones and without schemes that began earlier. The scan is judged on those lines too,
    in its own order.

    Parameters
    ----------
    con : Connection
        A workspace that has been scanned.
    truth : DataFrame of shape (n_scheme_lines, 6)
        shipment_id, scheme_id, typology, role, units, difficulty.
    plan : EvaluationPlan, optional

    Raises
    ------
    WorkspaceError
        If nothing has been scanned yet.
    RecordError
        If one side of the split is empty or no positive line is judged.
    """
    plan = plan or EvaluationPlan()
    scores = read_result(con, "scores")
    lines = _scored_lines(con, truth, scores)
    sides = split_lines(lines, plan.day)
    _check_positives(lines, sides)
    facts = facts_of(lines, sides)
    told = truth[truth["shipment_id"].isin(facts.index)]
    ours = scores[scores["shipment_id"].isin(facts.index)].sort_values("rank")
    ours = ours.assign(rank=np.arange(1, len(ours) + 1))
    compared = [Method(OURS, OUR_NOTE, judge(_flag(ours), told, facts))]
    if plan.baselines:
        compared += judge_baselines(lines, told, sides, plan.seed)
    as_of, model, fingerprint = con.execute(
        "select as_of::varchar, model_name, fingerprint from scans "
        "where scan_id = (select max(scan_id) from scans)"
    ).fetchall()[0]
    return Evaluation(
        tuple(compared),
        sides.split,
        as_of,
        model or "",
        fingerprint or "",
        __version__,
        plan.seed,
    )


def _check_positives(lines: pd.DataFrame, sides: Sides) -> None:
    positive = lines["role"].isin(POSITIVE_ROLES).to_numpy()
    if positive.any() and not positive[sides.judged].any():
        raise RecordError(
            f"All {positive.sum():,} positive lines lie before {sides.split.day}, "
            "or their scheme began before, so none is left to judge",
            "the truth's schemes",
            "Load more lines and give their truth: schemes must begin in the later part of the "
            "records.",
        )


def read_lines(con: Connection, truth: pd.DataFrame) -> pd.DataFrame:
    """Read the lines of a workspace in order of day, with what the truth says of them.

    Parameters
    ----------
    con : Connection
    truth : DataFrame of shape (n_scheme_lines, 6)

    Returns
    -------
    DataFrame of shape (n_lines, n_columns)
        As `LINES` reads them; role, and scheme_id of positive lines.
    """
    lines = con.execute(LINES).df().drop_duplicates("shipment_id").reset_index(drop=True)
    told = truth.drop_duplicates("shipment_id").set_index("shipment_id")
    roles = lines["shipment_id"].map(told["role"])
    schemes = lines["shipment_id"].map(told["scheme_id"])
    return lines.assign(role=roles, scheme_id=schemes.where(roles.isin(POSITIVE_ROLES)))


def facts_of(lines: pd.DataFrame, sides: Sides) -> pd.DataFrame:
    """Give what `judge` wants to know of the lines that are judged.

    Parameters
    ----------
    lines : DataFrame of shape (n_lines, n_columns)
    sides : Sides
    """
    told = lines.assign(novelty=novelty(lines, sides.early)).set_index("shipment_id")
    return told.loc[sides.judged, list(FACTS)]


def judge_baselines(
    lines: pd.DataFrame, truth: pd.DataFrame, sides: Sides, seed: int
) -> list[Method]:
    """Judge the simple methods of `methods.NOTES` on the later lines.

    Parameters
    ----------
    lines : DataFrame of shape (n_lines, n_columns)
        As `read_lines` gives them.
    truth : DataFrame of shape (n_scheme_lines, 6)
    sides : Sides
    seed : int
    """
    positive = lines["role"].isin(POSITIVE_ROLES).to_numpy()
    facts = facts_of(lines, sides)
    given = methods.score_baselines(lines, positive, sides.early, seed)
    told = []
    for name, values in given.items():
        queue = as_queue(lines[sides.judged], values[sides.judged], seed)
        told.append(Method(name, methods.NOTES[name], judge(queue, truth, facts)))
    return told


def as_queue(lines: pd.DataFrame, scores: NDArray[np.float64], seed: int) -> pd.DataFrame:
    """Rank lines by score, ties in a seeded random order, and flag the first 0.5 %.

    Parameters
    ----------
    lines : DataFrame of shape (n_lines, n_columns)
        shipment_id.
    scores : ndarray of shape (n_lines,)
        Higher is looked at first.
    seed : int

    Returns
    -------
    DataFrame of shape (n_lines, 4)
        shipment_id, rank, p_value (null), flagged.
    """
    order = np.lexsort((np.random.default_rng(seed).random(len(scores)), -scores))
    rank = np.empty(len(scores), dtype=int)
    rank[order] = np.arange(1, len(scores) + 1)
    return _flag(
        pd.DataFrame(
            {"shipment_id": lines["shipment_id"].to_numpy(), "rank": rank, "p_value": np.nan}
        )
    )


def _scored_lines(con: Connection, truth: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    lines = read_lines(con, truth)
    lines = lines[lines["shipment_id"].isin(scores["shipment_id"])].reset_index(drop=True)
    if lines.empty:
        raise RecordError(
            "The scan and the records do not belong together",
            "tables scores and shipments",
            "Scan the workspace again.",
        )
    return lines


def _flag(queue: pd.DataFrame) -> pd.DataFrame:
    return queue.assign(flagged=queue["rank"] <= max(1, round(FLAG_SHARE * len(queue))))
