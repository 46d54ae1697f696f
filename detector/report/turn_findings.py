"""Findings of what to do, of the flags of the scan before, and of rule dates ahead."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RuleDate:
    """A day after the scan on which a rule changes, with its source and how sure it is."""

    day: str
    event: str
    effect: str
    source: str
    mark: str


@dataclass(frozen=True, slots=True)
class FlagsBefore:
    """What became of the flags of the scan before.

    ``new_of_old_lines`` counts the new flags on lines that the scan before had scored;
    ``became`` holds a decision (empty where there is none), and how many of the flags with it are
    still flagged and are not; ``model_change`` names both models where they differ, else it is
    empty; ``settings_changed`` a name with both values; ``rank_moved`` is the median number of
    places by which lines that either scan flagged moved, among lines that both scored.
    """

    scan_id: int
    as_of: str
    flagged: int
    still_flagged: int
    no_longer_flagged: int
    newly_flagged: int
    new_of_old_lines: int
    became: tuple[tuple[str, int, int], ...]
    model_change: str
    settings_changed: tuple[tuple[str, str, str], ...]
    both_scored: int
    rank_moved: float | None


@dataclass(frozen=True, slots=True)
class Turn:
    """What to do, what became of earlier flags, and rule dates ahead."""

    to_do: tuple[str, ...]
    before: FlagsBefore | None
    ahead: tuple[RuleDate, ...]
