"""The tables of the evaluation page, as text."""

import math
from collections.abc import Callable

from detector.evaluate.comparing import Evaluation, Method
from detector.evaluate.judgement import Group, Judgement, Reviewed
from detector.evaluate.metrics import Interval
from detector.evaluate.replay import Replay
from detector.report.numerals import clipped, day, percent
from detector.report.ranges import START, STEP, WIDTH, Bar
from detector.report.sheet import Sheet

REVIEWED = ("Method", "Precision", "Recall", "Value found", "Accelerators found", "Schemes found")


def figure(value: float) -> str:
    """Write a figure between 0 and 1; a dash where there is none.

    Examples
    --------
    >>> figure(0.12345), figure(float("nan"))
    ('0.123', '–')
    """
    return "–" if math.isnan(value) else f"{value:.3f}"


def build_sheets(told: Evaluation, replay: Replay | None) -> tuple[Sheet, ...]:
    """Lay out every table of the page.

    Parameters
    ----------
    told : Evaluation
    replay : Replay, optional
    """
    sheets = [_methods(told), *(_budget(told, place) for place in range(3)), _weekly(told)]
    sheets += [
        _grouped(told, "difficulty", lambda one: one.difficulties),
        _grouped(told, "typology", lambda one: one.typologies),
        _grouped(told, "novelty", lambda one: one.novelties),
        _calibration(told.methods[0].judgement),
    ]
    if replay:
        sheets.append(_replayed(replay))
    return tuple(sheets)


def _methods(told: Evaluation) -> Sheet:
    rows = tuple(
        (
            method.name,
            _ranged(method.judgement.average_precision),
            _ranged(method.judgement.auroc),
            _ranged(method.judgement.false_share),
            _ranged(method.judgement.cover_flagged),
            _days(method.judgement.days_to_first_flag),
        )
        for method in told.methods
    )
    ours = told.methods[0].judgement
    return Sheet(
        "methods",
        "Methods",
        "Methods side by side",
        f"All on the same {ours.lines:,} lines, {ours.positives:,} of them positive in "
        f"{ours.schemes:,} schemes. Drawn: schemes found in 0.5 % of the lines. Cover lines are "
        "trade of the same parties that carries nothing diverted: reported apart.",
        (
            "Method",
            "Average precision",
            "AUROC",
            "Not positive among flagged",
            "Cover among 0.5 %",
            "Days to first line found",
        ),
        rows,
        bars=tuple(_bar(place, method) for place, method in enumerate(told.methods)),
    )


def _bar(place: int, method: Method) -> Bar:
    found = method.judgement.budgets[1].schemes_found
    return Bar(
        method.name,
        place * STEP + 16,
        round(START + WIDTH * found.low, 1),
        round(max(WIDTH * (found.high - found.low), 1.0), 1),
        round(START + WIDTH * found.value, 1),
    )


def _budget(told: Evaluation, place: int) -> Sheet:
    budgets = {method.name: method.judgement.budgets[place] for method in told.methods}
    share, lines = budgets[told.methods[0].name].share, budgets[told.methods[0].name].lines
    return Sheet(
        f"budget-{place + 1}",
        f"{percent(share)} reviewed",
        f"When {percent(share)} of the lines are reviewed",
        f"{lines:,} lines, the top of each method's order. A scheme is found when one of "
        "its positive lines is among them.",
        REVIEWED,
        tuple((name, *_found(budget)) for name, budget in budgets.items()),
    )


def _weekly(told: Evaluation) -> Sheet:
    weeks = {method.name: method.judgement.weekly for method in told.methods}
    first = weeks[told.methods[0].name]
    return Sheet(
        "weekly",
        f"{first.per_week} a week",
        f"When {first.per_week} lines a week are reviewed",
        f"{first.lines:,} lines, the top of each week's departures in each method's order.",
        REVIEWED,
        tuple((name, *_found(week)) for name, week in weeks.items()),
    )


def _found(told: Reviewed) -> tuple[str, ...]:
    return tuple(
        _ranged(one)
        for one in (
            told.precision,
            told.recall,
            told.value_found,
            told.units_found,
            told.schemes_found,
        )
    )


def _grouped(
    told: Evaluation, word: str, groups: Callable[[Judgement], tuple[Group, ...]]
) -> Sheet:
    names = [(group.name, group.schemes) for group in groups(told.methods[0].judgement)]
    rows = []
    for name, schemes in names:
        cells = [clipped(name), f"{schemes:,}"]
        for method in told.methods:
            found = {group.name: group for group in groups(method.judgement)}[name]
            cells.append(_ranged(found.found))
        rows.append(tuple(cells))
    notes = {
        "difficulty": "Fewer traces are left from top to bottom of the trade's craft.",
        "typology": "A scheme that combines several counts in each.",
        "novelty": "Whether the earlier lines hold the scheme's exporters and consignees.",
    }
    return Sheet(
        word,
        f"By {word}",
        f"Schemes found by {word}",
        f"Share of schemes with a line in 0.5 % of the lines. {notes[word]}",
        (word.capitalize(), "Schemes", *(method.name for method in told.methods)),
        tuple(rows),
    )


def _calibration(ours: Judgement) -> Sheet:
    rows = tuple((f"{level:g}", _ranged(share)) for level, share in ours.calibration)
    return Sheet(
        "calibration",
        "Calibration",
        "Calibration of the p-values",
        "Share of lawful lines of chiptrace's scan with a p-value at most the level. At the level "
        "or below, the p-values hold; above it, they promise too much. Ranges: consignees drawn "
        "with replacement.",
        ("Level", "Lawful lines at or below"),
        rows,
        "no lawful line has a p-value.",
    )


def _replayed(told: Replay) -> Sheet:
    rows = tuple(
        (
            day(week.as_of),
            f"{week.waiting:,}",
            f"{week.reviewed:,}",
            f"{week.explored:,}",
            f"{week.positives:,}",
            f"{week.positives_explored:,}",
            figure(week.precision),
            f"{week.units:,.0f}",
            f"{week.schemes:,}",
        )
        for week in told.weeks
    )
    verdict = told.verdict
    found = (
        "scores change when later records are there"
        if verdict.reads_the_future
        else "no look-ahead found",
        "scores repeat" if verdict.repeats else "the same week scores differently twice",
        "better than chance" if verdict.better_than_chance else "no better than chance",
    )
    return Sheet(
        "replay",
        "By week",
        "Replay by week",
        f"Each week the top is reviewed and only those labels are revealed. Precision "
        f"{told.precision:.3f} (chance {told.chance:.4f}), schemes found "
        f"{percent(told.schemes_found)}, accelerators found {percent(told.units_found)}. "
        f"Checks: {', '.join(found)}.",
        (
            "Week to",
            "Waiting",
            "Reviewed",
            "At random",
            "Positive",
            "of them at random",
            "Precision",
            "Accelerators",
            "New schemes",
        ),
        rows,
    )


def _ranged(told: Interval) -> str:
    if math.isnan(told.value):
        return "–"
    return f"{told.value:.3f} ({told.low:.3f}–{told.high:.3f})"


def _days(told: Interval) -> str:
    return "–" if math.isnan(told.value) else f"{told.value:.0f} ({told.low:.0f}–{told.high:.0f})"
