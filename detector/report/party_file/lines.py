"""The lines that name some companies: how many, when, where, with whom."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import pandas as pd

from detector.report.explain.standing import ROLES, role_words, rows_of
from detector.report.numerals import clipped, rounded
from detector.report.party_file.findings import LaneOf, Month, Partner, Role
from detector.report.queue import lane_of
from detector.report.trends import WINDOW_DAYS, WINDOWS, Change, judge, windows_of
from detector.workspace import Connection

MOST_LANES = 12
MOST_PARTNERS = 12
MONTHS = 24
WIDTH, HEIGHT = 24, 96  # of a month's bar

_LINES = f"""
    create or replace temp table party_line as
    with named as ({
    " union all ".join(
        f"select {role}_group as group_id, '{role_words(role)}' as role, shipment_no, "
        "shipped_on, exporter_country, destination_country, exporter_group, consignee_group, "
        f"units, value_usd from ledger where {role}_group in (select group_id from asked_group)"
        for role in ROLES
    )
})
    select named.*, score.flagged, coalesce(merged.told_as, score.case_id) as case_id, score.rank
    from named join scores score on score.scan_id = $scan_id
        and score.shipment_no = named.shipment_no
    left join case_told_as merged on merged.case_id = score.case_id
    order by group_id, shipment_no, role
