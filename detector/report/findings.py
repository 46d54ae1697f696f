"""What a weekly report holds: plain frozen data, rounded, ready for a page or for JSON."""

from dataclasses import dataclass

from detector.report.flows_findings import FlowsFindings
from detector.report.health_findings import LoadedFile, Rejected, SourceHealth
from detector.report.plots import EstimateSection
from detector.report.screening_findings import Screening
from detector.report.trend_findings import Moved, TypologyRow
from detector.report.trends import Change
from detector.report.turn_findings import Turn


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason behind a flag.

    ``share`` is a part of 1, ``peers`` how many were compared, ``below`` the share of ordinary
    lines of the same goods with a lower value.
    """

    signal: str
    view: str
    value: float | None
    typical: float | None
    unit: str
    peers: int | None
    share: float
    red_flag: str
    text: str
    innocent: str
    below: float | None


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One shipment to review.

    ``one_in`` says of how many comparable lawful shipments one is expected to look at least this
    unusual; ``value_usd`` is in whole US dollars; ``lane`` holds ISO codes in order;
    ``decided`` says how the case stands, where a reviewer has decided; ``more_reasons`` weaker ones
    carry ``more_share`` of the score.
    """

    rank: int
    shipment_id: str
    source: str
    shipped_on: str
    goods: str
    description: str
    units: float | None
    exporter: str
    consignee: str
    lane: tuple[str, ...]
    value_usd: int | None
    score: float
    one_in: int | None
    case_id: str
    decided: str
    is_new: bool
    selected_by: str
    reasons: tuple[Reason, ...]
    more_reasons: int
    more_share: float


@dataclass(frozen=True, slots=True)
class CaseReason:
    """A reason as it stands behind a whole case: ``lines`` of its shipments show it."""

    signal: str
    view: str
    lines: int
    share: float
    text: str
    red_flag: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One shipment of a case, as declared."""

    rank: int
    shipment_id: str
    source: str
    file: str
    line: int
    shipped_on: str
    exporter: str
    consignee: str
    lane: tuple[str, ...]
    description: str
    units: float | None
    value_usd: int | None


@dataclass(frozen=True, slots=True)
class CaseStory:
    """A case to know: what it is, why it was flagged, what would explain it, what is unknown.

    ``likeness`` is the share of the reasons' weight that speaks for ``typology``; ``status`` is
    open, or the last decision on record, and ``decided_on`` its day.
    """

    number: int
    case_id: str
    title: str
    score: float
    best_rank: int
    shipments: int
    units: float | None
    units_low: float | None
    units_high: float | None
    value_usd: int | None
    route: tuple[str, ...]
    route_words: str
    first_shipped_on: str
    last_shipped_on: str
    typology: str
    likeness: float
    status: str
    decided_on: str
    parties: tuple[str, ...]
    more_parties: int
    reasons: tuple[CaseReason, ...]
    innocent: tuple[str, ...]
    unknown: tuple[str, ...]
    lines: tuple[CaseLine, ...]
    more_lines: int


@dataclass(frozen=True, slots=True)
class CaseCompany:
    """A company that stands on lines of a case.

    ``page`` names its page, empty where none is made; ``strength`` says how surely the declared
    name is taken for it; ``tier`` is the strongest that screening found for the declared name.
    """

    group: int
    page: str
    declared: str
    country: str
    roles: tuple[str, ...]
    lines: int
    taken_for: str
    strength: str
    tier: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer decided."""

    day: str
    decision: str
    about: str
    by: str
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number with its name and what it is to be compared with.

    ``change`` sets the last seven days beside the twelve times seven days before.
    """

    label: str
    value: str
    note: str
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """Scored and flagged lines from one country to another; ``share`` is flagged of scored.

    ``change`` counts lines of computing goods, or all lines where the scan holds none of them.
    """

    start: str
    end: str
    words: str
    lines: int
    flagged: int
    share: float
    units: float | None
    value_usd: int
    change: Change


@dataclass(frozen=True, slots=True)
class Signal:
    """How often a reason stands behind the flags and how much of their score it carries."""

    signal: str
    view: str
    lines: int
    strongest: int
    share: float
    red_flag: str
    example: str
    innocent: str


@dataclass(frozen=True, slots=True)
class TrendWeek:
    """One ISO week of departures."""

    week: str
    monday: str
    lines: int
    flagged: int
    units: float | None


@dataclass(frozen=True, slots=True)
class Usual:
    """The usual range of flagged lines a week and how this week compares with it."""

    low: int | None
    high: int | None
    weeks: int
    verdict: str


@dataclass(frozen=True, slots=True)
class HowMade:
    """What the report rests on, so that it can be made again."""

    version: str
    scan_id: int
    as_of: str
    model: str
    fingerprint: str
    settings: tuple[tuple[str, str], ...]
    note: str
    command: str
    desk_head: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts of the whole scan; ``value_usd`` and ``units`` count each physical lot once.

    ``merged_cases`` are told as another, and are none of ``cases``.
    """

    lines: int
    computing: int
    flagged: int
    newly_flagged: int | None
    no_longer_flagged: int | None
    cases: int
    open_cases: int
    merged_cases: int
    units: float | None
    value_usd: int
    queue_left_out: int
    cases_left_out: int


@dataclass(frozen=True, slots=True)
class WeekFindings:
    """Everything that a weekly report shows."""

    week: str
    monday: str
    sunday: str
    days_seen: int
    brief: tuple[str, ...]
    figures: tuple[KeyFigure, ...]
    turn: Turn
    totals: Totals
    queue: tuple[QueueRow, ...]
    cases: tuple[CaseStory, ...]
    trend: tuple[TrendWeek, ...]
    usual: Usual
    lanes: tuple[Lane, ...]
    moved: Moved
    typologies: tuple[TypologyRow, ...]
    signals: tuple[Signal, ...]
    sources: tuple[SourceHealth, ...]
    files: tuple[LoadedFile, ...]
    rejected: tuple[Rejected, ...]
    screening: Screening | None
    flows: FlowsFindings | None
    displacement: tuple[str, ...]
    estimate: EstimateSection | None
    made: HowMade
    limits: tuple[str, ...]
