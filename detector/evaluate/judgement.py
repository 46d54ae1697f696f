"""What a judgement tells: figures about a queue, each with the middle 90 % of its bootstrap."""

from dataclasses import dataclass

from detector.evaluate.metrics import Interval


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What is found when some lines are reviewed.

    Attributes
    ----------
    lines : int
    precision, recall : Interval
    value_found, units_found : Interval
        Share of the positive lines' US dollars and accelerators.
    schemes_found : Interval
        Share of the schemes with a positive line among those reviewed.
    """

    lines: int
    precision: Interval
    recall: Interval
    value_found: Interval
    units_found: Interval
    schemes_found: Interval


@dataclass(frozen=True, slots=True)
class Budget(Reviewed):
    """What is found when a share of the lines is reviewed."""

    share: float


@dataclass(frozen=True, slots=True)
class Weekly(Reviewed):
    """What is found when the top of each week's departures is reviewed."""

    per_week: int


@dataclass(frozen=True, slots=True)
class Group:
    """Schemes of one typology, difficulty or novelty; how many of them the middle budget finds."""

    name: str
    schemes: int
    found: Interval


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a queue does against the truth.

    Ranges come from a bootstrap over schemes, those of the calibration from one over consignees.

    Attributes
    ----------
    lines, positives, schemes : int
    average_precision, auroc : Interval
    budgets : tuple of Budget
    typologies, difficulties, novelties : tuple of Group
        A scheme of several typologies counts in each.
    cover_flagged : Interval
        Share of the schemes' cover lines within the middle budget: reported apart, neither right
        nor wrong.
    calibration : tuple of (float, Interval)
        A level, and the share of lawful lines with a p-value at most that; empty without p-values.
    false_share : Interval
        Share of the flagged lines that are not positive.
    weekly : Weekly
    days_to_first_flag : Interval
        Median, over schemes found in the middle budget, of the days from the scheme's first
        departure to that of its first line found; NaN where none is found.
    """

    lines: int
    positives: int
    schemes: int
    average_precision: Interval
    auroc: Interval
    budgets: tuple[Budget, ...]
    typologies: tuple[Group, ...]
    difficulties: tuple[Group, ...]
    novelties: tuple[Group, ...]
    cover_flagged: Interval
    calibration: tuple[tuple[float, Interval], ...]
    false_share: Interval
    weekly: Weekly
    days_to_first_flag: Interval
