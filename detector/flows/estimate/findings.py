"""What an estimate holds: plain frozen data, rounded, ready for a page, a terminal or JSON."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """5, 25, 50, 75 and 95 % points of what the assumptions leave possible."""

    low90: float
    low50: float
    middle: float
    high50: float
    high90: float


@dataclass(frozen=True, slots=True)
class Amount:
    """One estimate in three units: chips, H100-equivalents by processing power, US dollars."""

    chips: Interval
    h100e: Interval
    usd: Interval


@dataclass(frozen=True, slots=True)
class Way:
    """One independent way to an estimate.

    Attributes
    ----------
    key, name, says : str
        Short name, title, and how it is computed.
    role : str
        ``estimate``, ``published`` or ``lower bound``.
    amount : Amount
    weight : float
        Its part of the pool, adding up to 1; 0 = shown, not pooled.
    blind : str
        What it cannot see.
    parts : tuple of (name, Interval)
        Chips by part, where the way adds parts up.
    """

    key: str
    name: str
    says: str
    role: str
    amount: Amount
    weight: float
    blind: str
    parts: tuple[tuple[str, Interval], ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """A way for which nothing was given, and what would open it."""

    key: str
    name: str
    why: str
    opens: str


@dataclass(frozen=True, slots=True)
class Quarter:
    """The year's figure by quarter."""

    name: str
    share: float
    amount: Amount


@dataclass(frozen=True, slots=True)
class Swing:
    """How far one assumption moves the middle of the pool, in chips.

    ``at_low`` and ``at_high`` are the pool's medians among the tenth of all draws in which the
    assumption is lowest, and highest; ``narrows`` is the factor that remains between the ends of
    the pool's 90 % interval, on average, once the assumption is known.
    """

    key: str
    name: str
    low: float
    high: float
    unit: str
    at_low: float
    at_high: float
    narrows: float
    narrowed_by: str


@dataclass(frozen=True, slots=True)
class Assumption:
    """One line of the table of assumptions."""

    key: str
    name: str
    low: float
    middle: float
    high: float
    unit: str
    source: str
    mark: str


@dataclass(frozen=True, slots=True)
class BoughtChip:
    """Purchases of one chip up to the end of the year, and which of them the rules allowed."""

    chip: str
    bought: Interval
    lawful: Interval
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """How often a stock of at least ``claim`` comes out, under these assumptions.

    ``share_needed`` is the claim over the middle of what the country could lawfully buy; None
    where that is nothing.
    """

    claim: int
    counts: str
    until: str
    lawful_alone: float
    with_diversion: float
    lawful_stock: Interval
    whole_stock: Interval
    country_lawful: Interval
    share_needed: float | None
    bought: tuple[BoughtChip, ...]


@dataclass(frozen=True, slots=True)
class Recapture:
    """Lists held against each other, at several odds ratios of dependence."""

    ours: int
    outside: int
    both: int
    schemes: tuple[tuple[float, Interval], ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What the estimate rests on, so that it can be made again."""

    version: str
    command: str
    seed: int
    draws: int
    parameters: str
    parameters_file: str
    overridden: tuple[str, ...]
    scan: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """Everything that the page shows.

    ``pool`` mixes the ways; ``together`` is their logarithmic pool, in chips; ``factor`` lies
    between the ends of the pool's 90 % interval, ``disagree`` between the ways' middles.
    """

    year: int
    pool: Amount
    together: Interval
    factor: float
    disagree: float
    ways: tuple[Way, ...]
    missing: tuple[Missing, ...]
    quarters: tuple[Quarter, ...]
    quarters_from: str
    swings: tuple[Swing, ...]
    assumptions: tuple[Assumption, ...]
    claim: ClaimAnswer | None
    recapture: Recapture | None
    quoted: tuple[tuple[str, str, str, str], ...]
    unseen: tuple[str, ...]
    made: Made
