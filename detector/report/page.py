"""Renders findings as one page that needs nothing beside itself; equal findings, equal bytes."""

import json
from base64 import b64encode
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import plotly.offline
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from detector.cases import country_name, plural
from detector.report import numerals
from detector.report.brief import week_title
from detector.report.charts import lanes_chart, signal_words, signals_chart, trend_chart
from detector.report.findings import QueueRow, WeekFindings
from detector.report.pack import pack_queue
from detector.report.week import build_week
from detector.workspace import Connection

STATIC_ROWS = 100
_TEMPLATES = "detector.report"

_PAGES = Environment(
    loader=PackageLoader(_TEMPLATES),
    autoescape=True,  # names and descriptions come from outside
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.filters |= {
    "country": country_name,
    "day": numerals.day,
    "money": numerals.money,
    "number": numerals.number,
    "percent": numerals.percent,
    "plural": plural,
    "signal_words": signal_words,
    "span": numerals.span,
}


def render_week(findings: WeekFindings) -> str:
    """Return the weekly report as one HTML page.

    Parameters
    ----------
    findings : WeekFindings

    Returns
    -------
    str
        A page that asks the network for nothing and allows no script but its own.
    """
    title, days = week_title(findings.week, findings.monday, findings.sunday)
    scripts = {
        "begin": _asset("begin.js"),
        "queue": _asset("queue.js"),
        "charts": _asset("charts.js"),
        "plotly": _plotly(),
    }
    return _PAGES.get_template("week.html").render(
        found=findings,
        title=title,
        days=days,
        policy=_policy(list(scripts.values())),
        style=Markup(_asset("week.css")),
        scripts={name: Markup(script) for name, script in scripts.items()},
        queue_data=inline_json(_queue_data(findings)),
        chart_data=inline_json(_charts(findings)),
        static_rows=findings.queue[:STATIC_ROWS],
        views=_views(findings.queue),
    )


def write_report(con: Connection, out: Path, week: str | None = None, rows: int = 5_000) -> Path:
    """Write the weekly report and its JSON twin; each lands whole or not at all.

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

    Returns
    -------
    Path
        The page, ``<week>.html``; beside it lies ``<week>.json``.
    """
    findings = build_week(con, week, rows)
    out.mkdir(parents=True, exist_ok=True)
    page = out / f"{findings.week}.html"
    _write_whole(page.with_suffix(".json"), as_json(findings))
    _write_whole(page, render_week(findings))
    return page


def as_json(findings: WeekFindings) -> str:
    """Return everything that the page shows as JSON."""
    return json.dumps(asdict(findings), ensure_ascii=False, allow_nan=False) + "\n"


def inline_json(value: object) -> Markup:
    r"""Write JSON that may stand inside a script element whatever the records hold.

    Examples
    --------
    >>> str(inline_json("</script>"))
    '"\\u003c/script>"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for letter in "<\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)


def _write_whole(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)


@cache
def _asset(name: str) -> str:
    return files(_TEMPLATES).joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _plotly() -> str:
    script: str = plotly.offline.get_plotlyjs()
    ended = script.replace("</script", "<\\/script").replace("<!--", "<\\!--")
    return ended.replace("\r\n", "\n")


def _policy(scripts: list[str]) -> str:
    hashes = " ".join(f"'sha256-{_fingerprint(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


@cache
def _fingerprint(script: str) -> str:
    return b64encode(sha256(script.encode()).digest()).decode()


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
