"""Renders findings as one page that needs nothing beside itself; equal findings, equal bytes."""

from pathlib import Path

from detector.cases import country_name
from detector.report.brief import week_title
from detector.report.case_file.printing import print_cases
from detector.report.charts import lanes_chart, signals_chart, trend_chart
from detector.report.findings import QueueRow, WeekFindings
from detector.report.flows_sheets import flow_sheets
from detector.report.pack import pack_queue
from detector.report.press import asset, inline_json, print_page, write_page
from detector.report.scope import choose_scope
from detector.report.week import build_week
from detector.workspace import Connection

STATIC_ROWS = 25  # as many as one page of the queue: for readers without script


def render_week(
    findings: WeekFindings, folder: str = "", pages: frozenset[str] = frozenset()
) -> str:
    """Return the weekly report as one HTML page.

    Parameters
    ----------
    findings : WeekFindings
    folder : str
        Folder beside the page that holds the case files; empty where there are none.
    pages : frozenset of str
        Companies whose pages lie in that folder.

    Returns
    -------
    str
        A page that asks the network for nothing and allows no script but its own.
    """
    title, days = week_title(findings.week, findings.monday, findings.sunday)
    scripts = {
        "begin": asset("begin.js"),
        "queue": asset("queue.js"),
        "charts": asset("charts.js"),
        "plotly": asset("plotly-basic.min.js", "vendored"),
    }
    shown = {
        "found": findings,
        "folder": folder,
        "pages": pages,
        "flow_sheets": flow_sheets(findings.flows) if findings.flows else (),
        "title": title,
        "days": days,
        "queue_data": inline_json(_queue_data(findings)),
        "chart_data": inline_json(_charts(findings)),
        "static_rows": findings.queue[:STATIC_ROWS],
        "views": _views(findings.queue),
    }
    return print_page("week.html", shown, scripts)


def write_report(
    con: Connection,
    out: Path,
    week: str | None = None,
    rows: int = 5_000,
    *,
    single_file: bool = False,
) -> Path:
    """Write the weekly report, its JSON twin and its case files; each lands whole or not at all.

    Parameters
    ----------
    con : Connection
        A workspace that has been scanned.
    out : Path
        A folder; made when it is missing.
    week : str, optional
        ISO week; default: that of the latest scan's last day.
    rows : int
        Most rows of the queue.
    single_file : bool
        Leave the case files out, for mail.

    Returns
    -------
    Path
        The page, ``<week>.html``; beside it lie ``<week>.json`` and the folder ``<week>-cases``.
    """
    findings = build_week(con, week, rows)
    folder = "" if single_file else f"{findings.week}-cases"
    page, pages = out / f"{findings.week}.html", frozenset[str]()
    if folder:
        cases = [case.case_id for case in findings.cases]
        pages = print_cases(con, cases, out / folder, choose_scope(con, week))
    return write_page(page, render_week(findings, folder, pages), findings)


def _charts(findings: WeekFindings) -> dict[str, object]:
    drawn: dict[str, object] = {"chart-trend": trend_chart(findings.trend, findings.usual)}
    if findings.lanes:
        drawn["chart-lanes"] = lanes_chart(findings.lanes)
    if findings.signals:
        drawn["chart-signals"] = signals_chart(findings.signals)
    return drawn


def _queue_data(findings: WeekFindings) -> dict[str, object]:
    codes = sorted({code for row in findings.queue for code in row.lane})
    return pack_queue(findings.queue) | {
        "countries": {code: country_name(code) for code in codes},
        "cases": [case.case_id for case in findings.cases],
        "history": findings.totals.newly_flagged is not None,
        "week": findings.week,
    }


def _views(rows: tuple[QueueRow, ...]) -> list[str]:
    return sorted({reason.view for row in rows for reason in row.reasons})
