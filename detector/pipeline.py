"""The whole flow, read from top to bottom: load, scan, report."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from detector import results
from detector.cases import case_of_shipment, group_cases
from detector.engine import DUCKDB, Engine, Family, Features, features_of
from detector.errors import RecordError
from detector.models import (
    Champion,
    champion_name,
    explain_lines,
    find_counterfactuals,
    find_nearest,
    last_word,
    load_model,
    own_in_words,
    rank_queue,
    read_labels,
    save_model,
    score_with,
    train_model,
    weigh_relations,
    write_reasons,
)
from detector.parties import screen
from detector.prepare import prepare, read_lines
from detector.records import FileReport, LoadPlan, load_files
from detector.settings import Settings
from detector.workspace import Connection, table_exists

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ScanPlan:
    """What a scan is asked for.

    Attributes
    ----------
    as_of : date, optional
        The last day that the scan may see; default: the latest ``shipped_on`` loaded.
    budget : int, optional
        How many lines to flag; default: the settings' share of the lines, and their least.
    fdr : float, optional
        Flag at this false-discovery rate instead of a budget.
    model : str, optional
        Name of a stored model; default: the champion, trained first where there is none.
    """

    as_of: date | None = None
    budget: int | None = None
    fdr: float | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True)
class ScanSummary:
    """What a scan did: its number, day, lines scored, lines flagged, cases, and its model."""

    scan_id: int
    as_of: date
    lines: int
    flagged: int
    cases: int
    units: float
    model: str
    trained: bool


def silent(_step: str) -> None:
    """Tell nobody."""


def load(
    con: Connection,
    files: Sequence[Path | str],
    plan: LoadPlan | None = None,
    tell: Tell = silent,
) -> tuple[FileReport, ...]:
    """Load record files, all of them or none; what cannot be read is kept in ``rejects``.

    Raises
    ------
    InputError, LayoutError, RecordError
        If a file cannot be read or mapped, or fails under ``strict``; nothing is changed then.
    """
    return load_files(con, files, plan, tell)


def scan(
    con: Connection,
    plan: ScanPlan | None = None,
    settings: Settings | None = None,
    tell: Tell = silent,
    on: Engine = DUCKDB,
) -> ScanSummary:
    """Score every line up to a day, flag the ones to look at first, and keep the reasons.

    The portable queries run where ``on`` says, and there the models judge the lines; what they
    yield comes back into the workspace. All else runs here, training too. Features are read from
    the workspace slice by slice; what each adds to the score is worked out for flagged lines only.

    Raises
    ------
    RecordError
        If no shipment is loaded up to that day.
    ModelError
        If a false-discovery rate cannot be held, or the stored model does not fit.
    """
    plan, settings = plan or ScanPlan(), settings or Settings()
    as_of = plan.as_of or latest_day(con)
    tell("goods, parties, movements, features")
    families = prepare(con, as_of, settings, on)
    tell("screening against the loaded lists")
    screen(con, as_of)
    matrix, lines = features_of(con, families), read_lines(con)
    if lines.empty:
        raise no_shipments(f"up to {as_of}")
    known = plan.as_of or last_word(con, as_of)
    labels = read_labels(con, lines, known, settings.clearance_days)
    decided = lines["shipment_no"].isin(labels.index)
    lines = lines.assign(held=weigh_relations(lines, labels), decided=decided)
    tell(f"models over {len(lines):,} lines")
    seen = (matrix, families, lines, as_of)
    name, champion, trained = choose_model(con, plan, settings, seen, labels)
    scores = score_with(champion, matrix, lines, as_of, on)
    budget = plan.budget
    if budget is None and plan.fdr is None:
        budget = default_budget(len(lines), settings)
    explore = (settings.exploration_share, settings.seed + as_of.toordinal())
    queue = rank_queue(scores, lines, budget=budget, fdr=plan.fdr, explore=explore)
    tell("reasons and cases")
    frames = find_reasons(con, champion, seen, queue)
    flagged, cases = int(queue["flagged"].sum()), frames["cases"]
    told = results.ScanRecord(
        as_of.isoformat(),
        name,
        json.dumps(settings.model_dump() | {"budget": budget, "fdr": plan.fdr}, sort_keys=True),
        fingerprint_of(con, as_of, champion),
        len(queue),
        flagged,
        _note(champion) if trained else "",
    )
    scan_id = results.record_scan(con, told, frames)
    units = float(cases["units"].sum())
    return ScanSummary(scan_id, as_of, len(queue), flagged, len(cases), units, name, trained)


def find_reasons(
    con: Connection,
    champion: Champion,
    seen: tuple[Features, tuple[Family, ...], pd.DataFrame, date],
    queue: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """Say why the lines of a queue are flagged, what they are like, and what belongs together.

    Returns
    -------
    dict of DataFrame of shape (n_rows, n_columns)
        By the table of the results that it is kept in.
    """
    matrix, families, lines, as_of = seen
    flagged = matrix.index.get_indexer(queue.index[queue["flagged"]])
    contributions = explain_lines(champion, matrix, lines, flagged)
    reasons = write_reasons(matrix, contributions, families, queue)
    cases = group_cases(con, queue, reasons, as_of)
    return {
        "scores": finish_queue(queue, cases, as_of),
        "reasons": reasons,
        "cases": cases,
        "counterfactuals": find_counterfactuals(champion, matrix, lines, queue, reasons),
        "nearest": find_nearest(matrix, champion.features, queue, champion.plan.seed),
    }


def latest_day(con: Connection) -> date:
    """Return the latest ``shipped_on`` that is loaded.

    Raises
    ------
    RecordError
        If no shipment is loaded.
    """
    if table_exists(con, "shipments"):
        found = con.execute("select max(shipped_on) from shipments").fetchall()[0][0]
        if isinstance(found, date):
            return found
    raise no_shipments("")


def no_shipments(when: str) -> RecordError:
    """Tell that there is nothing to scan."""
    return RecordError(
        f"There is no shipment {when}".strip(),
        "table shipments",
        "Load shipments first: chiptrace load FILE --workspace W.",
    )


def default_budget(lines: int, settings: Settings) -> int:
    """Return how many lines are flagged when nobody says: a share of them, and a least."""
    return max(settings.budget_least, round(lines * settings.budget_share))


def choose_model(
    con: Connection,
    plan: ScanPlan,
    settings: Settings,
    learn_from: tuple[Features, tuple[Family, ...], pd.DataFrame, date],
    labels: pd.DataFrame,
) -> tuple[str, Champion, bool]:
    """Fetch the model asked for, or the champion; train and register one where there is none.

    Returns
    -------
    tuple of (str, Champion, bool)
        Name, model, and whether it was trained here.
    """
    if plan.model or champion_name(con):
        name = plan.model or champion_name(con)
        return str(name), load_model(con, name), False
    champion = train_model(settings, learn_from, labels, con)
    return save_model(con, champion), champion, True


def _note(champion: Champion) -> str:
    own = own_in_words(champion.facts)
    return "a champion was trained in this scan" + (f". {own}" if own else "")


def finish_queue(queue: pd.DataFrame, cases: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Give each flagged line its case, and each line what the contract asks for."""
    queue = queue.assign(as_of=as_of, case_id=case_of_shipment(cases).reindex(queue.index))
    queue["selected_by"] = queue["selected_by"].replace("", None)
    return queue.reset_index()


def fingerprint_of(con: Connection, as_of: date, champion: Champion) -> str:
    """Return a SHA-256 of what a scan saw: the current files, its day, its model."""
    files = con.execute("select sha256, kind, source from files order by file_id").fetchall()
    told = json.dumps([files, as_of.isoformat(), champion.fingerprint])
    return hashlib.sha256(told.encode()).hexdigest()
