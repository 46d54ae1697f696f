"""What people do at the desk: take, look, decide, agree, put off, hand over, draw at random."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from detector.errors import ReviewError
from detector.review.chain import Event
from detector.review.desk import Desk
from detector.review.dispositions import IN_BULK, check_disposition, needs_four_eyes
from detector.review.docket import Docket, Flag, draw_lines, read_docket
from detector.review.standing import Standing
from detector.workspace import Connection

LOCK_MINUTES = 30
LONGEST_NOTE = 4_000  # letters
MOST_IN_BULK = 200


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an analyst hands in."""

    disposition: str
    note: str
    reason_code: str = ""
    duplicate_of: str = ""


def take_next(desk: Desk, keys: Iterable[str], actor: str) -> str:
    """Lock the first open case for one person, and give back what that person held.

    Parameters
    ----------
    desk : Desk
    keys : iterable of str
        The cases in the order to review them.
    actor : str

    Returns
    -------
    str
        The key of the case; empty where nothing is left.
    """
    with desk.lock:
        moment, day = desk.moment, desk.moment[:10]
        for key in keys:
            told = desk.standing(key)
            is_open = told.state_on(day) in ("new", "in review")
            is_mine = told.assigned in ("", actor)
            if is_open and is_mine and told.lock_holder(moment) in ("", actor):
                take(desk, key, actor)
                return key
    return ""


def take(desk: Desk, key: str, actor: str) -> Event:
    """Lock a case for one person; the lock ends by itself."""
    with desk.lock:
        told = desk.standing(key)
        _refuse_if_held(desk, told, actor)
        if told.state in ("closed", "proposed"):
            raise ReviewError("The case is not open", f"case {key}", "Reopen it first.")
        until = datetime.fromisoformat(desk.moment) + timedelta(minutes=LOCK_MINUTES)
        return desk.append("taken", key, actor, {"until": until.isoformat(timespec="microseconds")})


def decide(
    desk: Desk, flag: Flag, actor: str, verdict: Verdict, expect: int | None = None
) -> Event:
    """Close a case, or propose to where a second person must agree.

    Raises
    ------
    ReviewError
        If the verdict says too little, the case is held or closed, or it changed since
        version ``expect``.
    """
    note = verdict.note.strip()[:LONGEST_NOTE]
    check_disposition(verdict.disposition, verdict.reason_code, note, verdict.duplicate_of)
    with desk.lock:
        told = desk.standing(flag.key)
        if expect is None or expect == told.version:
            _refuse_if_held(desk, told, actor)
            if told.state in ("closed", "proposed"):
                raise ReviewError(
                    f"The case is {told.state} already", f"case {flag.key}", "Reopen it first."
                )
        if verdict.duplicate_of == flag.key:
            raise ReviewError("A case cannot double itself", f"case {flag.key}", "Name another.")
        second = needs_four_eyes(verdict.disposition, flag.band)
        body: dict[str, object] = {
            "disposition": verdict.disposition,
            "reason_code": verdict.reason_code,
            "note": note,
            "duplicate_of": verdict.duplicate_of,
            "evidence": flag.evidence,
            "shipment_id": told.shipment_id,
        }
        return desk.append("proposed" if second else "closed", flag.key, actor, body, expect)


def agree(desk: Desk, flag: Flag, actor: str, expect: int | None = None) -> Event:
    """Agree, as a second person, to what is proposed.

    Raises
    ------
    ReviewError
        If nothing is proposed, the same person proposed it, or the evidence has changed since;
        the proposal is cancelled then.
    """
    with desk.lock:
        told = desk.standing(flag.key)
        if told.state != "proposed":
            raise ReviewError("Nothing is proposed", f"case {flag.key}", "Look at the case anew.")
        if told.decided_by == actor:
            raise ReviewError(
                "The one who proposed cannot agree", f"case {flag.key}", "Ask a second person."
            )
        if told.evidence != flag.evidence:
            desk.append("cancelled", flag.key, "desk", {"why": "the evidence changed"})
            raise ReviewError(
                "The evidence changed after this was proposed; the proposal is cancelled",
                f"case {flag.key}",
                "Look at the case anew and decide again.",
            )
        return desk.append("agreed", flag.key, actor, {}, expect)


def decline(desk: Desk, key: str, actor: str, note: str) -> Event:
    """Send a proposal back, or reopen a closed case; a note says why."""
    with desk.lock:
        state = desk.standing(key).state
        if state not in ("proposed", "closed"):
            raise ReviewError("The case is open", f"case {key}", "There is nothing to send back.")
        check_disposition("inconclusive", "", note, "")
        kind = "cancelled" if state == "proposed" else "reopened"
        return desk.append(kind, key, actor, {"why": note.strip()[:LONGEST_NOTE]})


