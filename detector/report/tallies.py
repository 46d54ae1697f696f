"""Counts over the scanned lines: totals, weeks, lanes and reasons."""

from datetime import timedelta
from statistics import median

from detector.cases import country_name
from detector.report.findings import Lane, Signal, Totals, TrendWeek, Usual
from detector.report.moved import Lanes
from detector.report.numerals import clipped, rounded, whole
from detector.report.queue import LONGEST_REASON
from detector.report.scope import Scope
from detector.workspace import Connection

TREND_WEEKS = 26
USUAL_WEEKS = 12
LEAST_WEEKS = 8
MOST_LANES = 15
MOST_SIGNALS = 20

_TOTALS = """
    select count(*), count(*) filter (is_computing), count(*) filter (flagged),
        count(*) filter (flagged and shipment_no not in (select * from earlier)),
        (select count(*) from earlier)
        - count(*) filter (flagged and shipment_no in (select * from earlier))
    from week_line
"""
_EARLIER = """
    with earlier as (
        select shipment_no from scores
        where scan_id = $before_id and flagged and shipment_no is not null
    )
"""
_CASES = """
    select count(*), count(*) filter (status = 'open'), (select count(*) from case_told_as),
        sum(units::decimal(18, 3))::double, coalesce(sum(value_usd::decimal(18, 2)), 0)::double
    from told_case
"""
_TREND = """
    select monday, count(*), count(*) filter (flagged),
        sum(units) filter (flagged and not counted_elsewhere)::double
    from week_line where monday between $first and $last group by monday order by monday
"""
_LANES = """
    select coalesce(start, ''), coalesce(finish, ''), count(*), count(*) filter (flagged) as flags,
        sum(units) filter (flagged and not counted_elsewhere)::double,
        coalesce(sum(value_usd) filter (flagged and not counted_elsewhere), 0)::double
    from week_line group by all having flags > 0
    order by flags desc, count(*), 1, 2 limit $most
"""
_SIGNALS = """
    select reason.signal, any_value(reason.view order by score.rank), count(*) as times,
        count(*) filter (reason.position = 1),
        sum(reason.share::decimal(9, 6))::double as weight,
        any_value(reason.red_flag order by score.rank), any_value(reason.text order by score.rank),
        any_value(reason.innocent order by score.rank)
    from reasons reason join scores score using (scan_id, shipment_no)
    where reason.scan_id = $scan_id
    group by reason.signal order by weight desc, reason.signal limit $most
"""


def count_totals(con: Connection, scope: Scope, shown: tuple[int, int]) -> Totals:
    """Count lines, flags and cases of the scan.

    Parameters
    ----------
    con : Connection
        Holds ``week_line`` and ``told_case``.
    scope : Scope
    shown : tuple of int
        Queue rows and cases that the report shows.
    """
    told = con.execute(_EARLIER + _TOTALS, {"before_id": scope.before_id}).fetchall()[0]
    lines, computing, flagged, new, gone = (int(count) for count in told)
    *cases, units, value = con.execute(_CASES).fetchall()[0]
    known = scope.before_id is not None
    return Totals(
        lines,
        computing,
        flagged,
        new if known else None,
        gone if known else None,
        int(cases[0]),
        int(cases[1]),
        int(cases[2]),
        rounded(units) if computing else None,
        whole(value) or 0,
        max(0, flagged - shown[0]),
        max(0, int(cases[0]) - shown[1]),
    )


def count_weeks(con: Connection, scope: Scope) -> tuple[TrendWeek, ...]:
    """Count lines and flags by week of departure, up to the week told; empty weeks stand too."""
    first = scope.monday - timedelta(weeks=TREND_WEEKS - 1)
    rows = con.execute(_TREND, {"first": first, "last": scope.monday}).fetchall()
    found = {monday: told for monday, *told in rows}
    weeks: list[TrendWeek] = []
    for step in range(TREND_WEEKS):
        monday = first + timedelta(weeks=step)
        if not weeks and monday not in found and monday != scope.monday:
            continue
        lines, flagged, units = found.get(monday, (0, 0, None))
        year, number, _ = monday.isocalendar()
        name = f"{year}-W{number:02d}"
        weeks.append(TrendWeek(name, monday.isoformat(), int(lines), int(flagged), rounded(units)))
    return tuple(weeks)


def usual_range(weeks: tuple[TrendWeek, ...], days_seen: int) -> Usual:
    """Compare the last week with the weeks before it.

    Parameters
    ----------
    weeks : tuple of TrendWeek
        In order; the last is the week told.
    days_seen : int
        Days of the last week that the scan has seen, 1 to 7.

    Returns
    -------
    Usual
        The median of up to twelve earlier weeks, twice the robust spread to either side; the
        verdict is ``too few weeks to say`` under eight weeks, and ``week not complete`` under
        seven days.
    """
    before = [week.flagged for week in weeks[:-1]][-USUAL_WEEKS:]
    if len(before) < LEAST_WEEKS:
        return Usual(None, None, len(before), "too few weeks to say")
    middle = median(before)
    spread = max(1.0, 2 * 1.4826 * median(abs(count - middle) for count in before))
    low, high = max(0, round(middle - spread)), round(middle + spread)
    return Usual(low, high, len(before), _verdict(weeks[-1].flagged, low, high, days_seen))


def _verdict(flagged: int, low: int, high: int, days_seen: int) -> str:
    if flagged > high:
        return "unusually many"
    if days_seen < 7:
        return "week not complete"
    return "unusually few" if flagged < low else "usual"


def count_lanes(con: Connection, changes: Lanes) -> tuple[Lane, ...]:
    """Count the lanes with most flags, by country of export and of ultimate destination.

    Parameters
    ----------
    con : Connection
        Holds ``week_line``.
    changes : mapping
        Each lane beside its own past, as `moved.read_lanes` gives them.
    """
    rows = con.execute(_LANES, {"most": MOST_LANES}).fetchall()
    return tuple(
        Lane(
            clipped(start, 12),
            clipped(end, 12),
            f"{country_name(clipped(start, 12))} to {country_name(clipped(end, 12))}",
            int(lines),
            int(flagged),
            rounded(flagged / lines, 3) or 0.0,
            rounded(units),
            whole(value) or 0,
            changes[clipped(start, 12), clipped(end, 12)][1],
        )
        for start, end, lines, flagged, units, value in rows
    )


def count_signals(con: Connection, scope: Scope, flagged: int) -> tuple[Signal, ...]:
    """Count what stands behind the flags; ``share`` is the part of all their score."""
    rows = con.execute(_SIGNALS, {"scan_id": scope.scan_id, "most": MOST_SIGNALS}).fetchall()
    return tuple(
        Signal(
            clipped(signal),
            clipped(view),
            int(times),
            int(strongest),
            rounded((weight or 0.0) / max(flagged, 1), 3) or 0.0,
            clipped(red_flag, 200),
            clipped(text, LONGEST_REASON),
            clipped(innocent, LONGEST_REASON),
        )
        for signal, view, times, strongest, weight, red_flag, text, innocent in rows
    )
