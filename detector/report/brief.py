"""The brief and the key figures: sentences and numbers built from the findings, by rule."""

from collections.abc import Mapping, Sequence

from detector.cases import country_name, joined, plural
from detector.report.charts import signal_words
from detector.report.findings import KeyFigure, Lane, Signal, Totals, TrendWeek, Usual
from detector.report.health_findings import LoadedFile, SourceHealth
from detector.report.numerals import money, number, percent, span
from detector.report.trends import Change

_VIEW_WORDS = {
    "goods": "what the goods are",
    "price": "price and weight",
    "parties": "who trades",
    "routing": "the route",
    "timing": "the timing",
    "movements": "where goods went next",
    "statistics": "order sizes and counts",
}
LIMITS = (
    "A flag says that a shipment looks unlike its peers in ways that published red flags name. "
    "It does not say that anything is wrong with it.",
    "Only the loaded records are seen. What moves without a record, or in records that were not "
    "loaded, is not here.",
    "Declared names, weights, values and goods are taken as declared. Counts of accelerators are "
    "estimates from weight, value and description.",
    "A score is a rank, not a probability. How many flags hold up after review is not known until "
    "reviews are loaded.",
    "Recent shipments are judged on less: what happens to the goods afterwards is not yet seen.",
)


def write_figures(
    totals: Totals, files: Sequence[LoadedFile], changes: Mapping[str, Change]
) -> tuple[KeyFigure, ...]:
    """Give the key figures of the report, each with what it is to be compared with.

    Parameters
    ----------
    totals : Totals
    files : sequence of LoadedFile
    changes : mapping of str to Change
        The last seven days beside their past, as `moved.read_figures` gives them.
    """
    loaded = sum(file.loaded for file in files)
    rejected = sum(file.rejected for file in files)
    share = percent(totals.flagged / totals.lines) if totals.lines else "none"
    units = "–" if totals.units is None else number(totals.units)
    return (
        KeyFigure(
            "Lines scored",
            f"{totals.lines:,}",
            f"{loaded:,} loaded from {plural(len(files), 'file')}, {rejected:,} rejected",
            changes["lines"],
        ),
        KeyFigure("Computing goods", f"{totals.computing:,}", "lines scored", changes["computing"]),
        KeyFigure("Flagged", f"{totals.flagged:,}", f"{share} of lines", changes["flagged"]),
        KeyFigure("Cases", f"{totals.cases:,}", _of_cases(totals), changes["cases"]),
        KeyFigure("Accelerators flagged", units, "estimated, each lot once", changes["units"]),
        KeyFigure(
            "Value flagged",
            money(totals.value_usd).removeprefix("USD "),
            "US dollars as declared, each lot once",
            changes["value"],
        ),
    )


def _of_cases(totals: Totals) -> str:
    told = f"{totals.open_cases:,} open, {totals.cases - totals.open_cases:,} decided"
    if totals.merged_cases:
        told += f"; {totals.merged_cases:,} more merged into them"
    return told


def write_brief(
    totals: Totals,
    weeks: tuple[Sequence[TrendWeek], Usual, int],
    where: tuple[Sequence[Lane], Sequence[Signal]],
    data: tuple[Sequence[SourceHealth], Sequence[LoadedFile]],
) -> tuple[str, ...]:
    """Write three to five sentences, each with its numbers.

    Parameters
    ----------
    totals : Totals
    weeks : tuple
        Trend, usual range, and days of the last week that were seen.
    where : tuple
        Lanes and signals, most important first.
    data : tuple
        Sources and files.
    """
    trend, usual, days_seen = weeks
    told = [_whole_scan(totals), _this_week(trend[-1], usual, days_seen, totals)]
    if totals.flagged:
        told += [_lanes(where[0], totals), _why(where[1], totals)]
    told.append(_data(*data))
    return tuple(sentence for sentence in told if sentence)


