"""What happened to a case over time: earlier scans, decisions, and the days that matter."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pandas as pd

from detector.report.case_file.evidence import record_of
from detector.report.case_file.findings import Event, Past, SourceFile
from detector.report.findings import Decision
from detector.report.numerals import clipped
from detector.workspace import Connection, table_exists

MOST_PAST = 26
MOST_EVENTS = 60
NEAR_RULE = 90  # days
NAMES = ("exporter", "consignee", "end_user")

_PAST = """
    with called as (
        select distinct case_id, case_id as name from case_member
        union select distinct case_id, flagged_as from case_member
    )
    select called.case_id, scans.as_of, count(*) as lines, min(score.rank) as best_rank,
        max(score.score) as score, scans.model_name
    from scores score join scans using (scan_id) join called on called.name = score.case_id
    where score.scan_id <= $scan_id
    group by called.case_id, scans.scan_id, scans.as_of, scans.model_name
    qualify row_number() over (partition by called.case_id order by scans.scan_id desc) <= $most
    order by called.case_id, scans.scan_id desc
"""
_EARLIER = """
    select distinct member.case_id, score.case_id as earlier, min(scans.as_of) as since
    from scores score
    join case_member member using (source, shipment_id) join scans using (scan_id)
    where score.scan_id < $scan_id and score.case_id is not null
        and score.case_id <> member.case_id
        and score.case_id not in (select case_id from cases where scan_id = $scan_id)
    group by member.case_id, score.case_id
    order by member.case_id, since, score.case_id
"""
_DECISIONS = """
    select bearer.case_id as of_case, decided_on, decision, decided.case_id as about, decided_by,
        reason_code, note
    from case_decision decided join case_bearer bearer on bearer.name = decided.case_id
    where bearer.case_id in (select case_id from case_member)
    union
    select member.case_id, decided_on, decision, decided.shipment_id, decided_by, reason_code, note
    from case_decision decided join case_member member using (shipment_id)
    where decided.case_id = ''
    order by of_case, decided_on nulls first, about, decision
"""
_FILES = """
    select member.case_id, files.name, files.sha256, files.layout, files.source, files.load_id,
        count(*) as lines
    from case_member member join shipment_versions line using (shipment_no)
    join files using (file_id)
    group by all order by member.case_id, files.name, files.sha256
"""
_RULES = """
    select cast(date as date) as day, event, source from ref_rule_dates
    where cast(date as date) between $first and $last order by day, event
"""
_COMPANIES = """
    select distinct link.name, party.name, party.incorporated_on
    from party join party_link link using (party_id)
    join asked_name on asked_name.name = link.name
    where party.incorporated_on is not null and party.incorporated_on <= $as_of
    order by link.name, party.incorporated_on, party.name
