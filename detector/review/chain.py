"""The chain of events: each carries the hash of the one before it, so that changes show."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256

from detector.errors import IntegrityError

START = "0" * 64


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened at the desk.

    Attributes
    ----------
    seq : int
        1, 2, 3, … without a gap.
    key : str
        The case or audit line it is about; empty for the desk itself.
    actor : str
        Who, as declared.
    kind : str
        What happened.
    body : str
        The rest as canonical JSON.
    made_at : str
        UTC, ISO 8601.
    prev_hash, hash : str
        SHA-256 in hexadecimal.
    """

    seq: int
    key: str
    actor: str
    kind: str
    body: str
    made_at: str
    prev_hash: str
    hash: str


def canonical(value: object) -> str:
    """Write JSON in one way only: sorted keys, no blanks, no non-finite number."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def hash_of(event: Event) -> str:
    """Return the SHA-256 of the hash before and of all that the event says."""
    told = asdict(event)
    told.pop("hash")
    before = told.pop("prev_hash")
    return sha256((before + canonical(told)).encode()).hexdigest()


def checked_links(events: Iterable[Event]) -> Iterator[Event]:
    """Hand on events in the order of ``seq``, from the first, and check each link.

    Raises
    ------
    IntegrityError
        At the first event that was changed, is missing or stands elsewhere.
    """
    before = START
    for place, event in enumerate(events, start=1):
        if event.seq != place or event.prev_hash != before:
            raise _broken(f"Event {place} is missing, or stands in another place", place)
        if hash_of(event) != event.hash:
            raise _broken(f"Event {place} was changed after it was written", place)
        before = event.hash
        yield event


def verify_chain(events: Iterable[Event], seen_head: str = "") -> str:
    """Check every link; return the head hash.

    Parameters
    ----------
    events : iterable of Event
        In the order of ``seq``, from the first.
    seen_head : str
        A head hash, or its beginning, noted earlier, for example in a weekly report; it must
        still be in the chain. Without it, a cut at the end cannot be seen.

    Raises
    ------
    IntegrityError
        At the first event that was changed, is missing or stands elsewhere, or if the chain no
        longer holds ``seen_head``.
    """
    head, place, is_seen = START, 0, not seen_head
    for event in checked_links(events):
        head, place = event.hash, event.seq
        is_seen = is_seen or head.startswith(seen_head)
    if not is_seen:
        raise IntegrityError(
            "The chain no longer holds the head that was noted",
            f"head {seen_head[:16]}, {place} events",
            "Events were cut off or written anew; compare with a copy or a bundle.",
        )
    return head


def _broken(what: str, place: int) -> IntegrityError:
    return IntegrityError(
        what, f"event {place} of the desk", "Compare with a copy of the desk, or with a bundle."
    )
