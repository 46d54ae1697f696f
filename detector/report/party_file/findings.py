"""What a party page holds: plain frozen data, ready for a page or for JSON."""

from dataclasses import dataclass

from detector.report.findings import Decision, HowMade
from detector.report.trends import Change


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name that is taken for the company, with its country and what the match rests on."""

    name: str
    country: str
    strength: str
    words: str


@dataclass(frozen=True, slots=True)
class Address:
    """An address as declared, how many companies are seen there, and what it is taken for."""

    address: str
    companies: int
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class Stated:
    """What loaded records of parties state of the company in one country."""

    country: str
    incorporated_on: str
    activity: str
    parent: str
    capacity_mw: float | None


@dataclass(frozen=True, slots=True)
class Role:
    """How often the company stands in a role; days are those of shipment."""

    role: str
    lines: int
    flagged: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Month:
    """Lines of one month that name the company, and accelerators on them; a drawn bar."""

    month: str
    lines: int
    flagged: int
    units: float
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class LaneOf:
    """A lane on which the company stands, with its change against its own past."""

    lane: tuple[str, ...]
    lines: int
    flagged: int
    units: float
    change: Change


@dataclass(frozen=True, slots=True)
class Partner:
    """A company on the other side of lines."""

    name: str
    lines: int
    flagged: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Accelerators of the company at one country, all lines up to the month of the scan."""

    country: str
    received: float
    forwarded: float
    unseen: float
    stated: float | None
    shown: float | None
    gap_low: float
    gap_high: float


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a loaded list that a name of the company is like; ``tier`` keeps kinds apart."""

    tier: str
    name: str
    listed_name: str
    list_country: str
    programme: str
    source: str
    listed_on: str
    strength: float
    evidence: str


@dataclass(frozen=True, slots=True)
class CaseOf:
    """A case with lines of the company; ``has_page`` says whether its case file lies beside."""

    case_id: str
    title: str
    status: str
    lines: int
    best_rank: int
    has_page: bool


@dataclass(frozen=True, slots=True)
class PartyFile:
    """One company on one page.

    Attributes
    ----------
    party_id : str
        ``P-`` and eight digits, of its name; the page's file is called by it.
    brief : tuple of str
        Sentences with numbers, the base rate first.
    tiers : tuple of (str, tuple of Listed)
        Always all three, also where a tier is empty; empty where no list was searched.
    """

    party_id: str
    name: str
    countries: tuple[str, ...]
    kind: str
    brief: tuple[str, ...]
    lines: int
    flagged: int
    first_seen: str
    last_seen: str
    units: float
    spellings: tuple[Spelling, ...]
    more_spellings: int
    apart: tuple[str, ...]
    addresses: tuple[Address, ...]
    stated: tuple[Stated, ...]
    roles: tuple[Role, ...]
    months: tuple[Month, ...]
    change: Change
    lanes: tuple[LaneOf, ...]
    partners: tuple[Partner, ...]
    kept: tuple[Kept, ...]
    tiers: tuple[tuple[str, tuple[Listed, ...]], ...]
    cases: tuple[CaseOf, ...]
    decisions: tuple[Decision, ...]
    made: HowMade
