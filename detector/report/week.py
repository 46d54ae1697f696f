"""Gathers what a weekly report holds from the workspace."""

from detector import __version__
from detector.cases import told_cases
from detector.flows.estimate import EstimatePlan, read_assumptions, read_flags, reckon
from detector.report.brief import LIMITS, write_brief, write_figures
from detector.report.estimate_page import as_section
from detector.report.findings import HowMade, Lane, WeekFindings
from detector.report.flows_findings import FlowsFindings, gather_flows
from detector.report.flows_page import write_brief as write_flows_brief
from detector.report.health import read_files, read_rejected, read_sources
from detector.report.moved import read_figures, read_lanes, read_moved, read_typologies
from detector.report.numerals import clipped
from detector.report.plots import EstimateSection
from detector.report.queue import read_queue, read_reasons
from detector.report.scope import Scope, choose_scope, gather_lines, settings_of
from detector.report.screening import read_screening
from detector.report.stories import read_cases
from detector.report.tallies import (
    count_lanes,
    count_signals,
    count_totals,
    count_weeks,
    usual_range,
)
from detector.report.trend_findings import Moved
from detector.report.turn import read_turn
from detector.workspace import Connection, table_exists

ESTIMATE_DRAWS = 20_000
MOST_FLOWS = 5


def build_week(con: Connection, week: str | None = None, rows: int = 5_000) -> WeekFindings:
    """Gather the findings of a weekly report.

    Parameters
    ----------
    con : Connection
        A workspace that has been scanned; it is only read.
    week : str, optional
        ISO week such as ``2026-W38``; default: the week of the latest scan's last day.
    rows : int
        Most rows of the queue.

    Raises
    ------
    WorkspaceError
        If nothing has been scanned yet.
    InputError
        If no scan looked up to a day of that week.
    """
    scope = choose_scope(con, week)
    estimate = _estimate(con, scope)
    gather_lines(con, scope)
    with told_cases(con, scope.scan_id):
        found = _gather(con, scope, rows, estimate)
    con.execute("drop table week_line")
    return found


def _gather(
    con: Connection, scope: Scope, rows: int, estimate: EstimateSection | None
) -> WeekFindings:
    sources, files = read_sources(con, scope), read_files(con)
    why = read_reasons(con, scope)
    queue, cases = read_queue(con, scope, why, rows), read_cases(con, scope, why)
    totals = count_totals(con, scope, (len(queue), len(cases)))
    trend, days_seen = count_weeks(con, scope), scope.as_of.weekday() + 1
    usual = usual_range(trend, days_seen)
    lanes, moved = _moved(con, scope, all_lines=not totals.computing)
    signals = count_signals(con, scope, totals.flagged)
    rejected, flows = read_rejected(con), _flows(con)
    figures = write_figures(totals, files, read_figures(con, scope))
    return WeekFindings(
        *(scope.week, scope.monday.isoformat(), scope.sunday.isoformat(), days_seen),
        brief=write_brief(totals, (trend, usual, days_seen), (lanes, signals), (sources, files)),
        turn=read_turn(con, scope, cases, (sources, rejected)),
        figures=figures, totals=totals, queue=queue, cases=cases, trend=trend, usual=usual,
        lanes=lanes, moved=moved, typologies=read_typologies(con, scope), signals=signals,
        sources=sources, files=files, rejected=rejected, screening=read_screening(con, scope),
        flows=flows, displacement=_displacement(flows), estimate=estimate,
        made=_how_made(con, scope), limits=LIMITS,
    )  # fmt: skip


def _flows(con: Connection) -> FlowsFindings | None:
    """Say what statistics of trade tell; none where no such records are loaded."""
    if not table_exists(con, "trade_flows"):
        return None
    if not con.execute("select count(*) from trade_flows").fetchall()[0][0]:
        return None
    found = gather_flows(con, most=MOST_FLOWS)
    return found if found.mirror or found.displacement else None


def _moved(con: Connection, scope: Scope, *, all_lines: bool) -> tuple[tuple[Lane, ...], Moved]:
    changes = read_lanes(con, scope, all_lines=all_lines)
    return count_lanes(con, changes), read_moved(con, scope, changes, all_lines=all_lines)


def _displacement(flows: FlowsFindings | None) -> tuple[str, ...]:
    """Say whether a way opened as another closed; in words also where nothing can be told."""
    if flows is None or flows.displacement is None:
        return (
            "Nothing can be told: no monthly or yearly statistics of trade are loaded. Lanes of "
            "the scanned lines stand beside their own past above.",
        )
    return write_flows_brief(FlowsFindings(None, flows.displacement, None, ()))


def _estimate(con: Connection, scope: Scope) -> EstimateSection | None:
    """Estimate the year of the scan with the shipped assumptions; none where it has none."""
    told, year = read_assumptions(), scope.as_of.year
    if year not in told.years():
        return None
    flags = read_flags(con, year, scope.scan_id)
    return as_section(reckon(told, EstimatePlan(year=year, draws=ESTIMATE_DRAWS), flags))


def _how_made(con: Connection, scope: Scope) -> HowMade:
    return HowMade(
        version=__version__,
        scan_id=scope.scan_id,
        as_of=scope.as_of.isoformat(),
        model=clipped(scope.model),
        fingerprint=clipped(scope.fingerprint),
        settings=settings_of(scope),
        note=clipped(scope.note, 600),
        command=f"chiptrace report --workspace W --week {scope.week} --out reports",
        desk_head=_desk_head(con),
    )


def _desk_head(con: Connection) -> str:
    """Return the hash of the last event of the review desk that this workspace heard of."""
    if not table_exists(con, "desk_head"):
        return ""
    return str(con.execute("select max(head) from desk_head").fetchall()[0][0] or "")
