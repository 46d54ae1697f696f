"""Gathers everything that a case file shows."""

from collections.abc import Sequence

import pandas as pd

from detector import __version__
from detector.cases import goods_words, plural, weigh_innocents
from detector.errors import InputError
from detector.report.case_file.evidence import (
    gather_evidence,
    read_changes,
    read_ordinary,
    read_views,
)
from detector.report.case_file.findings import Balance, CaseFile
from detector.report.case_file.history import (
    cleared_on,
    gather_timeline,
    read_decisions,
    read_files,
    read_past,
)
from detector.report.case_file.movements import gather_moved, read_balances
from detector.report.case_file.route import follow_route
from detector.report.explain import sections_of
from detector.report.findings import CaseStory, HowMade, Reason
from detector.report.numerals import clipped, money, number, span
from detector.report.queue import read_reasons
from detector.report.scope import Scope, choose_scope, settings_of
from detector.report.stories import read_cases, read_members
from detector.workspace import Connection, table_exists

STRONG_SHARE = 0.15
STRENGTHS = {
    0: "one kind of reason, thinly spread",
    1: "one kind of reason",
    2: "two independent kinds of reason",
    3: "three independent kinds of reason",
}
_GOODS = """
    select goods_class, sum(units_low)::double, sum(units)::double, sum(units_high)::double
    from goods where shipment_no in (select unnest($numbers))
    group by goods_class order by sum(units) desc nulls last, goods_class limit 1
"""


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
    story, why, lines = _find(con, case_id, scope)
    numbers = [int(no) for no in lines["shipment_no"]]
    decisions = read_decisions(con, case_id, lines, scope.as_of)
    drawing, stops, _ = follow_route(con, numbers[0])
    balances = read_balances(con, numbers)
    return CaseFile(
        story=story,
        one_line=_one_line(story),
        strength=_strength([why.get(no, ()) for no in numbers]),
        cleared_on=cleared_on(decisions, case_id),
        known=_known(story, lines),
        inferred=_inferred(con, story, numbers, balances),
        unknown=(*story.unknown, *_always_unknown(balances)),
        drawing=drawing,
        stops=stops,
        evidence=gather_evidence(lines, why),
        timeline=gather_timeline(con, lines, decisions, scope.as_of),
        moved=gather_moved(con, lines),
        balances=balances,
        sections=sections_of(con, numbers[0]),
        views=read_views(con, scope.scan_id, numbers[0]),
        changes=read_changes(con, scope.scan_id, case_id, why),
        innocents=weigh_innocents(con, {case_id: numbers}, scope.as_of).get(case_id, ()),
        ordinary=read_ordinary(con, scope.scan_id, case_id),
        past=read_past(con, scope.scan_id, case_id),
        decisions=decisions,
        files=read_files(con, numbers),
        made=_how_made(scope, case_id),
    )


def _find(
    con: Connection, case_id: str, scope: Scope
) -> tuple[CaseStory, dict[int, tuple[Reason, ...]], pd.DataFrame]:
    why = read_reasons(con, scope, case_id)
    stories = read_cases(con, scope, why, case_id)
    if not stories:
        raise InputError(
            f"Scan {scope.scan_id} knows no case {case_id!r}",
            "the case's id",
            "List them with: chiptrace export cases --workspace W --out cases.csv.",
        )
    return stories[0], why, read_members(con, scope, case_id)


def _one_line(story: CaseStory) -> str:
    when = span(story.first_shipped_on, story.last_shipped_on)
    first = f" {story.reasons[0].text}" if story.reasons else ""
    return f"{plural(story.shipments, 'record')} of {when} stand out together.{first}"


def _strength(each: Sequence[tuple[Reason, ...]]) -> str:
    shares: dict[str, float] = {}
    for reasons in each:
        for reason in reasons:
            shares[reason.view] = shares.get(reason.view, 0.0) + reason.share / len(each)
    strong = sum(share >= STRONG_SHARE for share in shares.values())
    return STRENGTHS[min(strong, max(STRENGTHS))]


def _known(story: CaseStory, lines: pd.DataFrame) -> tuple[str, ...]:
    told = [
        f"{plural(story.shipments, 'record')} in {plural(lines['file'].nunique(), 'file')}, "
        f"shipped {span(story.first_shipped_on, story.last_shipped_on)}, "
        f"declared value {money(story.value_usd)}."
    ]
    goods = [clipped(text, 80) for text in lines["description"].dropna().unique()[:3]]
    if goods:
        told.append("Declared as " + "; ".join(f"“{text}”" for text in goods) + ".")
    arrived = int(lines["arrived_on"].notna().sum())
    told.append(f"{arrived} of {len(lines)} state an arrival.")
    return tuple(told)


def _inferred(
    con: Connection, story: CaseStory, numbers: list[int], balances: Sequence[Balance]
) -> tuple[str, ...]:
    told = []
    if table_exists(con, "goods"):
        for goods, low, units, high in con.execute(_GOODS, {"numbers": numbers}).fetchall():
            if units and story.units:
                scale = story.units / units
                told.append(
                    f"The records hold about {number(story.units)} accelerators "
                    f"({number(low * scale)} to {number(high * scale)}), most as "
                    f"{goods_words(goods)}; each lot is counted once."
                )
            else:
                told.append(f"The goods are taken for {goods_words(goods)}.")
    for told_of in balances[:2]:
        if told_of.sent_on:
            told.append(
                f"{told_of.party} can have sent on {number(told_of.sent_on)} of "
                f"{number(told_of.received)} accelerators that it received, all lines counted."
            )
    if story.typology != "unusual":
        told.append(f"The reasons are consistent most with {story.typology}.")
    else:
        told.append("The reasons are like no named pattern.")
    return tuple(told)


def _always_unknown(balances: Sequence[Balance]) -> tuple[str, ...]:
    told = ["What was agreed between the companies, and what the goods were in truth."]
    if any(balance.sent_on for balance in balances):
        told.append("Whether what left later is what came: lots are matched by date and quantity.")
    return tuple(told)


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
