"""What a report says of the data that it rests on: sources, files, what could not be read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """What one source delivered and how far its last record lies behind the scan."""

    source: str
    lines: int
    first: str
    last: str
    days_behind: int
    usual_gap: int
    verdict: str
    blanks: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """One file as it was loaded."""

    name: str
    sha256: str
    kind: str
    layout: str
    source: str
    physical_lines: int
    loaded: int
    rejected: int
    skipped: int
    superseded: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """Lines or cells that could not be read, by reason, with one example of where."""

    reason: str
    column: str
    count: int
    line_kept: bool
    example: str


@dataclass(frozen=True, slots=True)
class ScreeningHit:
    """A line of controlled goods on which a listed name stands, and the entry of the list."""

    shipment_id: str
    source: str
    shipped_on: str
    in_week: bool
    roles: str
    name: str
    lane: tuple[str, ...]
    goods: str
    goods_why: str
    listed_name: str
    programme: str
    list_source: str
    listed_on: str


@dataclass(frozen=True, slots=True)
class LoadedList:
    """A list that was screened against: entries in force, and the latest listing among them."""

    programme: str
    source: str
    entries: int
    latest: str


@dataclass(frozen=True, slots=True)
class Screening:
    """What screening found; ``names`` counts the names of each tier, strongest tier only."""

    lists: tuple[LoadedList, ...]
    names: tuple[tuple[str, int], ...]
    hits: tuple[ScreeningHit, ...]
    hits_left_out: int
