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
