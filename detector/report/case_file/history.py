"""What happened to a case over time: earlier scans, decisions, and the days that matter."""

from datetime import date

import pandas as pd

from detector.report.case_file.evidence import record_of
from detector.report.case_file.findings import Decision, Event, Past, SourceFile
from detector.report.numerals import clipped, day
from detector.workspace import Connection, table_exists

MOST_PAST = 26
MOST_EVENTS = 60
NEAR_RULE = 90  # days

_PAST = """
    select scans.as_of, count(*) as lines, min(score.rank) as best_rank, max(score.score) as score,
        scans.model_name
    from scores score join scans using (scan_id)
    where score.case_id = $case_id and score.scan_id <= $scan_id
    group by scans.scan_id, scans.as_of, scans.model_name order by scans.scan_id desc limit $most
"""
_DECISIONS = """
    select decided_on, decision, coalesce(nullif(trim(case_id), ''), shipment_id) as about,
        decided_by, reason_code, note
    from dispositions
    where (case_id = $case_id or shipment_id in (select unnest($shipment_ids)))
        and (decided_on is null or decided_on <= $as_of)
    order by decided_on nulls first, about, decision
"""
_FILES = """
    select files.name, files.sha256, files.layout, files.source, files.load_id, count(*) as lines
    from shipment_versions line join files using (file_id)
    where line.shipment_no in (select unnest($numbers))
    group by all order by files.name, files.sha256
"""
_RULES = """
    select cast(date as date) as day, event, source from ref_rule_dates
    where cast(date as date) between $first and $last order by day, event
"""
_COMPANIES = """
    select distinct party.name, party.incorporated_on
    from party join party_link link using (party_id)
    where party.incorporated_on is not null and party.incorporated_on <= $as_of
        and link.name in (select unnest($names))
    order by party.incorporated_on, party.name
"""


def read_past(con: Connection, scan_id: int, case_id: str) -> tuple[Past, ...]:
    """Tell the case as each scan up to this one saw it, the latest first."""
    values = {"scan_id": scan_id, "case_id": case_id, "most": MOST_PAST}
    return tuple(
        Past(as_of.isoformat(), int(lines), int(rank), round(float(score), 3), clipped(model, 60))
        for as_of, lines, rank, score, model in con.execute(_PAST, values).fetchall()
    )


def read_decisions(
    con: Connection, case_id: str, lines: pd.DataFrame, as_of: date
) -> tuple[Decision, ...]:
    """Read what reviewers decided about the case or one of its lines, up to the day of the scan."""
    if not table_exists(con, "dispositions"):
        return ()
    ids = [str(name) for name in lines["shipment_id"]]
    values = {"case_id": case_id, "shipment_ids": ids, "as_of": as_of}
    return tuple(
        Decision(
            decided_on.isoformat() if decided_on else "",
            clipped(decision, 40),
            clipped(about, 60),
            clipped(by, 60),
            clipped(reason, 60),
            clipped(note, 600),
        )
        for decided_on, decision, about, by, reason, note in con.execute(
            _DECISIONS, values
        ).fetchall()
    )


def read_files(con: Connection, numbers: list[int]) -> tuple[SourceFile, ...]:
    """List the files that the lines were loaded from."""
    return tuple(
        SourceFile(
            clipped(name, 120), str(sha256), clipped(layout, 60), clipped(source, 60), load, lines
        )
        for name, sha256, layout, source, load, lines in con.execute(
            _FILES, {"numbers": numbers}
        ).fetchall()
    )


def gather_timeline(
    con: Connection, lines: pd.DataFrame, decisions: tuple[Decision, ...], as_of: date
) -> tuple[Event, ...]:
    """Put departures, arrivals, rule dates near them, incorporations and decisions in order."""
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
    first, last = lines["shipped_on"].min().date(), lines["shipped_on"].max().date()
    events += _rules(con, first, last) + _companies(con, lines, as_of)
    events += [
        Event(told.day, f"Decided: {told.decision}, {told.about}", "dispositions")
        for told in decisions
        if told.day
    ]
    return tuple(sorted(events, key=lambda event: (event.day, event.what, event.source)))[
        :MOST_EVENTS
    ]


def cleared_on(decisions: tuple[Decision, ...], case_id: str) -> str:
    """Say when the case was cleared, in words; empty where its last decision is another."""
    own = [told for told in decisions if told.about == case_id]
    if own and own[-1].decision == "cleared":
        return day(own[-1].day)
    return ""


def _rules(con: Connection, first: date, last: date) -> list[Event]:
    if not table_exists(con, "ref_rule_dates"):
        return []
    spread = pd.Timedelta(days=NEAR_RULE)
    values = {"first": (pd.Timestamp(first) - spread).date(), "last": (last + spread)}
    rows = con.execute(_RULES, values).fetchall()
    return [
        Event(when.isoformat(), f"Rule date: {clipped(event, 160)}", clipped(source, 120))
        for when, event, source in rows
    ]


def _companies(con: Connection, lines: pd.DataFrame, as_of: date) -> list[Event]:
    if not table_exists(con, "party"):
        return []
    names = {
        str(name).strip()
        for column in ("exporter", "consignee", "end_user")
        for name in lines[column].dropna()
    }
    rows = con.execute(_COMPANIES, {"names": sorted(names), "as_of": as_of}).fetchall()
    return [
        Event(when.isoformat(), f"{clipped(name, 80)} incorporated", "loaded records of parties")
        for name, when in rows
    ]
