"""Train a challenger, hold it against the champion, and watch whether the trade has moved on."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from detector.engine import Family, Features, features_of
from detector.models import (
    Drift,
    explain_lines,
    find_model,
    last_word,
    load_model,
    measure_drift,
    rank_queue,
    read_labels,
    save_model,
    score_with,
    scored_columns,
    share_kept,
    train_model,
    weigh_relations,
    write_reasons,
)
from detector.pipeline import (
    Tell,
    default_budget,
    latest_day,
    no_shipments,
    silent,
)
from detector.prepare import prepare, read_lines
from detector.settings import Settings
from detector.workspace import Connection, table_exists

OLD = 90  # days after which what follows a shipment is known
_SCORES = """
    select score.scan_id, score.as_of, score.shipment_no, score.rank, score.score, score.flagged,
        score.age_days, line.shipped_on
    from scores score join shipments line using (shipment_no)
    order by score.scan_id, score.rank
"""
Seen = tuple[Features, tuple[Family, ...], pd.DataFrame, date]


@dataclass(frozen=True, slots=True)
class Trained:
    """A model that was trained: name, day, lines and labels learnt from, whether it is champion."""

    name: str
    as_of: date
    lines: int
    labels: int
    is_champion: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """A line that one of two models flags and the other does not.

    Attributes
    ----------
    shipment_id, source : str
    champion_rank, challenger_rank : int
    reason : str
        The strongest reason of the model that flags it.
    """

    shipment_id: str
    source: str
    champion_rank: int
    challenger_rank: int
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two models on the same lines.

    Attributes
    ----------
    champion, challenger : str
    as_of : date
    lines, budget, kept : int
        Lines scored, lines that each flags, and lines that both flag.
    rank_correlation : float
        Spearman's, over all lines.
    gained, lost : tuple of Moved
        Flagged by the challenger only, and by the champion only, in order of the flagging rank.
    """

    champion: str
    challenger: str
    as_of: date
    lines: int
    budget: int
    kept: int
    rank_correlation: float
    gained: tuple[Moved, ...]
    lost: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Watched:
    """Whether features and scores moved, and whether the top of the queue stands still.

    Attributes
    ----------
    as_of : date
    days : int
        Length of the windows that are compared.
    features : tuple of Drift
        Of features that look back only, the furthest beyond its band first; empty where the
        records are too short.
    score : Drift or None
        Of the latest scan's scores, over lines of 90 days and older: younger ones may still rise.
    scans : tuple of str
        Days of the two latest scans of different days; empty with fewer.
    flagged : int
        Lines that the earlier of them flagged.
    kept : float or None
        Share of those among as many first lines of the later one, lines of both compared.
    """

    as_of: date
    days: int
    features: tuple[Drift, ...]
    score: Drift | None
    scans: tuple[str, ...]
    flagged: int
    kept: float | None


def train(
    con: Connection,
    settings: Settings | None = None,
    as_of: date | None = None,
    tell: Tell = silent,
) -> Trained:
    """Train a model on the records up to a day and keep it.

    Where there is a champion already the new model waits as a challenger until it is promoted;
    else it becomes the champion.

    Raises
    ------
    RecordError
        If no shipment is loaded up to that day.
    """
    settings = settings or Settings()
    seen = _look(con, settings, as_of, tell)
    known = as_of or last_word(con, seen[3])
    labels = read_labels(con, seen[2], known, settings.clearance_days)
    tell(f"learning from {len(seen[2]):,} lines, of which {len(labels):,} are labelled")
    champion = train_model(settings, seen, labels, con)
    name = save_model(con, champion, promote=False)
    is_champion = find_model(con, name).is_champion
    return Trained(name, seen[3], len(seen[2]), len(labels), is_champion)