"""  # noqa: S608  our own names
_ONCE = """
    create or replace temp table party_once as
    select group_id, shipment_no, any_value(shipped_on) as shipped_on,
        any_value(exporter_country) as start, any_value(destination_country) as finish,
        any_value(coalesce(units, 0)::decimal(18, 3)) as units, any_value(flagged) as flagged,
        any_value(case_id) as case_id, any_value(rank) as rank,
        (date_diff('day', any_value(shipped_on), $as_of::date) // $window)::integer as ago
    from party_line group by group_id, shipment_no order by group_id, shipment_no
"""
_TOTALS = """
    select group_id, count(*) as lines, count(*) filter (flagged) as flagged,
        min(shipped_on) as first, max(shipped_on) as last, sum(units)::double as units,
        max(ago) as first_ago
    from party_once group by group_id order by group_id
"""
_ROLES = """
    select group_id, role, count(*) as lines, count(*) filter (flagged) as flagged,
        min(shipped_on) as first, max(shipped_on) as last
    from party_line group by group_id, role order by group_id, lines desc, role
"""
_WINDOWS = """
    select group_id, ago, count(*) as lines from party_once where ago < $windows
    group by group_id, ago order by group_id, ago
"""
_MONTHS = """
    select group_id, date_trunc('month', shipped_on)::date as month, count(*) as lines,
        count(*) filter (flagged) as flagged, sum(units)::double as units
    from party_once group by group_id, month order by group_id, month
"""
_LANES = """
    select group_id, start, finish, count(*) as lines, count(*) filter (flagged) as flagged,
        sum(units)::double as units, max(ago) as first_ago,
        {windows} as windows
    from party_once group by group_id, start, finish
    qualify row_number() over (
        partition by group_id order by count(*) filter (flagged) desc, count(*) desc, start, finish
    ) <= $most
    order by group_id, flagged desc, lines desc, start, finish
"""
_PARTNERS = """
    with other as (
        select group_id, shipment_no, shipped_on, flagged,
            case when role = 'exporter' then consignee_group else exporter_group end as other_group
        from party_line
    ), told as (
        select group_id, other_group, count(distinct shipment_no) as lines,
            count(distinct shipment_no) filter (flagged) as flagged, min(shipped_on) as first,
            max(shipped_on) as last
        from other where other_group is not null and other_group <> group_id
        group by group_id, other_group
        qualify row_number() over (
            partition by group_id order by count(distinct shipment_no) filter (flagged) desc,
                count(distinct shipment_no) desc, other_group) <= $most
    )
    select told.*, (
        select min(name) from party where party.group_id = told.other_group
    ) as name
    from told order by told.group_id, flagged desc, lines desc, name
"""
_CASES = """
    select once.group_id, once.case_id, told.title, told.status, told.decided_on,
        count(*) as lines, min(once.rank) as best_rank
    from party_once once join told_case told on told.case_id = once.case_id
    group by all order by once.group_id, best_rank
"""

By = dict[int, list[dict[str, Any]]]


@contextmanager
def lines_seen(con: Connection, groups: Sequence[int], scan_id: int, as_of: date) -> Iterator[None]:
    """Lay out ``party_line`` and ``party_once``: lines of some companies, by role and once each."""
    con.register("asked_group", pd.DataFrame({"group_id": sorted(groups)}, dtype="int64"))
    try:
        con.execute(_LINES, {"scan_id": scan_id})
        con.execute(_ONCE, {"as_of": as_of, "window": WINDOW_DAYS})
        yield
        con.execute("drop table party_line")
        con.execute("drop table party_once")
    finally:
        con.unregister("asked_group")


def by_group(con: Connection, query: str, values: dict[str, object] | None = None) -> By:
    """Run a query and give its rows by group_id."""
    found: By = {}
    for row in rows_of(con, query, values):
        found.setdefault(int(row["group_id"]), []).append(dict(row))
    return found


def read_totals(con: Connection) -> By:
    """Count lines, flags, days and accelerators of each company."""
    return by_group(con, _TOTALS)


def read_cases_of(con: Connection) -> By:
    """List the cases of each company, best rank first."""
    return by_group(con, _CASES)


def read_roles(con: Connection) -> dict[int, tuple[Role, ...]]:
    """Count how often each company stands in each role."""
    return {
        group: tuple(
            Role(row["role"], row["lines"], row["flagged"], str(row["first"]), str(row["last"]))
            for row in rows
        )
        for group, rows in by_group(con, _ROLES).items()
    }


def read_changes(con: Connection, totals: By) -> dict[int, Change]:
    """Compare each company's last seven days with its own past."""
    found = by_group(con, _WINDOWS, {"windows": WINDOWS})
    return {
        group: judge(
            windows_of(
                ((row["ago"], row["lines"]) for row in found.get(group, ())), rows[0]["first_ago"]
            )
        )
        for group, rows in totals.items()
    }


def read_months(con: Connection, as_of: date) -> dict[int, tuple[Month, ...]]:
    """Count lines by month, the last two years, empty months too, each as a drawn bar."""
    last = as_of.year * 12 + as_of.month - 1
    return {group: _months(rows, last) for group, rows in by_group(con, _MONTHS).items()}


def read_lanes(con: Connection) -> dict[int, tuple[LaneOf, ...]]:
    """List each company's lanes, those with flags first, each against its own past."""
    counts = ", ".join(f"count(*) filter (ago = {ago})" for ago in range(WINDOWS))
    query = _LANES.replace("{windows}", f"[{counts}]")
    return {
        group: tuple(
            LaneOf(
                lane_of(row["start"], row["finish"]),
                row["lines"],
                row["flagged"],
                rounded(row["units"]) or 0.0,
                judge(windows_of(enumerate(row["windows"]), row["first_ago"])),
            )
            for row in rows
        )
        for group, rows in by_group(con, query, {"most": MOST_LANES}).items()
    }


def read_partners(con: Connection) -> dict[int, tuple[Partner, ...]]:
    """List whom each company trades with, those with flags first."""
    return {
        group: tuple(
            Partner(
                clipped(row["name"]) or "not named",
                row["lines"],
                row["flagged"],
                str(row["first"]),
                str(row["last"]),
            )
            for row in rows
        )
        for group, rows in by_group(con, _PARTNERS, {"most": MOST_PARTNERS}).items()
    }


def _months(rows: list[dict[str, Any]], last: int) -> tuple[Month, ...]:
    found = {row["month"].year * 12 + row["month"].month - 1: row for row in rows}
    begin = max(min(found), last - MONTHS + 1)
    most = max([row["lines"] for at, row in found.items() if at >= begin], default=1)
    told = []
    for place, at in enumerate(range(begin, last + 1)):
        row = found.get(at, {"lines": 0, "flagged": 0, "units": 0.0})
        height = round(HEIGHT * row["lines"] / max(most, 1), 1)
        told.append(
            Month(
                f"{at // 12}-{at % 12 + 1:02d}",
                row["lines"],
                row["flagged"],
                rounded(row["units"]) or 0.0,
                place * WIDTH,
                round(HEIGHT - height, 1),
                height,
            )
        )
    return tuple(told)
