"""Gathers the pages of all companies that stand on the lines of some cases, each question once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from detector import __version__
from detector.cases import country_name, joined, plural, told_cases
from detector.report.findings import CaseCompany, HowMade
from detector.report.numerals import clipped, day, number, percent, standing
from detector.report.party_file import known, lines
from detector.report.party_file.findings import CaseOf, PartyFile
from detector.report.scope import Scope, settings_of
from detector.report.trends import TOO_FEW, Change
from detector.workspace import Connection, table_exists

MOST_SPELLINGS = 30
NEEDED = ("party_link", "party", "party_address", "ledger")


@dataclass(frozen=True, slots=True)
class Found:
    """What the workspace holds of some companies, by group."""

    totals: lines.By
    names: dict[int, tuple[str, tuple[str, ...], str]]
    spellings: dict[int, list[Any]]
    cases: lines.By
    parts: dict[str, dict[int, Any]]


def build_party_files(
    con: Connection, scope: Scope, cases: Mapping[str, Sequence[CaseCompany]], command: str
) -> tuple[PartyFile, ...]:
    """Gather the companies of some cases that have a page.

    Parameters
    ----------
    con : Connection
        A scanned workspace; it is only read.
    scope : Scope
    cases : mapping of str to sequence of CaseCompany
        The companies of each case whose file lies beside the pages.
    command : str
        What makes the pages again.

    Returns
    -------
    tuple of PartyFile
        In the order of cases and roles; empty where no names were resolved.
    """
    if not all(table_exists(con, name) for name in NEEDED):
        return ()
    pages = {one.group: one.page for told in cases.values() for one in told if one.page}
    if not pages:
        return ()
    with (
        told_cases(con, scope.scan_id),
        lines.lines_seen(con, list(pages), scope.scan_id, scope.as_of),
    ):
        found = _ask(con, scope)
    beside = (frozenset(cases), _how_made(scope, command))
    given = {group: page for group, page in pages.items() if group in found.totals}
    return tuple(_party_file((group, page), found, beside) for group, page in given.items())


def _ask(con: Connection, scope: Scope) -> Found:
    totals = lines.read_totals(con)
    spellings = known.read_spellings(con)
    return Found(
        totals=totals,
        names=known.read_names(con),
        spellings=spellings,
        cases=lines.read_cases_of(con),
        parts={
            "apart": known.read_apart(con),
            "addresses": known.read_addresses(con),
            "stated": known.read_stated(con),
            "roles": lines.read_roles(con),
            "months": lines.read_months(con, scope.as_of),
            "change": lines.read_changes(con, totals),
            "lanes": lines.read_lanes(con),
            "partners": lines.read_partners(con),
            "kept": known.read_kept(con, scope.as_of),
            "tiers": known.read_tiers(con, spellings),
            "decisions": known.read_decisions_of(con, scope.scan_id),
        },
    )


def _party_file(
    which: tuple[int, str], found: Found, beside: tuple[frozenset[str], HowMade]
) -> PartyFile:
    group, page = which
    total, (name, countries, kind) = found.totals[group][0], found.names[group]
    spellings = found.spellings.get(group, [])
    shown = tuple(
        replace(one, name=clipped(one.name), country=clipped(one.country, 12))
        for one in spellings[:MOST_SPELLINGS]
    )
    parts: dict[str, Any] = {part: told.get(group, ()) for part, told in found.parts.items()}
    cases = tuple(
        CaseOf(
            row["case_id"],
            clipped(row["title"], 200),
            standing(clipped(row["status"], 40), str(row["decided_on"] or "")),
            row["lines"],
            row["best_rank"],
            row["case_id"] in beside[0],
        )
        for row in found.cases.get(group, ())
    )
    return PartyFile(
        party_id=page,
        name=name,
        countries=countries,
        kind=kind,
        brief=_brief(total, cases, parts),
        lines=total["lines"],
        flagged=total["flagged"],
        first_seen=str(total["first"]),
        last_seen=str(total["last"]),
        units=total["units"],
        spellings=shown,
        more_spellings=len(spellings) - len(shown),
        cases=cases,
        made=beside[1],
        **parts,
    )


def _brief(
    total: dict[str, Any], cases: Sequence[CaseOf], parts: dict[str, Any]
) -> tuple[str, ...]:
    count, flagged = total["lines"], total["flagged"]
    verb = "is" if flagged == 1 else "are"
    told = [
        f"{plural(count, 'line')} name it from {day(str(total['first']))} to "
        f"{day(str(total['last']))}; {flagged:,} of them ({percent(flagged / count)}) {verb} "
        f"flagged, in {plural(len(cases), 'case')}."
    ]
    told.append(_of_roles(parts["roles"]))
    told.append(_of_change(parts["change"]))
    kept = [one for one in parts["kept"] if one.received]
    if kept:
        received, sent = sum(one.received for one in kept), sum(one.forwarded for one in kept)
        told.append(
            f"It received {number(received)} accelerators and sent on {number(sent)}, all lines "
            "counted; what is not seen to leave may stand there, wait, or have left unseen."
        )
    return tuple(sentence for sentence in told if sentence)


def _of_roles(roles: Sequence[Any]) -> str:
    if not roles:
        return ""
    return f"It stands as {joined([f'{one.role} ({one.lines:,})' for one in roles[:4]])}."


def _of_change(change: Change) -> str:
    start = f"In the last seven days {plural(int(change.recent), 'line')}"
    if change.verdict == TOO_FEW:
        return f"{start}; too few before to say what is usual."
    usual = f"{change.low:g} to {change.high:g} is usual"
    return f"{start}: {change.verdict}, {usual}."


def _how_made(scope: Scope, command: str) -> HowMade:
    return HowMade(
        version=__version__,
        scan_id=scope.scan_id,
        as_of=scope.as_of.isoformat(),
        model=clipped(scope.model),
        fingerprint=clipped(scope.fingerprint),
        settings=settings_of(scope),
        note=clipped(scope.note, 600),
        command=command,
    )


def countries_of(told: PartyFile) -> str:
    """Name the countries that stand with a company's names."""
    return joined([country_name(code, article=True) for code in told.countries]) or "no country"
