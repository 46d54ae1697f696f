"""Gathers everything that case files show, each question asked once for all cases."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pandas as pd

from detector import __version__
from detector.cases import InnocentTest, Merge, read_merges, told_cases, weigh_innocents
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
    CaseFile,
    Change,
    ControlOf,
    Event,
    Moved,
    Ordinary,
    Past,
    SourceFile,
)
from detector.report.case_file.history import (
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
from detector.report.findings import CaseCompany, CaseStory, Decision, HowMade, Reason
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
    merged: dict[str, list[Merge]]
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
    """Let SQL see the lines of cases as ``case_member``, by case and place.

    Parameters
    ----------
    con : Connection
    members : DataFrame of shape (n_shipments, n_columns)
        By case and rank, as `read_members` gives them.
    """
    frame = members[
        ["case_id", "flagged_as", "shipment_no", "source", "shipment_id", "rank"]
    ].copy()
    frame["place"] = frame.groupby("case_id", sort=False).cumcount() + 1
    con.register("case_member", frame)
    try:
        yield
    finally:
        con.unregister("case_member")


def build_case_file(
    con: Connection, case_id: str, scope: Scope | None = None, *, merging: bool = True
) -> CaseFile:
    """Gather one case of a scan; of a merged case, the one that it is told as.

    Parameters
    ----------
    con : Connection
        A scanned workspace; it is only read.
    case_id : str
    scope : Scope, optional
        Default: the latest scan.
    merging : bool
        Tell merged cases as one; else each by itself.

    Raises
    ------
    WorkspaceError
        If nothing has been scanned yet.
    InputError
        If the scan knows no such case.
    """
    scope = scope or choose_scope(con, None)
    told = build_case_files(con, (case_id,), scope, merging=merging)
    if not told:
        raise InputError(
            f"Scan {scope.scan_id} knows no case {case_id!r}",
            "the case's id",
            "List them with: chiptrace export cases --workspace W --out cases.csv.",
        )
    return told[0]


def build_case_files(
    con: Connection, case_ids: Sequence[str], scope: Scope, *, merging: bool = True
) -> tuple[CaseFile, ...]:
    """Gather several cases of a scan, each question asked once for all of them.

    Parameters
    ----------
    con : Connection
        A scanned workspace; it is only read.
    case_ids : sequence of str
        Those that the scan does not know are left out.
    scope : Scope
    merging : bool
        Tell merged cases as one; else each by itself.

    Returns
    -------
    tuple of CaseFile
        Strongest first.
    """
    with told_cases(con, scope.scan_id, merging=merging) as merged:
        wanted = tuple(dict.fromkeys(merged.get(case_id, case_id) for case_id in case_ids))
        members = read_members(con, scope, wanted)
        why = read_reasons(con, scope, [int(number) for number in members["shipment_no"]])
        stories = read_cases(con, scope, why, wanted)
        if not stories:
            return ()
        with members_seen(con, members):
            found = _ask(con, scope, members, why)
        found.merged.update(_merged(con, merged))
    by_case = {str(name): lines for name, lines in members.groupby("case_id", sort=False)}
    return tuple(
        _case_file(story, by_case[story.case_id], (scope, why, found)) for story in stories
    )


def _merged(con: Connection, merged: Mapping[str, str]) -> dict[str, list[Merge]]:
    """Give what was merged into each case, by the case that it is told as."""
    found: dict[str, list[Merge]] = {}
    for one in read_merges(con):
        if one.case_id in merged:
            told = Merge(*(clipped(getattr(one, name), 600) for name in Merge.__slots__))
            found.setdefault(merged[one.case_id], []).append(told)
    return found


def _ask(
    con: Connection, scope: Scope, members: pd.DataFrame, why: Mapping[int, tuple[Reason, ...]]
) -> Found:
    numbers = {
        str(case_id): [int(number) for number in lines["shipment_no"]]
        for case_id, lines in members.groupby("case_id", sort=False)
    }
    firsts = [each[0] for each in numbers.values()]
    return Found(
        earlier=read_earlier_names(con, scope.scan_id),
        merged={},
        decisions=read_decisions(con),
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
    balances = tuple(found.balances.get(case_id, ()))
    drawing, stops = found.routes[numbers[0]]
    return CaseFile(
        story=story,
        one_line=say_line(story),
        strength=say_strength([why.get(no, ()) for no in numbers]),
        earlier_names=tuple(found.earlier.get(case_id, ())),
        merged=tuple(found.merged.get(case_id, ())),
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
