"""Prints a case file as one page without a script, and its JSON twin."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from detector.report.case_file.findings import CaseFile
from detector.report.case_file.gather import build_case_file, build_case_files
from detector.report.press import print_page, write_whole
from detector.report.scope import Scope, choose_scope
from detector.workspace import Connection


def render_case(told: CaseFile) -> str:
    """Return a case file as one HTML page; equal findings give equal bytes."""
    return print_page("case.html", {"found": told, "case": told.story})


def write_case(con: Connection, case_id: str, out: Path, week: str | None = None) -> Path:
    """Write one case file and its JSON twin; each lands whole or not at all.

    Parameters
    ----------
    con : Connection
        A workspace that has been scanned; it is only read.
    case_id : str
    out : Path
        A folder; made when it is missing.
    week : str, optional
        ISO week; default: that of the latest scan's last day.

    Returns
    -------
    Path
        The page, ``case-<case_id>.html``; beside it lies the JSON file.
    """
    return print_case(build_case_file(con, case_id, choose_scope(con, week)), out)


def print_cases(con: Connection, case_ids: Sequence[str], out: Path, scope: Scope) -> None:
    """Write case files of a scan that is already chosen."""
    for told in build_case_files(con, case_ids, scope):
        print_case(told, out)


def print_case(told: CaseFile, out: Path) -> Path:
    """Write one case file that is already gathered."""
    page = out / f"case-{told.story.case_id}.html"
    write_whole(page.with_suffix(".json"), _as_json(told))
    write_whole(page, render_case(told))
    return page


def _as_json(told: CaseFile) -> str:
    whole = asdict(told)
    whole.pop("drawing")  # the stops say the same in words and codes
    return json.dumps(whole, ensure_ascii=False, allow_nan=False) + "\n"