"""


def read_past(con: Connection, scan_id: int) -> dict[str, list[Past]]:
    """Tell each case as each scan up to this one saw it, the latest first.

    Parameters
    ----------
    con : Connection
        Holds ``case_member``, as `members_seen` lays it out.
    scan_id : int
    """
    found: dict[str, list[Past]] = {}
    rows = con.execute(_PAST, {"scan_id": scan_id, "most": MOST_PAST}).fetchall()
    for case_id, as_of, lines, rank, score, model in rows:
        told = Past(
            as_of.isoformat(), int(lines), int(rank), round(float(score), 3), clipped(model, 60)
        )
        found.setdefault(str(case_id), []).append(told)
    return found


def read_earlier_names(con: Connection, scan_id: int) -> dict[str, list[str]]:
    """Give the names under which earlier scans told lines of each case, where they are gone."""
    found: dict[str, list[str]] = {}
    for case_id, earlier, _ in con.execute(_EARLIER, {"scan_id": scan_id}).fetchall():
        found.setdefault(str(case_id), []).append(clipped(earlier, 60))
    return found


def read_decisions(con: Connection) -> dict[str, list[Decision]]:
    """Read what reviewers decided about each case, its earlier names and its lines.

    Parameters
    ----------
    con : Connection
        Holds ``case_member``, as `members_seen` lays it out, and ``case_decision``.
    """
    found: dict[str, list[Decision]] = {}
    for case_id, decided_on, decision, about, by, reason, note in con.execute(
        _DECISIONS
    ).fetchall():
        found.setdefault(str(case_id), []).append(
            Decision(
                decided_on.isoformat() if decided_on else "",
                clipped(decision, 40),
                clipped(about, 60),
                clipped(by, 60),
                clipped(reason, 60),
                clipped(note, 600),
            )
        )
    return found


def read_files(con: Connection) -> dict[str, list[SourceFile]]:
    """List the files that the lines of each case were loaded from."""
    found: dict[str, list[SourceFile]] = {}
    for case_id, name, sha256, layout, source, load, lines in con.execute(_FILES).fetchall():
        told = SourceFile(
            clipped(name, 120), str(sha256), clipped(layout, 60), clipped(source, 60), load, lines
        )
        found.setdefault(str(case_id), []).append(told)
    return found


def read_companies(con: Connection, lines: pd.DataFrame, as_of: date) -> dict[str, list[Event]]:
    """Read when the companies named on some lines were incorporated, by the name on the line."""
    if not table_exists(con, "party"):
        return {}
    names = sorted({name for column in NAMES for name in lines[column].dropna().str.strip()})
    con.register("asked_name", pd.DataFrame({"name": names}, dtype="object"))
    try:
        rows = con.execute(_COMPANIES, {"as_of": as_of}).fetchall()
    finally:
        con.unregister("asked_name")
    found: dict[str, list[Event]] = {}
    for named, company, when in rows:
        told = f"{clipped(company, 80)} incorporated"
        found.setdefault(named, []).append(
            Event(when.isoformat(), told, "loaded records of parties")
        )
    return found


def read_rules(con: Connection, lines: pd.DataFrame) -> tuple[Event, ...]:
    """Read the rule dates near any of some lines."""
    if not table_exists(con, "ref_rule_dates"):
        return ()
    spread = timedelta(days=NEAR_RULE)
    first, last = (lines["shipped_on"].min() - spread), (lines["shipped_on"].max() + spread)
    values = {"first": first.date(), "last": last.date()}
    return tuple(
        Event(when.isoformat(), f"Rule date: {clipped(event, 160)}", clipped(source, 120))
        for when, event, source in con.execute(_RULES, values).fetchall()
    )


def gather_timeline(
    lines: pd.DataFrame,
    decisions: Sequence[Decision],
    known: tuple[tuple[Event, ...], Mapping[str, list[Event]]],
    as_of: date,
) -> tuple[Event, ...]:
    """Put departures, arrivals, rule dates near them, incorporations and decisions in order.

    Parameters
    ----------
    lines : DataFrame of shape (n_shipments, n_columns)
        Of one case.
    decisions : sequence of Decision
    known : tuple
        Rule dates, and incorporations by name.
    as_of : date
        Arrivals after it are not seen.
    """
    events = []
    for line in lines.itertuples():
        record = record_of(line)
        shipped = line.shipped_on.date()
        lane = f"{line.exporter_country or '?'} to {line.consignee_country or '?'}"
        events.append(Event(shipped.isoformat(), f"Shipped, {lane}", record))
        if not pd.isna(line.arrived_on) and line.arrived_on.date() <= as_of:
            arrived = line.arrived_on.date()
            stay = (arrived - shipped).days
            events.append(Event(arrived.isoformat(), f"Arrived after {stay} days", record))
    spread = timedelta(days=NEAR_RULE)
    first = (lines["shipped_on"].min() - spread).date().isoformat()
    last = (lines["shipped_on"].max() + spread).date().isoformat()
    events += [event for event in known[0] if first <= event.day <= last]
    named = {name for column in NAMES for name in lines[column].dropna().str.strip()}
    events += {event for name in named for event in known[1].get(name, ())}
    events += [
        Event(told.day, f"Decided: {told.decision}, {told.about}", "dispositions")
        for told in decisions
        if told.day
    ]
    return tuple(sorted(events, key=lambda event: (event.day, event.what, event.source)))[
        :MOST_EVENTS
    ]