def compare_models(
    con: Connection,
    challenger: str,
    settings: Settings | None = None,
    budget: int | None = None,
    tell: Tell = silent,
) -> Comparison:
    """Let the champion and a challenger flag the same lines, and say which lines move and why.

    Parameters
    ----------
    con : Connection
    challenger : str
        Name of a stored model.
    settings : Settings, optional
    budget : int, optional
        Lines that each flags; default as for a scan.
    tell : callable

    Raises
    ------
    ModelError
        If one of the two is not there, or does not fit the features of this version.
    """
    settings = settings or Settings()
    names = (find_model(con).name, find_model(con, challenger).name)
    seen = _look(con, settings, None, tell)
    budget = budget or default_budget(len(seen[2]), settings)
    queues = []
    for name in names:
        tell(f"scoring with {name}")
        queues.append(_queue_of(con, name, seen, budget))
    (old, _), (new, _) = queues
    old, new = old.sort_index(), new.sort_index()
    both = old["flagged"] & new["flagged"]
    return Comparison(
        *names,
        seen[3],
        len(old),
        budget,
        int(both.sum()),
        round(float(np.corrcoef(old["rank"], new["rank"])[0, 1]), 4),
        _moved(new["flagged"] & ~both, old, new, queues[1][1]),
        _moved(old["flagged"] & ~both, old, new, queues[0][1]),
    )


def watch(
    con: Connection, settings: Settings | None = None, days: int = 28, tell: Tell = silent
) -> Watched:
    """Measure drift of features and score, and how steady the top of the queue is.

    Parameters
    ----------
    con : Connection
    settings : Settings, optional
    days : int
        Length of a window.
    tell : callable

    Raises
    ------
    RecordError
        If no shipment is loaded.
    """
    matrix, families, lines, as_of = _look(con, settings or Settings(), None, tell)
    back = scored_columns([family for family in families if family.looks == "back"])
    features = measure_drift(matrix, lines["shipped_on"], days, list(back))
    scores = _scores_of(con)
    if scores.empty:
        return Watched(as_of, days, features, None, (), 0, None)
    latest = scores[scores["scan_id"] == scores["scan_id"].max()]
    old = latest[latest["age_days"] >= OLD]
    score = measure_drift(old[["score"]], old["shipped_on"], days)
    return Watched(as_of, days, features, score[0] if score else None, *_steadiness(scores, latest))


def _scores_of(con: Connection) -> pd.DataFrame:
    if not table_exists(con, "scores"):
        return pd.DataFrame()
    return con.execute(_SCORES).df()


def _steadiness(
    scores: pd.DataFrame, latest: pd.DataFrame
) -> tuple[tuple[str, ...], int, float | None]:
    before = scores[scores["as_of"] < latest["as_of"].max()]
    if before.empty:
        return (), 0, None
    earlier = before[before["scan_id"] == before["scan_id"].max()]
    first = earlier.loc[earlier["flagged"], "shipment_no"]
    both = latest[latest["shipment_no"].isin(earlier["shipment_no"])].nsmallest(len(first), "rank")
    days = tuple(str(pd.Timestamp(one["as_of"].max()).date()) for one in (earlier, latest))
    return days, len(first), share_kept(first, both["shipment_no"]) if len(first) else None


def _look(con: Connection, settings: Settings, as_of: date | None, tell: Tell) -> Seen:
    as_of = as_of or latest_day(con)
    tell("goods, parties, movements, features")
    families = prepare(con, as_of, settings)
    matrix, lines = features_of(con, families), read_lines(con)
    if lines.empty:
        raise no_shipments(f"up to {as_of}")
    labels = read_labels(con, lines, as_of, settings.clearance_days)
    return matrix, families, lines.assign(held=weigh_relations(lines, labels)), as_of


def _queue_of(
    con: Connection, name: str, seen: Seen, budget: int
) -> tuple[pd.DataFrame, dict[int, str]]:
    matrix, families, lines, as_of = seen
    champion = load_model(con, name)
    queue = rank_queue(score_with(champion, matrix, lines, as_of), lines, budget=budget)
    flagged = matrix.index.get_indexer(queue.index[queue["flagged"]])
    contributions = explain_lines(champion, matrix, lines, flagged)
    reasons = write_reasons(matrix, contributions, families, queue)
    first = reasons[reasons["position"] == 1]
    return queue, dict(zip(first["shipment_no"], first["text"], strict=True))


def _moved(
    which: pd.Series, old: pd.DataFrame, new: pd.DataFrame, reasons: dict[int, str]
) -> tuple[Moved, ...]:
    told = [
        Moved(
            str(old.at[no, "shipment_id"]),
            str(old.at[no, "source"]),
            int(old.at[no, "rank"]),
            int(new.at[no, "rank"]),
            reasons.get(no, ""),
        )
        for no in which.index[which]
    ]
    return tuple(sorted(told, key=lambda one: min(one.champion_rank, one.challenger_rank)))
