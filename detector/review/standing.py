"""Where a case stands, worked out from its events alone."""

import json
from dataclasses import dataclass, replace

from detector.review.chain import Event

LOOKS = ("viewed", "listed", "fetched", "entered", "refused")


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the work on one case is.

    ``version`` is the number of the last event that changed it; days are ISO dates, moments ISO
    8601 in UTC; ``second`` is who agreed, where four eyes were needed.
    """

    key: str
    version: int = 0
    state: str = "new"
    disposition: str = ""
    reason_code: str = ""
    note: str = ""
    duplicate_of: str = ""
    decided_by: str = ""
    decided_on: str = ""
    second: str = ""
    evidence: str = ""
    shipment_id: str = ""
    probability: float | None = None
    assigned: str = ""
    locked_by: str = ""
    locked_until: str = ""
    snoozed_until: str = ""
    due_on: str = ""
    views: int = 0

    def lock_holder(self, moment: str) -> str:
        """Say who holds the case at a moment; empty when nobody does."""
        return self.locked_by if self.locked_until > moment else ""

    def state_on(self, day: str) -> str:
        """Say the state on a day; a snoozed case wakes on its day."""
        if self.state == "snoozed":
            return "snoozed" if self.snoozed_until > day else "new"
        return self.state


_NOTHING_DECIDED: dict[str, str] = dict.fromkeys(
    ("disposition", "reason_code", "note", "duplicate_of", "decided_by", "decided_on", "second"), ""
)
_DECIDED = ("disposition", "reason_code", "note", "duplicate_of", "evidence", "shipment_id")


def step(standing: Standing, event: Event) -> Standing:
    """Return where a case stands after one more event."""
    if event.kind in LOOKS:
        return replace(standing, views=standing.views + (event.kind == "viewed"))
    body = json.loads(event.body)
    changes: dict[str, object] = {"version": event.seq}
    unlocked: dict[str, object] = {"locked_by": "", "locked_until": ""}
    if event.kind in ("proposed", "closed"):
        changes |= _NOTHING_DECIDED | {name: body.get(name, "") for name in _DECIDED} | unlocked
        changes |= {"decided_by": body.get("decided_by") or event.actor}
        changes |= {"decided_on": body.get("decided_on") or event.made_at[:10]}
        changes |= {"state": event.kind, "snoozed_until": ""}
        changes |= {"probability": body.get("probability", standing.probability)}
    elif event.kind == "agreed":
        changes |= {"state": "closed", "second": event.actor, **unlocked}
    elif event.kind in ("cancelled", "reopened"):
        changes |= {**_NOTHING_DECIDED, "state": "new", "evidence": ""}
    elif event.kind == "taken":
        changes |= {"state": "in review", "locked_by": event.actor, "locked_until": body["until"]}
    elif event.kind == "released":
        changes |= {"state": "new", **unlocked}
    elif event.kind == "snoozed":
        changes |= {"state": "snoozed", "snoozed_until": body["until"], **unlocked}
    elif event.kind == "assigned":
        changes |= {"assigned": body["to"]}
    elif event.kind == "due":
        changes |= {"due_on": body["on"]}
    elif event.kind == "drawn":
        changes |= {name: body[name] for name in ("shipment_id", "probability")}
    return replace(standing, **changes)  # type: ignore[arg-type]
