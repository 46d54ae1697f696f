"""What reviewers have decided of the cases of a scan, as it stands when it is asked.

A case is *decided* by the last decision on record about it, on whatever day it was taken: about its
own id, about a case that was merged into it, about an earlier case whose lines it took in; failing
those, by the one decision that all its lines share. A case that repeats another, as a reviewer
said, is *merged*: it is told as that other one, until a later decision parts them. ``cases.status``
keeps what was known at the scan's last day; pages and exports read this.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pandas as pd

from detector.cases.grouping import tell_together
from detector.cases.lines import flagged_view
from detector.workspace import Connection, table_exists

DESK = "review desk"  # the source of what the desk decided
_DECISIONS = f"""
    create or replace temp view case_decision as
    select * replace (coalesce(trim(case_id), '') as case_id) from {{dispositions}}
    where decision is not null and (not {{elsewhere}} or source is distinct from '{DESK}') and not (
        source is not distinct from '{DESK}' and case_id in (select case_id from case_told_as))
"""  # noqa: S608  our names; of a merged case the desk only echoes what it was merged into
_NONE = """(
        select null::varchar as case_id, null::varchar as shipment_id, null::varchar as decision,
            null::date as decided_on, null::varchar as decided_by, null::varchar as reason_code,
            null::varchar as note, null::varchar as source where false)
"""
_NO_MERGES = """
    create or replace temp view merge_asked as
    select null::varchar as case_id, null::varchar as into_id where false
"""
_MERGES = "create or replace temp view merge_asked as select case_id, into_id from case_merge"
_NAMES = """
    with asked as (
        select case_id as name from case_decision where case_id <> ''
        union select case_id from merge_asked union select into_id from merge_asked
    ), own as (
        select name from asked where name in (select case_id from cases where scan_id = $scan_id)
    ), taken_in as (
        select distinct now.case_id, before.case_id as name
        from scores before join scores now on now.shipment_id = before.shipment_id
            and now.source is not distinct from before.source
        where before.scan_id < $scan_id and now.scan_id = $scan_id and now.case_id is not null
            and before.case_id in (select name from asked)
            and before.case_id not in (select name from own)
    )
    select name as case_id, name from own union select case_id, name from taken_in
    order by case_id, name
"""
_ASKED = "select case_id, into_id from merge_asked order by case_id"
_ABOUT = """
    create or replace temp view case_bearer as
    select distinct name.name, coalesce(one.told_as, name.case_id) as case_id
    from case_called name left join case_told_as one using (case_id)
"""
_STANDING = """
    create or replace temp table case_standing as
    with about as (
        select bearer.case_id, decision.decision, decision.decided_on,
            (coalesce(decision.decided_on, date '0001-01-01'), decision.case_id, decision.decision)
                as place
        from case_decision decision join case_bearer bearer on bearer.name = decision.case_id
    ), own as (
        select case_id, arg_max(decision, place) as decision, max(decided_on) as decided_on
        from about group by case_id
    ), line as (
        select shipment_id, arg_max(decision,
                (coalesce(decided_on, date '0001-01-01'), decision)) as decision,
            max(decided_on) as decided_on
        from case_decision where case_id = '' group by shipment_id
    ), shared as (
        select coalesce(one.told_as, score.case_id) as case_id, min(line.decision) as decision,
            max(line.decided_on) as decided_on
        from scores score left join line using (shipment_id)
        left join case_told_as one using (case_id)
        where score.scan_id = $scan_id and score.case_id is not null
            and exists (select 1 from line)
        group by all
        having count(line.decision) = count(*) and min(line.decision) = max(line.decision)
    ), stands as (
        select coalesce(own.case_id, shared.case_id) as case_id,
            coalesce(own.decision, shared.decision) as decision,
            case when own.case_id is null then shared.decided_on else own.decided_on end
                as decided_on
        from own full join shared using (case_id)
    )
    select one.case_id, one.told_as, stands.decision as status, stands.decided_on
    from case_told_as one left join stands on stands.case_id = one.told_as
    union all
    select case_id, case_id, decision, decided_on from stands
    order by case_id
"""
_TOLD = """
    create or replace temp table told_case as
    select kept.* replace (coalesce(standing.status, 'open') as status), standing.decided_on
    from cases kept left join case_standing standing using (case_id)
    where kept.scan_id = $scan_id and kept.case_id not in (
        select case_id from case_told_as union select told_as from case_told_as)
    order by kept.case_id
"""
_MEMBERS = """
    select coalesce(one.told_as, score.case_id) as case_id, score.shipment_no, score.score
    from scores score left join case_told_as one using (case_id)
    where score.scan_id = $scan_id and (one.case_id is not null
        or score.case_id in (select told_as from case_told_as))
    order by case_id, score.shipment_no
"""
_TOGETHER = """
    insert into told_case by name
    select kept.* exclude (title, score, shipments, units, value_usd, parties, route,
            first_shipped_on, last_shipped_on, status),
        told.title, told.score, told.shipments, told.units, told.value_usd, told.parties,
        told.route, told.first_shipped_on, told.last_shipped_on,
        coalesce(standing.status, 'open') as status, standing.decided_on
    from told_together told join cases kept using (case_id)
    left join case_standing standing using (case_id)
    where kept.scan_id = $scan_id order by kept.case_id
