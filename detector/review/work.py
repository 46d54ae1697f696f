"""What people do at the desk: take, look, decide, agree, put off, hand over, draw at random."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from detector.errors import ReviewError
from detector.review.chain import Event
from detector.review.desk import DESK, Desk
from detector.review.dispositions import IN_BULK, check_disposition, needs_four_eyes
from detector.review.docket import Docket, Flag
from detector.review.doubles import refuse_ring
from detector.review.standing import Standing

LOCK_MINUTES = 30
LONGEST_NOTE = 4_000  # letters
MOST_IN_BULK = 200
LONGEST_NAME, LONGEST_ADDRESS, MOST_VIEWS = 40, 600, 20


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
        moment, day = desk.moment, desk.day
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
        refuse_ring(desk, flag.key, verdict.duplicate_of)
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
            desk.append("cancelled", flag.key, DESK, {"why": "the evidence changed"})
            raise ReviewError(
                "The evidence changed after this was proposed; the proposal is cancelled",
                f"case {flag.key}",
                "Look at the case anew and decide again.",
            )
        return desk.append("agreed", flag.key, actor, {}, expect)


def decline(desk: Desk, key: str, actor: str, note: str, expect: int | None = None) -> Event:
    """Send a proposal back, or reopen a closed case; a note says why."""
    with desk.lock:
        state = desk.standing(key).state
        if state not in ("proposed", "closed"):
            raise ReviewError("The case is open", f"case {key}", "There is nothing to send back.")
        check_disposition("inconclusive", "", note, "")
        kind = "cancelled" if state == "proposed" else "reopened"
        return desk.append(kind, key, actor, {"why": note.strip()[:LONGEST_NOTE]}, expect)


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
            desk.append("cancelled", key, DESK, {"why": "the evidence changed"})
    return len(stale)


def snooze(desk: Desk, key: str, actor: str, until: str) -> Event:
    """Put a case off until a day."""
    day = _day(until)
    with desk.lock:
        told = desk.standing(key)
        _refuse_if_held(desk, told, actor)
        if day <= desk.day or told.state in ("closed", "proposed"):
            raise ReviewError("Only an open case, and only until a later day", key, "Choose again.")
        return desk.append("snoozed", key, actor, {"until": day})


def release(desk: Desk, key: str, actor: str) -> Event:
    """Give back a case that one holds."""
    with desk.lock:
        if desk.standing(key).lock_holder(desk.moment) != actor:
            raise ReviewError("You do not hold this case", f"case {key}", "Take it first.")
        return desk.append("released", key, actor, {})


def set_due(desk: Desk, key: str, actor: str, on: str) -> Event:
    """Set the day by which a case should be decided."""
    return desk.append("due", key, actor, {"on": _day(on)})


def assign(desk: Desk, key: str, actor: str, to: str) -> Event:
    """Hand a case to one person."""
    return desk.append("assigned", key, actor, {"to": to.strip()[:60]})


def do_each(keys: Sequence[str], act: Callable[[str], object]) -> tuple[list[str], list[str]]:
    """Do the same to several cases, each by itself.

    Returns
    -------
    tuple of list of str
        Keys that were taken, and what was said of the others.
    """
    if len(keys) > MOST_IN_BULK:
        raise ReviewError(f"{len(keys)} cases at once", "bulk", f"Take {MOST_IN_BULK} or fewer.")
    done, refused = [], []
    for key in keys:
        try:
            act(key)
            done.append(key)
        except ReviewError as error:
            refused.append(f"{key}: {error.what}")
    return done, refused


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
    by_key = {flag.key: flag for flag in flags}
    return do_each(list(by_key), lambda key: decide(desk, by_key[key], actor, verdict))


def save_view(desk: Desk, actor: str, name: str, address: str) -> Event:
    """Keep the filters of a queue under a name of one's own; an empty address drops it."""
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise ReviewError("The view has no name", "the view", "Give it one.")
    if address and len(desk.saved.get(actor, {})) >= MOST_VIEWS:
        raise ReviewError(f"There are {MOST_VIEWS} saved views", "the view", "Drop one first.")
    body: dict[str, object] = {"name": name, "address": address[:LONGEST_ADDRESS]}
    return desk.append("view saved" if address else "view dropped", "", actor, body)


def put_on_docket(
    desk: Desk,
    drawn: Sequence[tuple[str, str]],
    probability: float,
    scan_id: int,
    by: str = "scan",
) -> list[str]:
    """Log lines that were drawn at random below the threshold, with how likely each was.

    Parameters
    ----------
    desk : Desk
    drawn : sequence of tuple of str
        Source and shipment_id of each.
    probability : float
        That each of them had to be drawn.
    scan_id : int
    by : str
        Who drew: ``scan``, or ``audit``.

    Returns
    -------
    list of str
        Their keys, which look like those of cases.
    """
    keys = []
    for source, shipment_id in drawn:
        key = f"C-{sha256(f'{source}|{shipment_id}|drawn'.encode()).hexdigest()[:8].upper()}"
        body: dict[str, object] = {"source": source, "shipment_id": shipment_id}
        desk.append(
            "drawn", key, DESK, body | {"probability": probability, "scan_id": scan_id, "by": by}
        )
        keys.append(key)
    return keys


def drawn_flag(told: Standing) -> Flag:
    """Return a line drawn at random as the queue shows it; nothing in it tells it apart."""
    line = told.shipment_id
    mark = sha256(line.encode()).hexdigest()
    return Flag(told.key, line, 0, "usual", (), (), (), (), "", (line,), None, None, "", "", mark)


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
