"""Renders an evaluation as one page without scripts; equal evaluations, equal bytes."""

import math
from dataclasses import asdict
from pathlib import Path

from detector.evaluate.comparing import Evaluation
from detector.evaluate.draws import ROUNDS
from detector.evaluate.judgement import Judgement
from detector.evaluate.judging import PER_WEEK
from detector.evaluate.replay import Replay
from detector.evaluate.sheets import build_sheets, figure
from detector.report.numerals import clipped, day, percent
from detector.report.press import print_page, write_page

LIMITS = (
    "Schemes that nobody has described cannot be in a truth, and are not measured here.",
    "A simulated truth shares its author with the detector's features; a world with other "
    "parameters, written without looking at them, is the fairer test.",
    "The scan is judged after the fact: it saw what happened after each shipment. The replay by "
    "week says what was known at the time.",
    "Lines that no truth names count as lawful; in real records some are not, and a method is "
    "then better than shown.",
    "Precision on few schemes is uncertain: read the ranges, not the figures.",
)


def render_evaluation(told: Evaluation, replay: Replay | None = None) -> str:
    """Return an evaluation as one HTML page that asks the network for nothing.

    Parameters
    ----------
    told : Evaluation
    replay : Replay, optional
        Shown by week where it is given.
    """
    return print_page(
        "evaluation.html",
        {
            "told": told,
            "brief": write_brief(told),
            "figures": _figures(told),
            "sheets": build_sheets(told, replay),
            "facts": _facts(told),
            "limits": LIMITS,
            "rounds": ROUNDS,
        },
    )


def everything(told: Evaluation, replay: Replay | None = None) -> dict[str, object]:
    """Return everything that the page shows, for its JSON twin.

    Parameters
    ----------
    told : Evaluation
    replay : Replay, optional
    """
    return asdict(told) | {"replay": asdict(replay) if replay else None}


def write_evaluation(told: Evaluation, out: Path, replay: Replay | None = None) -> Path:
    """Write ``evaluation.html`` and ``evaluation.json``; each lands whole or not at all.

    Parameters
    ----------
    told : Evaluation
    out : Path
        A folder; made when it is missing.
    replay : Replay, optional

    Returns
    -------
    Path
        The page.
    """
    page = out / "evaluation.html"
    return write_page(page, render_evaluation(told, replay), everything(told, replay))


def write_brief(told: Evaluation) -> tuple[str, ...]:
    """Say in a few sentences what was found.

    Parameters
    ----------
    told : Evaluation
    """
    ours = told.methods[0].judgement
    middle = ours.budgets[1]
    found = middle.schemes_found
    lead = (
        f"Reviewing {middle.lines:,} of {ours.lines:,} lines ({percent(middle.share)}) finds "
        f"{percent(found.value)} of {ours.schemes:,} schemes "
        f"({percent(found.low)} to {percent(found.high)}); "
        f"{percent(middle.precision.value)} of the lines reviewed carry diverted goods."
    )
    rest = [_beside(ours, method.name, method.judgement) for method in told.methods[1:]]
    split = told.split
    removed = (
        f"{split.twins_removed:,} twins of earlier lines and {split.begun_before:,} lines of "
        f"schemes that began earlier were left out; {split.parties_on_both_sides:,} of "
        f"{split.parties:,} companies stand on both sides of the split."
    )
    return (lead, *rest, removed)


def _beside(ours: Judgement, name: str, other: Judgement) -> str:
    found, own = other.budgets[1].schemes_found.value, ours.budgets[1].schemes_found.value
    word = "fewer than" if found < own else "more than" if found > own else "as many as"
    return f"{name[0].upper()}{name[1:]}: {percent(found)} of the schemes, {word} chiptrace."


def _figures(told: Evaluation) -> tuple[tuple[str, str, str], ...]:
    ours = told.methods[0].judgement
    middle, weekly = ours.budgets[1], ours.weekly
    days = ours.days_to_first_flag.value
    return (
        ("Average precision", figure(ours.average_precision.value), "of the whole order"),
        ("Schemes found", percent(middle.schemes_found.value), f"in {middle.lines:,} lines"),
        ("Precision", percent(middle.precision.value), f"of {middle.lines:,} lines"),
        ("Accelerators found", percent(middle.units_found.value), "of those in schemes"),
        ("Precision by week", percent(weekly.precision.value), f"{PER_WEEK} lines a week"),
        ("To the first line found", "–" if math.isnan(days) else f"{days:.0f} days", "median"),
    )


def _facts(told: Evaluation) -> tuple[tuple[str, str], ...]:
    split = told.split
    return (
        ("Scan up to", day(told.as_of)),
        ("Model", clipped(told.model) or "not named"),
        ("Fingerprint", clipped(told.fingerprint) or "not recorded"),
        ("Judged from", day(split.day)),
        ("Lines to learn from", f"{split.learnt_from:,}"),
        ("Lines judged", f"{split.judged:,}"),
        ("Seed", str(told.seed)),
        ("chiptrace", f"version {told.version}"),
    )
