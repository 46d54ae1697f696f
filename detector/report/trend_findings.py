"""Findings of change: lanes and parties beside their own past, and named patterns."""

from dataclasses import dataclass

from detector.report.trends import Change


@dataclass(frozen=True, slots=True)
class LaneTrend:
    """A lane whose last seven days lie outside its own usual range."""

    lane: tuple[str, ...]
    words: str
    flagged: int
    change: Change


@dataclass(frozen=True, slots=True)
class PartyTrend:
    """A company as exporter or consignee; ``page`` names its page, where one is made."""

    group: int
    page: str
    name: str
    lines: int
    flagged: int
    change: Change


@dataclass(frozen=True, slots=True)
class Moved:
    """What changed against its own past.

    ``what`` says which lines are counted; ``compared`` and ``outside`` count lanes, then parties,
    with enough of a past, and those of them outside their usual range.
    """

    what: str
    lanes: tuple[LaneTrend, ...]
    lanes_compared: int
    lanes_outside: int
    parties: tuple[PartyTrend, ...]
    parties_compared: int
    parties_outside: int


@dataclass(frozen=True, slots=True)
class TypologyRow:
    """The cases that look most like one named pattern; ``new`` of them the scan before lacked."""

    typology: str
    cases: int
    new: int | None
    lines: int
    units: float | None
    value_usd: int
    open: int
    decided: tuple[tuple[str, int], ...]
