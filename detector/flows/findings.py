"""What the statistics say, as plain frozen data for a page, a terminal or JSON.

Money is in whole US dollars. Bounds are the ends of a 90 % band unless a field says otherwise.
"""

from dataclasses import dataclass

from detector.flows.breaks import Break


@dataclass(frozen=True, slots=True)
class LaneGap:
    """One lane and product, summed over its periods: what each side says, and the difference.

    Attributes
    ----------
    origin, destination, product : str
        Countries as alpha-2, digits of the HS code.
    first, last, periods
        Span and number of periods that both countries publish.
    exported_usd, imported_usd : int
        As stated, FOB and CIF as a rule; re-exports as they are read for this exporter.
    expected_usd : int
        What the importer should show, from the exporter's figure, margin and lag.
    residual_usd, low_usd, high_usd : int
        Imported less expected, with the band that the lane's own ups and downs leave; its periods
        are taken to err together.
    surprise : float, optional
        Log ratio of imported to expected, in standard deviations of what lies between these two
        reporters' figures for such goods as a rule; beyond 2.1 it is outside their 90 % band.
    weight_ratio : float, optional
        Imported over exported net weight, in periods where both state one.
    by_way_of_usd, by_way_of
        At most so much can be goods that the exporter books to another country, mostly this one.
    other_heading_usd : int
        At most so much can stand under another heading of the same lane.
    innocent : str
        The ordinary explanation that fits best.
    """

    origin: str
    destination: str
    product: str
    first: str
    last: str
    periods: int
    exported_usd: int
    imported_usd: int
    expected_usd: int
    residual_usd: int
    low_usd: int
    high_usd: int
    surprise: float | None
    weight_ratio: float | None
    by_way_of_usd: int
    by_way_of: str
    other_heading_usd: int
    innocent: str


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Exported but never arrived: what the exporter sent beyond all that the importer booked."""

    origin: str
    destination: str
    product: str
    periods: int
    exported_usd: int
    missing_usd: int
    low_usd: int
    high_usd: int
    innocent: str


@dataclass(frozen=True, slots=True)
class OddPeriod:
    """A period in which a lane's gap is unlike its own others; ``strangeness`` is in robust SDs."""

    origin: str
    destination: str
    product: str
    period: str
    imported_usd: int
    expected_usd: int
    usual_usd: int
    low_usd: int
    high_usd: int
    strangeness: float


@dataclass(frozen=True, slots=True)
class ReporterQuality:
    """How one reporter's figures agree with its partners'.

    Attributes
    ----------
    reporter : str
    export_cells, import_cells : int
        Cells that both sides state, as exporter and as importer.
    export_factor, import_factor : float, optional
        The factor by which its figure and a partner's of middling quality usually differ.
    export_bias, import_bias : float, optional
        Median ln(imported / expected) as exporter; as importer.
    months_late : float
        Months by which its imports run behind its partners' exports; a prior unless
        ``lag_is_estimated``.
    unnamed_share : float
        Part of its exports that go to areas not specified.
    re_exports : str
        How its exports are read: ``as stated``, ``with re-exports`` or ``less re-exports``.
    verdict : str
        ``good``, ``fair``, ``poor`` or ``too few cells``.
    """

    reporter: str
    export_cells: int
    import_cells: int
    export_factor: float | None
    import_factor: float | None
    export_bias: float | None
    import_bias: float | None
    months_late: float
    lag_is_estimated: bool
    unnamed_share: float
    re_exports: str
    verdict: str


@dataclass(frozen=True, slots=True)
class MirrorFindings:
    """Everything that a mirror analysis says."""

    publisher: str
    is_monthly: bool
    digits: int
    cells: int
    lanes: int
    both_sides: int
    median_margin: float
    gaps: tuple[LaneGap, ...]
    shortfalls: tuple[Shortfall, ...]
    odd_periods: tuple[OddPeriod, ...]
    reporters: tuple[ReporterQuality, ...]
    one_sided: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Displacement:
    """A country whose lanes close after a date and one whose lanes open in its place.

    Attributes
    ----------
    closed, opened, product : str
    began : str
        Period in which the closing begins.
    lost, gained : int
        Per period, less trend, season and what the product does elsewhere; in the analysis' unit.
    offset, offset_low, offset_high : float
        Part of what was lost that the other country gained, with the band of the gain.
    closing, opening : float
        Both changes in standard errors.
    placebo_share : float, optional
        Part of the placebo dates on which a pair at least as strong is found; null where there
        are fewer than ten such dates.
    lanes : tuple of pair of str
        Lanes that fell and rose, with the other end in common.
    innocent : str
    """

    closed: str
    opened: str
    product: str
    began: str
    lost: int
    gained: int
    offset: float
    offset_low: float
    offset_high: float
    closing: float
    opening: float
    placebo_share: float | None
    lanes: tuple[tuple[str, str], ...]
    innocent: str


@dataclass(frozen=True, slots=True)
class WatchedDate:
    """A rule date or an enforcement event, and the pairs found after it."""

    date: str
    event: str
    source: str
    is_covered: bool
    pairs: tuple[Displacement, ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """A lane that lately carries more or less than its past and its product explain."""

    origin: str
    destination: str
    product: str
    since: str
    actual: int
    expected: int
    low: int
    high: int
    strength: float
    innocent: str


@dataclass(frozen=True, slots=True)
class DisplacementFindings:
    """Everything that the displacement watch says; amounts are per period, in ``unit``."""

    publisher: str
    unit: str
    is_monthly: bool
    lanes: int
    first: str
    last: str
    dates: tuple[WatchedDate, ...]
    placebo_dates: int
    false_alarms: int
    breaks: tuple[Break, ...]
    growth: tuple[Growth, ...]
    notes: tuple[str, ...]
