"""Gathers everything that case files show, each question asked once for all cases."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pandas as pd

from detector import __version__
from detector.cases import InnocentTest, weigh_innocents
from detector.errors import InputError
from detector.report.case_file.companies import read_companies_of
from detector.report.case_file.controls import read_controls
from detector.report.case_file.evidence import (
    gather_evidence,
    read_changes,
    read_ordinary,
    read_views,
)
from detector.report.case_file.findings import (
    Balance,
    CaseCompany,
    CaseFile,
    Change,
    ControlOf,
    Decision,
    Event,
    Moved,
    Ordinary,
    Past,
    SourceFile,
)
from detector.report.case_file.history import (
    cleared_on,
    gather_timeline,
    read_companies,
    read_decisions,
    read_earlier_names,
    read_files,
    read_past,
    read_rules,
)
from detector.report.case_file.movements import gather_moved, read_balances
from detector.report.case_file.route import Route, follow_routes
from detector.report.case_file.wording import (
    Goods,
    say_inferred,
    say_known,
    say_line,
    say_strength,
    say_unknown,
)
from detector.report.explain import Section, sections_of
from detector.report.findings import CaseStory, HowMade, Reason
from detector.report.numerals import clipped
from detector.report.queue import read_reasons
from detector.report.scope import Scope, choose_scope, settings_of
from detector.report.stories import read_cases, read_members
from detector.workspace import Connection, table_exists

_GOODS = """
    select member.case_id, goods.goods_class, sum(goods.units_low)::double as low,
        sum(goods.units)::double as units, sum(goods.units_high)::double as high
    from goods join case_member member using (shipment_no)
    group by member.case_id, goods.goods_class
    qualify row_number() over (
        partition by member.case_id
        order by sum(goods.units) desc nulls last, goods.goods_class) = 1
    order by member.case_id
