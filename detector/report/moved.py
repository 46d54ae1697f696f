"""Lanes, parties and key figures beside their own past, and cases by named pattern."""

from collections.abc import Mapping, Sequence
from typing import Any

from detector.cases import country_name
from detector.report.case_file.companies import page_id
from detector.report.numerals import clipped, rounded, whole
from detector.report.queue import lane_of
from detector.report.scope import Scope
from detector.report.trend_findings import LaneTrend, Moved, PartyTrend, TypologyRow
from detector.report.trends import TOO_FEW, WINDOW_DAYS, WINDOWS, Change, judge, windows_of
from detector.workspace import Connection, table_exists

MOST_CHANGED = 8
MOST_FLAGGED = 12
Lanes = Mapping[tuple[str, str], tuple[int, Change]]

_AGO = "(date_diff('day', shipped_on, $as_of::date) // $days)::integer"
_FIGURES = """
    select {ago} as ago, count(*) as lines, count(*) filter (is_computing) as computing,
        count(*) filter (flagged) as flagged,
        coalesce(sum(units) filter (flagged and not counted_elsewhere), 0)::double as units,
        coalesce(sum(value_usd) filter (flagged and not counted_elsewhere), 0)::double as value
    from week_line group by ago order by ago
""".replace("{ago}", _AGO)
_CASES = """
    select (date_diff('day', last_shipped_on, $as_of::date) // $days)::integer as ago, count(*)
    from told_case group by ago order by ago
"""
_LANES = """
    select coalesce(start, ''), coalesce(finish, ''), {ago} as ago,
        count(*) filter (is_computing or $all_lines), count(*) filter (flagged)
    from week_line group by all order by all
""".replace("{ago}", _AGO)
_PARTIES = """
    with stood as (
        select exporter_group as group_id, shipment_no from ledger where exporter_group is not null
        union all
        select consignee_group, shipment_no from ledger
        where consignee_group is not null and consignee_group is distinct from exporter_group
    ), counted as (
        select stood.group_id, count(*) as lines, count(*) filter (line.flagged) as flagged,
            max({ago}) as first_ago, {windows} as windows
        from stood join week_line line using (shipment_no)
        where line.is_computing or $all_lines group by stood.group_id
    ), lately as (
        select * from counted where flagged > 0 or list_sum(windows) >= $least
    )
    select lately.*, min(link.name) as first_name, (
        select arg_min(name, party_id) from party where party.group_id = lately.group_id
    ) as name
    from lately left join party_link link using (group_id)
    group by all order by lately.group_id
""".replace("{ago}", _AGO)
_TYPOLOGIES = """
    select typology, count(*) as cases,
        count(*) filter (case_id not in (select case_id from cases where scan_id = $before_id)),
        sum(shipments)::bigint as lines, sum(units::decimal(18, 3))::double,
        coalesce(sum(value_usd::decimal(18, 2)), 0)::double,
        count(*) filter (status = 'open'), histogram(status)
    from told_case group by typology
    order by cases desc, typology
"""


def read_figures(con: Connection, scope: Scope) -> dict[str, Change]:
    """Set the counts of the last seven days beside the same counts of earlier seven days.

    Parameters
    ----------
    con : Connection
        Holds ``week_line`` and ``told_case``.
    scope : Scope

    Returns
    -------
    dict of str to Change
        ``lines``, ``computing``, ``flagged``, ``units``, ``value``, ``cases``.
    """
    values = {"as_of": scope.as_of, "days": WINDOW_DAYS}
    rows = con.execute(_FIGURES, values).fetchall()
    cases = con.execute(_CASES, values).fetchall()
    first = max((row[0] for row in rows), default=0)
    told = {
        name: judge(windows_of(((row[0], row[place]) for row in rows), first))
        for place, name in enumerate(("lines", "computing", "flagged", "units", "value"), start=1)
    }
    return told | {"cases": judge(windows_of(cases, first))}


