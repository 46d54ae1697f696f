"""What a case file holds: plain frozen data, ready for a page or for JSON."""

from dataclasses import dataclass

from detector.cases import InnocentTest, Merge
from detector.report.explain import Section
from detector.report.findings import CaseCompany, CaseStory, Decision, HowMade
from detector.report.route_map import Drawing


@dataclass(frozen=True, slots=True)
class StopInWords:
    """A stop of the route: ``number`` as on the map, 0 where the map does not know the place."""

    number: int
    place: str
    code: str
    day: str
    what: str
    record: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that the records show, with what is usual and the record that it stands in.

    ``below`` is the share of ordinary lines of the same goods with a lower value; ``share`` the
    part of the line's score that it carries.
    """

    number: int
    text: str
    value: str
    typical: str
    below: float | None
    peers: int | None
    share: float
    record: str
    red_flag: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day, and what it is known from."""

    day: str
    what: str
    source: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A record that may hold the same goods as a line of the case."""

    line: str
    how: str
    record: str
    day: str
    lane: tuple[str, ...]
    party: str
    quantity: float | None
    lag_days: int | None


@dataclass(frozen=True, slots=True)
class Balance:
    """Accelerators that a company received and can have sent on, all lines up to the scan."""

    party: str
    received: float
    sent_on: float
    kept: float


@dataclass(frozen=True, slots=True)
class ControlOf:
    """What the rules said of some records on their days, the row behind it, what is not known."""

    lines: tuple[str, ...]
    status: str
    row: str
    policy: str
    missing: str


@dataclass(frozen=True, slots=True)
class Change:
    """What would have to be usual for a line not to be flagged."""

    line: str
    rank: int
    told: str
    is_enough: bool


@dataclass(frozen=True, slots=True)
class Ordinary:
    """An ordinary shipment that a line of the case is most like."""

    line: str
    record: str
    day: str
    lane: tuple[str, ...]
    exporter: str
    consignee: str
    description: str
    units: float | None
    value_usd: int | None
    likeness: float


@dataclass(frozen=True, slots=True)
class Past:
    """The case as an earlier scan saw it."""

    as_of: str
    lines: int
    best_rank: int
    score: float
    model: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that lines of the case were loaded from."""

    name: str
    sha256: str
    layout: str
    source: str
    load: int
    lines: int


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case on one page.

    Attributes
    ----------
    story : CaseStory
        Title, route, reasons and lines, as the weekly report tells them.
    earlier_names : tuple of str
        Cases of earlier scans whose lines this one has taken in.
    merged : tuple of Merge
        Cases that repeat this one, as a reviewer said; their lines are told here.
    one_line : str
        The case in one sentence.
    known, inferred, unknown : tuple of str
        Kept apart: what records state, what was worked out, what they leave open.
    """

    story: CaseStory
    one_line: str
    strength: str
    earlier_names: tuple[str, ...]
    merged: tuple[Merge, ...]
    known: tuple[str, ...]
    inferred: tuple[str, ...]
    unknown: tuple[str, ...]
    drawing: Drawing | None
    stops: tuple[StopInWords, ...]
    evidence: tuple[Evidence, ...]
    timeline: tuple[Event, ...]
    moved: tuple[Moved, ...]
    balances: tuple[Balance, ...]
    companies: tuple[CaseCompany, ...]
    controls: tuple[ControlOf, ...]
    sections: tuple[Section, ...]
    views: tuple[tuple[str, float], ...]
    changes: tuple[Change, ...]
    innocents: tuple[InnocentTest, ...]
    ordinary: tuple[Ordinary, ...]
    past: tuple[Past, ...]
    decisions: tuple[Decision, ...]
    files: tuple[SourceFile, ...]
    made: HowMade