"""
_MADE = (
    ("table", "told_case"),
    ("table", "case_standing"),
    ("view", "case_bearer"),
    ("view", "case_decision"),
    ("view", "merge_asked"),
    ("table", "case_called"),
    ("table", "case_told_as"),
)


@dataclass(frozen=True, slots=True)
class Merge:
    """A case that repeats another, as a reviewer said; days are ISO dates."""

    case_id: str
    into_id: str
    decided_on: str
    decided_by: str
    note: str


@contextmanager
def told_cases(
    con: Connection, scan_id: int, *, merging: bool = True, elsewhere: bool = False
) -> Iterator[dict[str, str]]:
    """Lay out the cases of a scan as people are told of them, for as long as they are asked.

    Makes the temporary tables ``told_case``, the rows of ``cases`` with ``status`` and
    ``decided_on`` by all decisions on record and merged cases as one; ``case_standing``, the
    decided or merged ones alone: case_id, told_as, status, decided_on; ``case_told_as``, the
    merged ones alone; and the views ``case_decision``, the decisions that count, and
    ``case_bearer``, the case that bears each name they go by.

    Parameters
    ----------
    con : Connection
        A scanned workspace; it is only read.
    scan_id : int
    merging : bool
        Tell merged cases as one; else each by itself.
    elsewhere : bool
        Leave out what the review desk of this workspace decided itself.

    Yields
    ------
    dict of str to str
        The case that each merged one is told as.
    """
    try:
        yield _lay_out(con, scan_id, merging=merging, elsewhere=elsewhere)
    finally:
        for kind, name in _MADE:
            con.execute(f"drop {kind} if exists {name}")


def _lay_out(con: Connection, scan_id: int, *, merging: bool, elsewhere: bool) -> dict[str, str]:
    _lay(con, "case_told_as", ("case_id", "told_as"), [])
    decided = "dispositions" if table_exists(con, "dispositions") else _NONE
    con.execute(_DECISIONS.format(dispositions=decided, elsewhere=str(elsewhere).lower()))
    con.execute(_MERGES if merging and table_exists(con, "case_merge") else _NO_MERGES)
    scan = {"scan_id": scan_id}
    names = [(str(case), str(name)) for case, name in con.execute(_NAMES, scan).fetchall()]
    asked = {str(case): str(into) for case, into in con.execute(_ASKED).fetchall()}
    merged = _resolve(asked, names)
    _lay(con, "case_called", ("case_id", "name"), names)
    _lay(con, "case_told_as", ("case_id", "told_as"), sorted(merged.items()))
    con.execute(_ABOUT)
    con.execute(_STANDING, scan)
    con.execute(_TOLD, scan)
    if merged:
        _tell_together(con, scan_id)
    return merged


def read_merges(con: Connection) -> tuple[Merge, ...]:
    """List what reviewers said repeats another case, whatever scan knows of it."""
    if not table_exists(con, "case_merge"):
        return ()
    rows = con.execute(
        "select case_id, into_id, decided_on, decided_by, note from case_merge order by case_id"
    ).fetchall()
    return tuple(Merge(*(str(cell or "") for cell in row)) for row in rows)


def _resolve(asked: Mapping[str, str], names: list[tuple[str, str]]) -> dict[str, str]:
    """Say for each merged case of the scan which case of the scan it is told as; rings stay apart.

    Examples
    --------
    >>> _resolve({"C-2": "C-1", "C-3": "C-2"}, [("C-1", "C-1"), ("C-2", "C-2"), ("C-3", "C-3")])
    {'C-2': 'C-1', 'C-3': 'C-1'}
    """
    bearers: dict[str, list[str]] = {}
    for case_id, name in names:
        bearers.setdefault(name, []).append(case_id)
    told: dict[str, str] = {}
    for start in asked:
        seen, at = [start], asked[start]
        while at in asked and at not in seen:
            seen.append(at)
            at = asked[at]
        if at in seen or at not in bearers:
            continue
        told |= {case: bearers[at][0] for case in bearers.get(start, ()) if case != bearers[at][0]}
    return {case: into for case, into in told.items() if into not in told}


def _lay(
    con: Connection, table: str, columns: tuple[str, str], rows: list[tuple[str, str]]
) -> None:
    frame = pd.DataFrame(rows, columns=list(columns), dtype="object")
    con.register("laid", frame)
    try:
        both = ", ".join(f"{name}::varchar as {name}" for name in columns)
        con.execute(f"create or replace temp table {table} as select {both} from laid")  # noqa: S608  our names
    finally:
        con.unregister("laid")


def _tell_together(con: Connection, scan_id: int) -> None:
    """Tell each case that others were merged into anew, from the lines of all of them."""
    members: dict[str, dict[int, float]] = {}
    for case_id, number, score in con.execute(_MEMBERS, {"scan_id": scan_id}).fetchall():
        members.setdefault(str(case_id), {})[int(number)] = float(score)
    rows: list[dict[str, Any]] = []
    for case_id, scores in members.items():
        with flagged_view(con, list(scores)):
            rows.append(tell_together(con, scores) | {"case_id": case_id})
    con.register("told_together", pd.DataFrame(rows).drop(columns="shipment_nos"))
    try:
        con.execute(_TOGETHER, {"scan_id": scan_id})
    finally:
        con.unregister("told_together")