def read_lanes(con: Connection, scope: Scope, *, all_lines: bool) -> dict[tuple[str, str], Any]:
    """Set each lane's last seven days beside its own past; with its flags of the whole scan."""
    values = {"as_of": scope.as_of, "days": WINDOW_DAYS, "all_lines": all_lines}
    held: dict[tuple[str, str], list[tuple[int, int]]] = {}
    flags: dict[tuple[str, str], int] = {}
    for start, finish, ago, lines, flagged in con.execute(_LANES, values).fetchall():
        lane = (clipped(start, 12), clipped(finish, 12))
        flags[lane] = flags.get(lane, 0) + int(flagged)
        if lines:
            held.setdefault(lane, []).append((int(ago), int(lines)))
    return {
        lane: (flagged, judge(windows_of(pairs, max(ago for ago, _ in pairs))))
        for lane, flagged in flags.items()
        for pairs in (held.get(lane, [(0, 0)]),)
    }


def read_moved(con: Connection, scope: Scope, lanes: Lanes, *, all_lines: bool) -> Moved:
    """Say which lanes and parties lie outside their own usual range.

    Parameters
    ----------
    con : Connection
        Holds ``week_line``.
    scope : Scope
    lanes : mapping
        As `read_lanes` gives them.
    all_lines : bool
        Count all lines, not those of computing goods.
    """
    told = [
        LaneTrend(
            lane_of(*lane), f"{country_name(lane[0])} to {country_name(lane[1])}", flagged, change
        )
        for lane, (flagged, change) in lanes.items()
    ]
    compared = [one for one in told if one.change.verdict != TOO_FEW]
    outside = [one for one in compared if one.change.verdict != "usual"]
    outside.sort(key=lambda one: (-abs(one.change.off), one.words))
    parties, parties_compared, parties_outside = _parties(con, scope, all_lines=all_lines)
    return Moved(
        "lines" if all_lines else "lines of computing goods",
        tuple(outside[:MOST_CHANGED]),
        len(compared),
        len(outside),
        parties,
        parties_compared,
        parties_outside,
    )


def read_typologies(con: Connection, scope: Scope) -> tuple[TypologyRow, ...]:
    """Count cases by the named pattern that they look most like."""
    values = {"before_id": scope.before_id}
    return tuple(
        TypologyRow(
            clipped(typology),
            int(cases),
            int(new) if scope.before_id is not None else None,
            int(lines),
            rounded(units),
            whole(value) or 0,
            int(waiting),
            tuple(sorted((status, n) for status, n in decided.items() if status != "open")),
        )
        for typology, cases, new, lines, units, value, waiting, decided in con.execute(
            _TYPOLOGIES, values
        ).fetchall()
    )


def _parties(
    con: Connection, scope: Scope, *, all_lines: bool
) -> tuple[tuple[PartyTrend, ...], int, int]:
    if not all(table_exists(con, name) for name in ("ledger", "party", "party_link")):
        return (), 0, 0
    counts = ", ".join(f"count(*) filter ({_AGO} = {ago})" for ago in range(WINDOWS))
    values = {"as_of": scope.as_of, "days": WINDOW_DAYS, "all_lines": all_lines, "least": 5}
    rows = con.execute(_PARTIES.replace("{windows}", f"[{counts}]"), values).fetchall()
    told = [_party(row) for row in rows]
    compared = [one for one in told if one.change.verdict != TOO_FEW]
    outside = [one for one in compared if one.change.verdict != "usual"]
    outside.sort(key=lambda one: (-abs(one.change.off), one.name, one.group))
    flagged = sorted(
        (one for one in told if one.flagged), key=lambda one: (-one.flagged, one.name, one.group)
    )
    shown = dict.fromkeys([*flagged[:MOST_FLAGGED], *outside[:MOST_CHANGED]])
    return tuple(shown), len(compared), len(outside)


def _party(row: Sequence[Any]) -> PartyTrend:
    group, lines, flagged, first_ago, windows, first_name, name = row
    return PartyTrend(
        int(group),
        page_id(str(first_name)) if first_name else "",
        clipped(name) or "not named",
        int(lines),
        int(flagged),
        judge(windows_of(enumerate(windows), int(first_ago))),
    )