"""


@dataclass(frozen=True, slots=True)
class Found:
    """What the workspace holds of cases, by case_id; routes and sections by shipment_no."""

    earlier: dict[str, list[str]]
    decisions: dict[str, list[Decision]]
    routes: dict[int, Route]
    balances: dict[str, list[Balance]]
    goods: dict[str, Goods]
    timeline: tuple[tuple[Event, ...], dict[str, list[Event]]]
    moved: dict[str, list[Moved]]
    companies: dict[str, tuple[CaseCompany, ...]]
    controls: dict[str, list[ControlOf]]
    sections: dict[int, tuple[Section, ...]]
    views: dict[str, tuple[tuple[str, float], ...]]
    changes: dict[str, list[Change]]
    innocents: dict[str, tuple[InnocentTest, ...]]
    ordinary: dict[str, list[Ordinary]]
    past: dict[str, list[Past]]
    files: dict[str, list[SourceFile]]


@contextmanager
def members_seen(con: Connection, members: pd.DataFrame) -> Iterator[None]:
    """Let SQL see the lines of cases as ``case_member``: case_id, shipment_no, its id, rank, place.

    Parameters
    ----------
    con : Connection
    members : DataFrame of shape (n_shipments, n_columns)
        By case and rank, as `read_members` gives them.
    """
    frame = members[["case_id", "shipment_no", "source", "shipment_id", "rank"]].copy()
    frame["place"] = frame.groupby("case_id", sort=False).cumcount() + 1
    con.register("case_member", frame)
    try:
        yield
    finally:
        con.unregister("case_member")


def build_case_file(con: Connection, case_id: str, scope: Scope | None = None) -> CaseFile:
    """Gather one case of a scan.

    Parameters
    ----------
    con : Connection
        A scanned workspace; it is only read.
    case_id : str
    scope : Scope, optional
        Default: the latest scan.

    Raises
    ------
    WorkspaceError
        If nothing has been scanned yet.
    InputError
        If the scan knows no such case.
    """
    scope = scope or choose_scope(con, None)
    told = build_case_files(con, (case_id,), scope)
    if not told:
        raise InputError(
            f"Scan {scope.scan_id} knows no case {case_id!r}",
            "the case's id",
            "List them with: chiptrace export cases --workspace W --out cases.csv.",
        )
    return told[0]


def build_case_files(
    con: Connection, case_ids: Sequence[str], scope: Scope
) -> tuple[CaseFile, ...]:
    """Gather several cases of a scan, each question asked once for all of them.

    Parameters
    ----------
    con : Connection
        A scanned workspace; it is only read.
    case_ids : sequence of str
        Those that the scan does not know are left out.
    scope : Scope

    Returns
    -------
    tuple of CaseFile
        Strongest first.
    """
    members = read_members(con, scope, case_ids)
    why = read_reasons(con, scope, [int(number) for number in members["shipment_no"]])
    stories = read_cases(con, scope, why, case_ids)
    by_case = {str(name): lines for name, lines in members.groupby("case_id", sort=False)}
    if not stories:
        return ()
    with members_seen(con, members):
        found = _ask(con, scope, members, why)
    return tuple(
        _case_file(story, by_case[story.case_id], (scope, why, found)) for story in stories
    )


def read_cleared(con: Connection, scope: Scope, members: pd.DataFrame) -> dict[str, str]:
    """Say on which day each case was cleared, in words; cases whose last decision is another lack.

    Parameters
    ----------
    con : Connection
    scope : Scope
    members : DataFrame of shape (n_shipments, n_columns)
        By case and rank, as `read_members` gives them.
    """
    with members_seen(con, members):
        earlier = read_earlier_names(con, scope.scan_id)
        decisions = read_decisions(con, earlier)
    ids = {str(name): list(lines["shipment_id"]) for name, lines in members.groupby("case_id")}
    told = {
        case_id: cleared_on(decisions.get(case_id, ()), (case_id, *earlier.get(case_id, ())), lines)
        for case_id, lines in ids.items()
    }
    return {case_id: day for case_id, day in told.items() if day}


def _ask(
    con: Connection, scope: Scope, members: pd.DataFrame, why: Mapping[int, tuple[Reason, ...]]
) -> Found:
    numbers = {
        str(case_id): [int(number) for number in lines["shipment_no"]]
        for case_id, lines in members.groupby("case_id", sort=False)
    }
    firsts = [each[0] for each in numbers.values()]
    earlier = read_earlier_names(con, scope.scan_id)
    return Found(
        earlier=earlier,
        decisions=read_decisions(con, earlier),
        routes=follow_routes(con, firsts),
        balances=read_balances(con),
        goods=_read_goods(con),
        timeline=(read_rules(con, members), read_companies(con, members, scope.as_of)),
        moved=gather_moved(con, members),
        companies=read_companies_of(con, numbers),
        controls=read_controls(con),
        sections=sections_of(con, firsts),
        views=read_views(con, scope.scan_id),
        changes=read_changes(con, scope.scan_id, why),
        innocents=weigh_innocents(con, numbers, scope.as_of),
        ordinary=read_ordinary(con, scope.scan_id),
        past=read_past(con, scope.scan_id),
        files=read_files(con),
    )


def _case_file(
    story: CaseStory,
    lines: pd.DataFrame,
    told: tuple[Scope, Mapping[int, tuple[Reason, ...]], Found],
) -> CaseFile:
    scope, why, found = told
    case_id, numbers = story.case_id, [int(no) for no in lines["shipment_no"]]
    decisions = tuple(found.decisions.get(case_id, ()))
    earlier = tuple(found.earlier.get(case_id, ()))
    balances = tuple(found.balances.get(case_id, ()))
    drawing, stops = found.routes[numbers[0]]
    cleared = cleared_on(decisions, (case_id, *earlier), list(lines["shipment_id"]))
    return CaseFile(
        story=replace(story, cleared_on=cleared),
        one_line=say_line(story),
        strength=say_strength([why.get(no, ()) for no in numbers]),
        cleared_on=cleared,
        earlier_names=earlier,
        known=say_known(story, lines),
        inferred=say_inferred(story, found.goods.get(case_id), balances),
        unknown=(*story.unknown, *say_unknown(balances)),
        drawing=drawing,
        stops=stops,
        evidence=gather_evidence(lines, why),
        timeline=gather_timeline(lines, decisions, found.timeline, scope.as_of),
        moved=tuple(found.moved.get(case_id, ())),
        balances=balances,
        companies=found.companies.get(case_id, ()),
        controls=tuple(found.controls.get(case_id, ())),
        sections=found.sections[numbers[0]],
        views=found.views.get(case_id, ()),
        changes=tuple(found.changes.get(case_id, ())),
        innocents=found.innocents.get(case_id, ()),
        ordinary=tuple(found.ordinary.get(case_id, ())),
        past=tuple(found.past.get(case_id, ())),
        decisions=decisions,
        files=tuple(found.files.get(case_id, ())),
        made=_how_made(scope, case_id),
    )


def _read_goods(con: Connection) -> dict[str, Goods]:
    if not table_exists(con, "goods"):
        return {}
    return {str(case_id): tuple(told) for case_id, *told in con.execute(_GOODS).fetchall()}


def _how_made(scope: Scope, case_id: str) -> HowMade:
    return HowMade(
        version=__version__,
        scan_id=scope.scan_id,
        as_of=scope.as_of.isoformat(),
        model=clipped(scope.model),
        fingerprint=clipped(scope.fingerprint),
        settings=settings_of(scope),
        note=clipped(scope.note, 600),
        command=f"chiptrace case {case_id} --workspace W --week {scope.week} --out reports",
    )