def cancel_stale(desk: Desk, docket: Docket) -> int:
    """Cancel every proposal whose evidence has changed since; return how many."""
    with desk.lock:
        stale = [
            told.key
            for told in desk.standings.values()
            if told.state == "proposed"
            and told.key in docket.flags
            and told.evidence != docket.flags[told.key].evidence
        ]
        for key in stale:
            desk.append("cancelled", key, "desk", {"why": "the evidence changed"})
    return len(stale)


def snooze(desk: Desk, key: str, actor: str, until: str) -> Event:
    """Put a case off until a day."""
    day = _day(until)
    with desk.lock:
        told = desk.standing(key)
        _refuse_if_held(desk, told, actor)
        if day <= desk.moment[:10] or told.state in ("closed", "proposed"):
            raise ReviewError("Only an open case, and only until a later day", key, "Choose again.")
        return desk.append("snoozed", key, actor, {"until": day})


def set_due(desk: Desk, key: str, actor: str, on: str) -> Event:
    """Set the day by which a case should be decided."""
    return desk.append("due", key, actor, {"on": _day(on)})


def assign(desk: Desk, key: str, actor: str, to: str) -> Event:
    """Hand a case to one person."""
    return desk.append("assigned", key, actor, {"to": to.strip()[:60]})


def decide_many(
    desk: Desk, flags: Sequence[Flag], actor: str, verdict: Verdict
) -> tuple[list[str], list[str]]:
    """Close several cases alike; allowed for data errors and duplicates alone.

    Returns
    -------
    tuple of list of str
        Keys that were taken, and what was said of the others.
    """
    if verdict.disposition not in IN_BULK:
        allowed = ", ".join(IN_BULK)
        raise ReviewError(
            f"{verdict.disposition!r} is decided one case at a time", "bulk", f"Bulk: {allowed}."
        )
    if len(flags) > MOST_IN_BULK:
        raise ReviewError(f"{len(flags)} cases at once", "bulk", f"Take {MOST_IN_BULK} or fewer.")
    done, refused = [], []
    for flag in flags:
        try:
            decide(desk, flag, actor, verdict)
            done.append(flag.key)
        except ReviewError as error:
            refused.append(f"{flag.key}: {error.what}")
    return done, refused


def put_on_docket(
    desk: Desk, drawn: Sequence[tuple[str, str]], probability: float, scan_id: int
) -> list[str]:
    """Log lines that were drawn at random below the threshold, with how likely each was.

    Returns
    -------
    list of str
        Their keys, which look like those of cases.
    """
    keys = []
    for source, shipment_id in drawn:
        key = f"C-{sha256(f'{source}|{shipment_id}|drawn'.encode()).hexdigest()[:8]}"
        body: dict[str, object] = {"source": source, "shipment_id": shipment_id}
        desk.append("drawn", key, "desk", body | {"probability": probability, "scan_id": scan_id})
        keys.append(key)
    return keys


def audit_once(con: Connection, desk: Desk, many: int) -> list[str]:
    """Draw lines below the threshold of the latest scan, unless that was done for this scan.

    The seed is the hash of the last event: nobody can choose it afterwards.
    """
    docket = read_docket(con)
    drawn_for = {
        json.loads(event.body)["scan_id"] for event in desk.events if event.kind == "drawn"
    }
    if not docket.scan_id or docket.scan_id in drawn_for:
        return []
    drawn, probability = draw_lines(con, docket.scan_id, many, desk.head)
    return put_on_docket(desk, drawn, probability, docket.scan_id)


def drawn_flag(told: Standing) -> Flag:
    """Return a line drawn at random as the queue shows it; nothing in it tells it apart."""
    line = told.shipment_id
    mark = sha256(line.encode()).hexdigest()
    return Flag(told.key, line, 0, "usual", (), (), (), (), "", (line,), None, None, "", mark)


def _refuse_if_held(desk: Desk, told: Standing, actor: str) -> None:
    holder = told.lock_holder(desk.moment)
    if holder not in ("", actor):
        raise ReviewError(
            f"{holder} holds this case until {told.locked_until[11:16]} UTC",
            f"case {told.key}",
            "Take another, or wait.",
        )


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ReviewError(f"{text[:20]!r} is no day", "a date", "Write 2026-11-30.") from error