def _whole_scan(totals: Totals) -> str:
    if not totals.flagged:
        return f"None of the {totals.lines:,} lines scored is flagged."
    share = percent(totals.flagged / totals.lines)
    verb = "is" if totals.flagged == 1 else "are"
    told = (
        f"{totals.flagged:,} of {plural(totals.lines, 'line')} scored ({share}) {verb} flagged "
        f"for review, in {plural(totals.cases, 'case')}"
    )
    worth = f"declared at {money(totals.value_usd)}"
    if totals.units:
        return f"{told}: an estimated {number(totals.units)} accelerators, {worth}."
    return f"{told}, {worth}."


def _this_week(last: TrendWeek, usual: Usual, days_seen: int, totals: Totals) -> str:
    told = f"{plural(last.lines, 'line')} left in this week"
    if days_seen < 7:
        told += f", of which {plural(days_seen, 'day')} {'is' if days_seen == 1 else 'are'} seen"
    told += f"; {last.flagged:,} of them {'is' if last.flagged == 1 else 'are'} flagged"
    if usual.high is None:
        told += f", with {plural(usual.weeks, 'week')} before it too few to say what is usual"
    elif usual.verdict == "usual":
        told += f", within the usual {usual.low} to {usual.high}"
    elif usual.verdict == "week not complete":
        told += f" so far, where {usual.low} to {usual.high} a week is usual"
    else:
        told += f", {usual.verdict}: {usual.low} to {usual.high} is usual"
    if totals.newly_flagged is not None:
        told += f". Since the scan before, {totals.newly_flagged:,} came to the queue and "
        told += f"{totals.no_longer_flagged or 0:,} left it"
    return told + "."


def _lanes(lanes: Sequence[Lane], totals: Totals) -> str:
    if not lanes:
        return ""
    first = lanes[:2]
    named = joined(
        [
            f"{country_name(lane.start, article=True)} to "
            f"{country_name(lane.end, article=True)} ({lane.flagged:,})"
            for lane in first
        ]
    )
    share = percent(sum(lane.flagged for lane in first) / totals.flagged)
    noun = "lane carries" if len(first) == 1 else "lanes carry"
    return f"The busiest flagged {noun} {share} of the flags: {named}."


def _why(signals: Sequence[Signal], totals: Totals) -> str:
    if not signals:
        return ""
    views: dict[str, float] = {}
    for signal in signals:
        views[signal.view] = views.get(signal.view, 0.0) + signal.share
    top = sorted(views, key=lambda view: (-views[view], view))[:2]
    named = joined([f"{_VIEW_WORDS.get(view, view)} ({percent(views[view])})" for view in top])
    first = signals[0]
    return (
        f"What sets the flagged lines apart is mostly {named}; the reason that carries most of the "
        f"score (“{signal_words(first.signal)}”) stands behind {first.lines:,} of "
        f"{totals.flagged:,}."
    )


def _data(sources: Sequence[SourceHealth], files: Sequence[LoadedFile]) -> str:
    rejected = sum(file.rejected for file in files)
    late = [source for source in sources if source.verdict == "late"]
    told = []
    if rejected:
        data_lines = rejected + sum(file.loaded for file in files)
        told.append(f"{rejected:,} of {data_lines:,} lines could not be loaded")
    if late:
        worst = max(source.days_behind for source in late)
        told.append(
            f"{plural(len(late), 'source')} {'is' if len(late) == 1 else 'are'} late, by up to "
            f"{plural(worst, 'day')}, so counts may still rise"
        )
    if not told:
        return "No line was rejected and no source is late."
    return f"{joined(told)}."


def week_title(week: str, monday: str, sunday: str) -> tuple[str, str]:
    """Give the name of the week and its days in words.

    Examples
    --------
    >>> week_title("2026-W38", "2026-09-14", "2026-09-20")
    ('Week 38, 2026', '14–20 September 2026')
    """
    year, _, count = week.partition("-W")
    return f"Week {int(count)}, {year}", span(monday, sunday)
