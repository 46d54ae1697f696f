"""Holds a ranked queue against the truth about planted schemes."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from detector.errors import InputError, RecordError
from detector.evaluate import metrics
from detector.evaluate.draws import ROUNDS, SEED, SchemeDraws
from detector.evaluate.judgement import Budget, Group, Judgement, Weekly
from detector.evaluate.metrics import Flags, Interval
from detector.results import read_result
from detector.workspace import Connection

TRUTH = ("shipment_id", "scheme_id", "typology", "role", "units", "difficulty")
POSITIVE_ROLES = ("inbound", "onward")
BUDGETS = (0.0025, 0.005, 0.01)
PER_WEEK = 20
LEVELS = (0.001, 0.01, 0.05, 0.1)
FACTS = ("value_usd", "shipped_on", "consignee", "novelty")


def judge(scores: pd.DataFrame, truth: pd.DataFrame, facts: pd.DataFrame) -> Judgement:
    """Hold the scores of a scan against the truth.

    Parameters
    ----------
    scores : DataFrame of shape (n_lines, n_columns)
        shipment_id, rank, p_value, flagged, as in the contract's ``scores``.
    truth : DataFrame of shape (n_scheme_lines, 6)
        shipment_id, scheme_id, typology (separated by ``|``), role, units, difficulty.
    facts : DataFrame of shape (n_lines, n_columns)
        value_usd [US dollars], shipped_on and, where they are known, consignee and novelty;
        indexed by shipment_id.

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
    schemes = SchemeDraws(queue["scheme_id"].where(positive))
    budgets = tuple(
        Budget(*_reviewed(queue, schemes, queue.index < lines), share)
        for share, lines in ((share, max(1, round(share * len(queue)))) for share in BUDGETS)
    )
    middle = np.asarray(queue.index < budgets[1].lines)
    cover = (queue["role"] == "cover").to_numpy()
    flagged = queue["flagged"].to_numpy(dtype=bool)
    return Judgement(
        len(queue),
        int(positive.sum()),
        schemes.schemes,
        *_whole_order(queue, positive),
        budgets,
        _groups(queue, "typology", middle),
        _groups(queue, "difficulty", middle),
        _groups(queue, "novelty", middle),
        SchemeDraws(queue["scheme_id"]).share(cover & middle, cover),
        _calibration(queue),
        schemes.share(flagged & ~positive, flagged),
        _weekly(queue, schemes),
        _days_to_first_flag(queue, schemes, middle),
    )


def judge_scan(con: Connection, truth: pd.DataFrame) -> Judgement:
    """Hold the latest scan of a workspace against the truth; see `judge`.

    Parameters
    ----------
    con : Connection
    truth : DataFrame of shape (n_scheme_lines, 6)
    """
    facts = con.execute(
        "select shipment_id, max(value_usd)::double as value_usd, min(shipped_on) as shipped_on, "
        "min(consignee) as consignee from shipments group by shipment_id order by shipment_id"
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
    kept = [name for name in FACTS if name in facts]
    own = scores[["shipment_id", "rank", "p_value", "flagged"]].sort_values("rank")
    queue = own.merge(told, on="shipment_id", how="left").merge(
        facts[kept], left_on="shipment_id", right_index=True, how="left"
    )
    queue["positive"] = queue["role"].isin(POSITIVE_ROLES)
    queue["value_usd"] = queue["value_usd"].fillna(0.0).astype(float)
    queue["shipped_on"] = pd.to_datetime(queue["shipped_on"])
    return queue.sort_values("rank", ignore_index=True)


def _reviewed(
    queue: pd.DataFrame, schemes: SchemeDraws, seen: Flags
) -> tuple[int, Interval, Interval, Interval, Interval, Interval]:
    positive = queue["positive"].to_numpy()
    hit = positive & seen
    value = queue["value_usd"].to_numpy() * positive
    units = queue["true_units"].fillna(0).to_numpy(dtype=float) * positive
    return (
        int(seen.sum()),
        schemes.share(hit, seen),
        schemes.share(hit, positive),
        schemes.share(value * seen, value),
        schemes.share(units * seen, units),
        schemes.found(hit),
    )


def _whole_order(queue: pd.DataFrame, positive: Flags) -> tuple[Interval, Interval]:
    named = queue["scheme_id"].astype(object).where(positive, None)
    folded = metrics.fold_lawful(positive, np.asarray(named, dtype=object))
    drawn = metrics.bootstrap_schemes(folded.scheme, ROUNDS, SEED) * folded.weight

    def told(figure: Callable[..., float]) -> Interval:
        others = np.array([figure(folded.positive, weight) for weight in drawn])
        return metrics.middle(float(figure(folded.positive, folded.weight)), others)

    return told(metrics.average_precision), told(metrics.auroc)


def _groups(queue: pd.DataFrame, column: str, seen: Flags) -> tuple[Group, ...]:
    if column not in queue:
        return ()
    own = queue[["scheme_id", column]][queue["positive"]]
    parts = own.assign(name=own[column].astype(str).str.split("|")).explode("name")
    parts = parts.drop_duplicates(["scheme_id", "name"])
    found = queue.loc[seen & queue["positive"], "scheme_id"]
    groups = []
    for name, mine in parts.groupby("name"):
        schemes = SchemeDraws(mine["scheme_id"])
        hit = mine["scheme_id"].isin(found).to_numpy()
        groups.append(Group(str(name), len(mine), schemes.found(hit)))
    return tuple(groups)


def _calibration(queue: pd.DataFrame) -> tuple[tuple[float, Interval], ...]:
    lawful = queue[queue["role"].isna() & queue["p_value"].notna()]
    if lawful.empty:
        return ()
    party = lawful["consignee" if "consignee" in lawful else "shipment_id"].fillna("")
    codes, names = pd.factorize(party)
    lines = np.bincount(codes)
    rng = np.random.default_rng(SEED)
    drawn = rng.integers(len(names), size=(ROUNDS, len(names)))
    whole = [lines[own].sum() for own in drawn]
    told = []
    for level in LEVELS:
        under = (lawful["p_value"].astype(float) <= level).to_numpy()
        by_party = np.bincount(codes, weights=under)
        others = [by_party[own].sum() / of for own, of in zip(drawn, whole, strict=True)]
        told.append((level, metrics.middle(float(under.mean()), np.array(others))))
    return tuple(told)


def _weekly(queue: pd.DataFrame, schemes: SchemeDraws) -> Weekly:
    week = queue["shipped_on"].dt.to_period("W")
    seen = (queue.groupby(week, sort=False).cumcount() < PER_WEEK).to_numpy()
    return Weekly(*_reviewed(queue, schemes, seen), PER_WEEK)


def _days_to_first_flag(queue: pd.DataFrame, schemes: SchemeDraws, seen: Flags) -> Interval:
    own = queue.assign(scheme=schemes.codes)[queue["positive"]]
    first = own.groupby("scheme")["shipped_on"].min()
    found = own[seen[own.index]].groupby("scheme")["shipped_on"].min()
    return schemes.median((found - first).dropna().dt.days)
