"""What to do, what became of the flags of the scan before, and rule dates ahead."""

import json
from collections.abc import Sequence
from datetime import timedelta

from detector.cases import joined, plural
from detector.report.findings import CaseStory
from detector.report.health_findings import Rejected, SourceHealth
from detector.report.numerals import clipped, day, rounded
from detector.report.scope import Scope
from detector.report.turn_findings import FlagsBefore, RuleDate, Turn
from detector.workspace import Connection, table_exists

AHEAD_DAYS = 365
MOST_DATES = 6
MOST_OPEN = 3

_AHEAD = """
    select date, event, effect, source, mark from ref_rule_dates
    where date > $as_of and date <= $last order by date, event limit $most
"""
_SCANS = "select scan_id, as_of, model_name, settings from scans where scan_id in ($now, $before)"
_FLAGS = """
    with now as (select shipment_no, flagged from scores where scan_id = $now),
        before as (select shipment_no from scores where scan_id = $before and flagged)
    select (select count(*) from before),
        (select count(*) from before join now using (shipment_no) where now.flagged),
        (select count(*) from now where flagged and shipment_no not in (from before)),
        (select count(*) from now where flagged and shipment_no not in (from before)
            and shipment_no in (select shipment_no from scores where scan_id = $before))
"""
_OPEN = "select count(*) from told_case where status = 'open'"
_BECAME = """
    with before as (
        select shipment_no, shipment_id, case_id from scores where scan_id = $before and flagged
    ), now as (
        select shipment_no from scores where scan_id = $now and flagged
    ), told as (
        {decided}
    ), last as (
        select shipment_no,
            arg_max(decision, (coalesce(decided_on, date '0001-01-01'), own)) as decision
        from told group by shipment_no
    )
    select coalesce(last.decision, '') as decision,
        count(*) filter (before.shipment_no in (from now)) as still,
        count(*) filter (before.shipment_no not in (from now)) as gone
    from before left join last using (shipment_no)
    group by last.decision order by decision = '', still + gone desc, decision
"""
_DECIDED = """
        select before.shipment_no, decided.decision, decided.decided_on, 1 as own
        from before join case_decision decided
            on decided.case_id = '' and decided.shipment_id = before.shipment_id
        union all
        select before.shipment_no, decided.decision, decided.decided_on, 0
        from before join case_decision decided on decided.case_id = before.case_id
        union all
        select before.shipment_no, standing.status, standing.decided_on, 0
        from before join case_standing standing using (case_id) where standing.status is not null
"""
_SHIFTED = """
    select count(*), median(abs(now.rank - before.rank)) filter (now.flagged or before.flagged)
    from scores now join scores before using (shipment_no)
    where now.scan_id = $now and before.scan_id = $before
"""


def read_turn(
    con: Connection,
    scope: Scope,
    cases: Sequence[CaseStory],
    data: tuple[Sequence[SourceHealth], Sequence[Rejected]],
) -> Turn:
    """Gather what to do, the flags of the scan before, and rule dates ahead.

    Parameters
    ----------
    con : Connection
        Holds ``told_case`` of the scan.
    scope : Scope
    cases : sequence of CaseStory
        Strongest first.
    data : tuple
        Sources, and what could not be read.
    """
    ahead = _ahead(con, scope)
    waiting = int(con.execute(_OPEN).fetchall()[0][0])
    return Turn(_to_do((waiting, cases), data, ahead), _before(con, scope), ahead)


def _ahead(con: Connection, scope: Scope) -> tuple[RuleDate, ...]:
    if not table_exists(con, "ref_rule_dates"):
        return ()
    last = scope.as_of + timedelta(days=AHEAD_DAYS)
    values = {"as_of": scope.as_of, "last": last, "most": MOST_DATES}
    return tuple(
        RuleDate(when.isoformat(), event, effect, source, mark)
        for when, event, effect, source, mark in con.execute(_AHEAD, values).fetchall()
    )


def _before(con: Connection, scope: Scope) -> FlagsBefore | None:
    if scope.before_id is None:
        return None
    both = {"now": scope.scan_id, "before": scope.before_id}
    told = {row[0]: row[1:] for row in con.execute(_SCANS, both).fetchall()}
    as_of, model, settings = told[scope.before_id]
    flagged, still, new, of_old_lines = (
        int(count) for count in con.execute(_FLAGS, both).fetchall()[0]
    )
    rows = con.execute(_BECAME.replace("{decided}", _DECIDED), both).fetchall()
    became = tuple((clipped(what, 40), int(still), int(gone)) for what, still, gone in rows)
    ((scored, moved),) = con.execute(_SHIFTED, both).fetchall()
    now_model = told[scope.scan_id][1]
    changed = f"{clipped(model)} to {clipped(now_model)}" if model != now_model else ""
    return FlagsBefore(
        *(scope.before_id, as_of.isoformat(), flagged, still, flagged - still, new, of_old_lines),
        became=became,
        model_change=changed,
        settings_changed=_differ(settings, scope.settings),
        both_scored=int(scored),
        rank_moved=rounded(moved),
    )


def _differ(before: str | None, now: str) -> tuple[tuple[str, str, str], ...]:
    """List settings that two scans do not share, with both values."""
    try:
        one, two = json.loads(before or "{}"), json.loads(now or "{}")
    except ValueError:
        return ()
    names = sorted({*one, *two})
    return tuple(
        (clipped(name, 40), _written(one.get(name)), _written(two.get(name)))
        for name in names
        if one.get(name) != two.get(name)
    )


def _written(value: object) -> str:
    return clipped(json.dumps(value), 40)


def _to_do(
    open_cases: tuple[int, Sequence[CaseStory]],
    data: tuple[Sequence[SourceHealth], Sequence[Rejected]],
    ahead: Sequence[RuleDate],
) -> tuple[str, ...]:
    told: list[str] = []
    waiting, cases = open_cases
    first = joined([case.case_id for case in cases if case.status == "open"][:MOST_OPEN])
    if waiting and first:
        told.append(
            f"Review {plural(waiting, 'open case')}, the strongest first: {first}. "
            "Hold each against the original documents."
        )
    late = [source for source in data[0] if source.verdict == "late"]
    if late:
        named = joined([clipped(source.source) for source in late[:MOST_OPEN]])
        told.append(f"Ask for the records of {plural(len(late), 'late source')}: {named}.")
    lost = sum(row.count for row in data[1] if not row.line_kept)
    if lost:
        told.append(
            f"See why {plural(lost, 'line')} could not be loaded: chiptrace export rejects."
        )
    if ahead:
        told.append(f"Prepare for {day(ahead[0].day)}: {ahead[0].event}.")
    return tuple(told) or ("Nothing waits: no case is open, no source is late, no line was lost.",)
