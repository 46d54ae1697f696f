"""What a queue is asked for, as it stands in the address of the page."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from urllib.parse import urlencode

from detector.review.standing import Standing

STATES = {
    "": "to do",
    "new": "new",
    "in review": "in review",
    "proposed": "waiting for a second person",
    "snoozed": "put off",
    "closed": "closed",
    "any": "any state",
}
BANDS = {"": "any band", "top": "top tenth", "usual": "the rest"}
TO_DO = ("new", "in review", "proposed")
LONGEST = 80  # letters


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters of a queue; empty ones let everything pass.

    Attributes
    ----------
    q : str
        Words that must all stand in title, parties, route or records.
    state, band, reason, lane : str
    who : str
        Assigned to, or held by, this person.
    due : str
        ``late`` for cases past their day, ``set`` for those with one.
    """

    q: str = ""
    state: str = ""
    band: str = ""
    reason: str = ""
    lane: str = ""
    who: str = ""
    due: str = ""

    @property
    def address(self) -> str:
        """The filters as the query part of an address."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    def content(self) -> "Asked":
        """Return the part that depends on the records alone."""
        return replace(self, state="", who="", due="")

    @property
    def is_for_untouched(self) -> bool:
        """Whether a case passes to which nothing has happened yet."""
        return self.state in ("", "new", "any") and not self.who and not self.due

    def lets_state(self, state: str) -> bool:
        """Say whether cases of a state pass."""
        return state in TO_DO if self.state == "" else self.state in ("any", state)

    def lets_pass(self, told: Standing, day: str) -> bool:
        """Say whether a case passes by where it stands on a day."""
        state = told.state_on(day)
        is_fit = self.lets_state(state)
        if self.who:
            is_fit = is_fit and self.who in (told.assigned, told.locked_by)
        if self.due:
            is_fit = is_fit and bool(told.due_on)
        if self.due == "late":
            is_fit = is_fit and told.due_on < day and state != "closed"
        return is_fit


def read_asked(given: Mapping[str, str]) -> Asked:
    """Read filters from the parameters of an address; what is not known is left out."""
    names = [field.name for field in fields(Asked)]
    told = {name: " ".join(given.get(name, "").split())[:LONGEST] for name in names}
    if told["state"] not in STATES:
        told["state"] = ""
    return Asked(**told)
