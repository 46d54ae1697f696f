"""Prints a case file as one page without a script, its JSON twin, and its companies' pages."""

from collections.abc import Sequence
from pathlib import Path

from detector.report.case_file.findings import CaseFile
from detector.report.case_file.gather import build_case_file, build_case_files
from detector.report.party_file import build_party_files, print_parties
from detector.report.press import print_page, write_page
from detector.report.scope import Scope, choose_scope
from detector.workspace import Connection


def render_case(told: CaseFile, *, links: bool = False) -> str:
    """Return a case file as one HTML page; equal findings give equal bytes.

    Parameters
    ----------
    told : CaseFile
    links : bool
        Link the companies' pages, which lie beside it.
    """
    return print_page("case.html", {"found": told, "case": told.story, "links": links})


def write_case(con: Connection, case_id: str, out: Path, week: str | None = None) -> Path:
    """Write one case file and the pages of its companies, each with its JSON twin.

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
        The page, ``case-<case_id>.html``; beside it lie its JSON file and ``party-*.html``.
    """
    scope = choose_scope(con, week)
    told = build_case_file(con, case_id, scope)
    print_parties(
        build_party_files(con, scope, {told.story.case_id: told.companies}, told.made.command), out
    )
    return print_case(told, out)


def print_cases(
    con: Connection, case_ids: Sequence[str], out: Path, scope: Scope
) -> frozenset[str]:
    """Write case files of a scan that is already chosen, and the pages of their companies.

    Returns
    -------
    frozenset of str
        Names of the companies' pages.
    """
    files = build_case_files(con, case_ids, scope)
    command = f"chiptrace report --workspace W --week {scope.week} --out reports"
    named = {told.story.case_id: told.companies for told in files}
    parties = build_party_files(con, scope, named, command)
    print_parties(parties, out)
    for told in files:
        print_case(told, out)
    return frozenset(party.party_id for party in parties)


def print_case(told: CaseFile, out: Path) -> Path:
    """Write one case file, and where cases were merged into it a page that leads to it.

    Its JSON twin leaves out ``drawing``, which the stops tell.
    """
    for merge in told.merged:
        values = {"merge": merge, "case": told.story, "made": told.made}
        old = out / f"case-{merge.case_id}.html"
        write_page(old, print_page("merged.html", values), merge)
    page = out / f"case-{told.story.case_id}.html"
    return write_page(page, render_case(told, links=True), told, leave=("drawing",))
