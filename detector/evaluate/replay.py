"""Walk-forward replay: week by week, review the top, learn only those labels, go on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from detector.errors import RecordError
from detector.evaluate.judging import POSITIVE_ROLES
from detector.evaluate.revealing import reveal
from detector.pipeline import ScanPlan, Tell, latest_day, scan, silent
from detector.planting.copying import copy_records, let_in
from detector.results import read_result
from detector.settings import Settings
from detector.workspace import Connection

ScoreWeek = Callable[[Connection, date], pd.Series]


@dataclass(frozen=True, slots=True)
class ReplayPlan:
    """How a replay goes.

    Attributes
    ----------
    first, last : date, optional
        Days between which weeks are reviewed; default: the later 45 % of the days.
    per_week : int
        Lines reviewed each week.
    exploration : float
        Share of them drawn at random among the lines not reviewed yet.
    seed : int
    """

    first: date | None = None
    last: date | None = None
    per_week: int = 20
    exploration: float = 0.1
    seed: int = 17


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a replay.

    Attributes
    ----------
    as_of : str
        Last day that the detector could see.
    waiting : int
        Lines seen so far and not reviewed before.
    reviewed, explored : int
        Lines reviewed, and those of them drawn at random.
    positives, positives_explored : int
        Positive lines among the reviewed, and among the explored.
    precision : float
        Share of the lines reviewed by rank that are positive.
    units : float
        Accelerators of the positive lines reviewed.
    schemes : int
        Schemes found for the first time.
    """

    as_of: str
    waiting: int
    reviewed: int
    explored: int
    positives: int
    positives_explored: int
    precision: float
    units: float
    schemes: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the harness found out about a detector.

    Attributes
    ----------
    reads_the_future : bool
        A week's scores change when later records are there.
    repeats : bool
        The same week scores the same twice.
    tied_share : float
        Mean share of the waiting lines that share the top score; 1 for a constant detector.
    better_than_chance : bool
        More positives were found by rank than 99 % of random reviews of the same lines find.
    """

    reads_the_future: bool
    repeats: bool
    tied_share: float
    better_than_chance: bool


@dataclass(frozen=True, slots=True)
class Replay:
    """A whole replay.

    Attributes
    ----------
    weeks : tuple of Week
    precision : float
        Over all lines reviewed by rank.
    chance : float
        Mean share of positives among the waiting lines.
    schemes_found : float
        Share of the schemes with a positive line up to the last week.
    units_found : float
        Share of their accelerators.
    days_to_first_flag : float, optional
        Median days from a scheme's first departure to the review that found it.
    verdict : Verdict
    """

    weeks: tuple[Week, ...]
    precision: float
    chance: float
    schemes_found: float
    units_found: float
    days_to_first_flag: float | None
    verdict: Verdict


def backtest(
    con: Connection, truth: pd.DataFrame, score_week: ScoreWeek, plan: ReplayPlan | None = None
) -> Replay:
    """Replay the records week by week in a copy that holds nothing later.

    Parameters
    ----------
    con : Connection
        A workspace; it is only read.
    truth : DataFrame of shape (n_scheme_lines, 6)
        shipment_id, scheme_id, typology, role, units, difficulty.
    score_week : callable
        ``score_week(con, as_of)`` gives the scores of the lines up to that day, a Series indexed
        by shipment_id, higher = review first. It is given a copy of the records that ends with
        ``as_of``; the labels revealed so far stand in its ``dispositions``.
    plan : ReplayPlan, optional

    Raises
    ------
    RecordError
        If there is no week to review.
    """
    plan = plan or ReplayPlan()
    lines = con.execute("select shipment_id, shipped_on from shipments order by all").df()
    told = truth.drop_duplicates("shipment_id").set_index("shipment_id")
    positive = told.index[told["role"].isin(POSITIVE_ROLES)]
    review = _Review(told.loc[positive], lines, plan)
    fridays = _weeks(lines, plan)
    copy = copy_records(con)
    changed, repeats, tied = False, True, []
    for at, as_of in enumerate(fridays):
        let_in(copy, con, as_of)
        scores = score_week(copy, as_of)
        if at == len(fridays) // 2:
            repeats = _alike(scores, score_week(copy, as_of))
            let_in(copy, con)
            later = score_week(copy, as_of).reindex(scores.index)
            changed = not _alike(scores, later)
            let_in(copy, con, as_of)
        tied.append(float((scores == scores.max()).mean()))
        reveal(copy, review.week(scores, as_of), as_of)
    copy.close()
    return review.close(Verdict(changed, repeats, float(np.mean(tied)), review.beats_chance()))


def last_weeks(con: Connection, weeks: int) -> date:
    """Give the day on which the last so many whole weeks of the records begin.

    Raises
    ------
    RecordError
        If no shipment is loaded.
    """
    return latest_day(con) - timedelta(days=7 * weeks - 1)


def scan_week(settings: Settings | None = None, tell: Tell = silent) -> ScoreWeek:
    """Give chiptrace's own scan as a detector for `backtest`; trained in the first week.

    Parameters
    ----------
    settings : Settings, optional
    tell : callable
        Is told which week it is.
    """

    def score(con: Connection, as_of: date) -> pd.Series:
        tell(f"scan as of {as_of}")
        scan(con, ScanPlan(as_of=as_of), settings)
        scores = read_result(con, "scores")
        return -scores.set_index("shipment_id")["rank"].astype(float)

    return score


class _Review:
    """Keeps what was reviewed and found."""

    def __init__(self, positive: pd.DataFrame, lines: pd.DataFrame, plan: ReplayPlan) -> None:
        self.positive, self.lines, self.plan = positive, lines.drop_duplicates("shipment_id"), plan
        self.rng = np.random.default_rng(plan.seed)
        self.reviewed: set[str] = set()
        self.found: dict[str, date] = {}
        self.weeks: list[Week] = []
        self.units = 0.0
        self.drawn: list[tuple[int, int, int]] = []

    def week(self, scores: pd.Series, as_of: date) -> pd.DataFrame:
        """Review the top of a week and some drawn at random; return what was revealed."""
        waiting = scores[~scores.index.isin(self.reviewed)]
        explore = min(round(self.plan.per_week * self.plan.exploration), len(waiting))
        order = np.lexsort((self.rng.random(len(waiting)), -waiting.to_numpy(dtype=float)))
        top = waiting.index[order[: self.plan.per_week - explore]]
        rest = waiting.index[order[self.plan.per_week - explore :]]
        drawn = rest[self.rng.permutation(len(rest))[:explore]]
        hits, lucky = top[top.isin(self.positive.index)], drawn[drawn.isin(self.positive.index)]
        every = hits.append(lucky)
        self.reviewed.update(top, drawn)
        own = self.positive.loc[every]
        new = set(own["scheme_id"]) - self.found.keys()
        self.found |= dict.fromkeys(sorted(new), as_of)
        units = float(own["units"].astype(float).sum())
        self.units += units
        self.drawn.append(
            (len(waiting), int(waiting.index.isin(self.positive.index).sum()), len(top))
        )
        self.weeks.append(
            Week(
                as_of.isoformat(), len(waiting), len(top) + len(drawn), len(drawn), len(every),
                len(lucky), len(hits) / max(len(top), 1), units, len(new),
            )
        )  # fmt: skip
        shown = top.append(drawn)
        return pd.DataFrame(
            {
                "shipment_id": shown,
                "positive": shown.isin(self.positive.index),
                "selected_by": ["rank"] * len(top) + ["exploration"] * len(drawn),
                "selection_probability": [1.0] * len(top)
                + [len(drawn) / max(len(rest), 1)] * len(drawn),
            }
        )

    def beats_chance(self) -> bool:
        """Compare the positives found by rank with random reviews of the same weeks."""
        hits = sum(week.positives - week.positives_explored for week in self.weeks)
        random = sum(
            self.rng.hypergeometric(positive, waiting - positive, size, 2_000)
            for waiting, positive, size in self.drawn
        )
        return bool(hits > np.quantile(random, 0.99))

    def close(self, verdict: Verdict) -> Replay:
        """Add everything up."""
        last = pd.Timestamp(self.weeks[-1].as_of)
        shipped = pd.to_datetime(self.lines.set_index("shipment_id")["shipped_on"])
        day = self.positive.index.map(shipped)
        seen = self.positive[np.asarray(day <= last)].assign(day=day[day <= last])
        first = seen.groupby("scheme_id")["day"].min()
        waits = [(pd.Timestamp(when) - first[name]).days for name, when in self.found.items()]
        ranked = sum(week.reviewed - week.explored for week in self.weeks)
        hits = sum(week.positives - week.positives_explored for week in self.weeks)
        return Replay(
            tuple(self.weeks),
            hits / max(ranked, 1),
            float(np.mean([positive / waiting for waiting, positive, _ in self.drawn])),
            len(self.found) / max(seen["scheme_id"].nunique(), 1),
            self.units / max(float(seen["units"].astype(float).sum()), 1e-9),
            float(np.median(waits)) if waits else None,
            verdict,
        )


def _weeks(lines: pd.DataFrame, plan: ReplayPlan) -> list[date]:
    days = pd.to_datetime(lines["shipped_on"])
    if days.empty:
        raise RecordError("There is no shipment to replay", "table shipments", "Load some first.")
    start = days.min().date()
    first = plan.first or start + 0.55 * (days.max().date() - start)
    last = plan.last or days.max().date()
    weeks = [first + timedelta(days=at) for at in range(6, (last - first).days + 1, 7)]
    if not weeks:
        raise RecordError(
            "There is no whole week to review",
            f"{first} to {last}",
            "Choose days that lie a week or more apart.",
        )
    return weeks


def _alike(one: pd.Series, other: pd.Series) -> bool:
    both = other.reindex(one.index).to_numpy(dtype=float)
    return bool(np.allclose(one.to_numpy(dtype=float), both, rtol=1e-9, equal_nan=True))
