"""The tables of the flows page, as text: each figure with its band, each row with its reading."""

from collections.abc import Sequence
from dataclasses import replace

from detector.cases import country_name
from detector.flows import (
    BalanceFindings,
    CountryBalance,
    DisplacementFindings,
    LaneGap,
    MirrorFindings,
)
from detector.report.flows_findings import FlowsFindings
from detector.report.numerals import clipped, number, percent
from detector.report.ranges import START, STEP, WIDTH, Bar
from detector.report.sheet import Sheet

MOST_BARS = 10


def flow_sheets(found: FlowsFindings) -> tuple[Sheet, ...]:
    """Lay out the first table of each part, for a page that tells more than flows.

    Parameters
    ----------
    found : FlowsFindings
    """
    told = []
    if found.mirror:
        told.append(mirror_sheets(found.mirror)[0])
    if found.displacement:
        told.append(displacement_sheets(found.displacement)[0])
    if found.balance:
        told.append(balance_sheets(found.balance)[0])
    return tuple(sheet for sheet in told if sheet.rows)


def mirror_sheets(found: MirrorFindings) -> tuple[Sheet, ...]:
    """Lay out gaps, shortfalls, odd periods and reporters.

    Parameters
    ----------
    found : MirrorFindings
    """
    bars, zero = draw_gaps(found.gaps[:MOST_BARS])
    gaps = Sheet(
        "gaps", "Gaps", "Where two countries' books differ most",
        "Imported less expected, in million US dollars, with the 90 % band that the lane's own ups "
        "and downs leave. Expected is the exporter's figure with freight, insurance and days.",
        ("Lane and product", "Periods", "Exported", "Imported", "Gap", "90 % band",
         "In their usual spreads", "Weights in over out", "Innocent reading"),
        tuple(_gap(one) for one in found.gaps), "no lane is published by both countries.",
        (0, 8), bars, zero,
    )  # fmt: skip
    lost = Sheet(
        "never-arrived", "Never arrived", "Exported but never arrived",
        "What was sent beyond all that the importer booked, in million US dollars.",
        ("Lane and product", "Periods", "Exported", "Missing", "90 % band", "Innocent reading"),
        tuple(
            (_lane(one.origin, one.destination, one.product), str(one.periods),
             millions(one.exported_usd), millions(one.missing_usd),
             _band(one.low_usd, one.high_usd), one.innocent)
            for one in found.shortfalls
        ), "everything that was sent was booked.", (0, 5),
    )  # fmt: skip
    odd = Sheet(
        "odd-periods", "Odd periods", "Periods unlike the lane's own others",
        "Gaps that lie beyond twice the band of their lane, in million US dollars.",
        ("Lane and product", "Period", "Imported", "Usual", "90 % band"),
        tuple(
            (_lane(one.origin, one.destination, one.product), clipped(one.period),
             millions(one.imported_usd), millions(one.usual_usd), _band(one.low_usd, one.high_usd))
            for one in found.odd_periods
        ), "each lane's gap is about what it always is.",
    )  # fmt: skip
    return gaps, lost, odd, _reporters(found)


def displacement_sheets(found: DisplacementFindings) -> tuple[Sheet, ...]:
    """Lay out pairs after dates, breaks and growth.

    Parameters
    ----------
    found : DisplacementFindings
    """
    per = "a month" if found.is_monthly else "a year"
    pairs = Sheet(
        "pairs", "Closed and opened", "Ways that closed and ways that opened",
        f"After dates of rules and events, in {found.unit} {per}, less trend, season and what the "
        f"product does elsewhere. On {found.false_alarms} of {found.placebo_dates} dates without a "
        "known event a pair is seen too.",
        ("Date", "Closes", "Opens", "Product", "From", "Lost", "Share offset", "90 % band",
         "Placebo dates as strong", "Lanes", "Innocent reading"),
        tuple(
            (f"{one.date} {clipped(one.event)}", country_name(pair.closed),
             country_name(pair.opened), clipped(pair.product), pair.began, f"{pair.lost:,}",
             percent(pair.offset), f"{percent(pair.offset_low)} to {percent(pair.offset_high)}",
             "too few dates" if pair.placebo_share is None else percent(pair.placebo_share),
             "; ".join(f"{old} to {new}" for old, new in pair.lanes[:2]), pair.innocent)
            for one in found.dates for pair in one.pairs
        ), "no way closed as another opened, on the dates that the records cover.", (0, 9, 10),
    )  # fmt: skip
    breaks = Sheet(
        "breaks", "Breaks", "Lanes that broke",
        "The one date that splits a lane best, less what its product does on other lanes.",
        ("Lane and product", "New level from", "Lies within", "New over old level"),
        tuple(
            (_lane(one.origin, one.destination, one.product), one.period,
             f"{one.first} to {one.last}", f"× {number(one.factor)}")
            for one in found.breaks
        ), "no lane broke clearly.",
    )  # fmt: skip
    growth = Sheet(
        "growth", "Growth", "Latest periods unlike their past",
        f"In {found.unit} {per}.",
        ("Lane and product", "Since", "Now", "To be expected", "90 % band", "Innocent reading"),
        tuple(
            (_lane(one.origin, one.destination, one.product), one.since, f"{one.actual:,}",
             f"{one.expected:,}", f"{one.low:,} to {one.high:,}", one.innocent)
            for one in found.growth
        ), "the latest periods are what their past explains.", (0, 5),
    )  # fmt: skip
    return pairs, breaks, growth


def balance_sheets(found: BalanceFindings) -> tuple[Sheet, ...]:
    """Lay out the balance of countries and what it assumes.

    Parameters
    ----------
    found : BalanceFindings
    """
    head = ("Country", "Arrived", "Forwarded", "Installed", "May be in stock", "Left", "90 % range",
            "Draws above zero", "Sites known", "Innocent reading")  # fmt: skip
    balance = read_once(Sheet(
        "balance", "Balance", "What arrived, and what stands",
        "Accelerators, medians with the middle 90 % of draws in brackets.",
        head, tuple(_balance(one) for one in found.countries),
        "no accelerator crossed a border.", (9,),
    ))  # fmt: skip
    assumed = Sheet(
        "assumed", "Assumptions", "What the balance assumes", "Where records are silent.",
        ("Assumption", "Value", "Mark", "Source"),
        tuple((one.name, one.value, one.mark, one.source) for one in found.assumptions),
        "nothing.", (3,),
    )  # fmt: skip
    return balance, assumed


def read_once(sheet: Sheet) -> Sheet:
    """Tell a last column that says the same in each row in the note instead.

    Parameters
    ----------
    sheet : Sheet
    """
    readings = {row[-1] for row in sheet.rows}
    if len(sheet.rows) < 2 or len(readings) > 1:
        return sheet
    return replace(
        sheet,
        note=f"{sheet.note} {sheet.head[-1]} of all of them: {readings.pop()}",
        head=sheet.head[:-1],
        rows=tuple(row[:-1] for row in sheet.rows),
        texts=tuple(at for at in sheet.texts if at < len(sheet.head) - 1),
    )


def draw_gaps(gaps: Sequence[LaneGap]) -> tuple[tuple[Bar, ...], float]:
    """Place the gaps on one scale that holds zero.

    Parameters
    ----------
    gaps : sequence of LaneGap

    Returns
    -------
    tuple of Bar, float
        The bars, and where zero lies.
    """
    if not gaps:
        return (), 0.0
    low = min(0, *(gap.low_usd for gap in gaps))
    high = max(0, *(gap.high_usd for gap in gaps))
    scale = WIDTH / max(high - low, 1)

    def place(value: float) -> float:
        return round(START + (value - low) * scale, 1)

    bars = tuple(
        Bar(
            f"{clipped(gap.origin, 9)} → {clipped(gap.destination, 9)} {clipped(gap.product, 12)}",
            STEP * row + 18,
            place(gap.low_usd),
            round((gap.high_usd - gap.low_usd) * scale, 1),
            place(gap.residual_usd),
        )
        for row, gap in enumerate(gaps)
    )
    return bars, place(0)


def millions(usd: float) -> str:
    """Write US dollars in millions.

    Examples
    --------
    >>> millions(107_765_785_896), millions(-1_234_000), millions(0)
    ('107,766', '−1.23', '0')
    """
    return number(usd / 1e6)


def _band(low: float, high: float) -> str:
    return f"{millions(low)} to {millions(high)}"


def _lane(origin: str, destination: str, product: str) -> str:
    return f"{country_name(origin)} → {country_name(destination)}, {clipped(product, 20)}"


def _gap(one: LaneGap) -> tuple[str, ...]:
    return (
        _lane(one.origin, one.destination, one.product),
        one.first if one.first == one.last else f"{one.first} to {one.last}",
        millions(one.exported_usd),
        millions(one.imported_usd),
        millions(one.residual_usd),
        _band(one.low_usd, one.high_usd),
        number(one.surprise),
        number(one.weight_ratio),
        one.innocent.replace(f"to {one.by_way_of} ", f"to {country_name(one.by_way_of)} ")
        if one.by_way_of
        else one.innocent,
    )


def _reporters(found: MirrorFindings) -> Sheet:
    return Sheet(
        "reporters", "Reporters", "How far each reporter can be relied on",
        "The factor that usually lies between its figure and its partners'; 1 would be agreement.",
        ("Reporter", "Verdict", "As exporter", "Cells", "As importer", "Cells", "Months behind",
         "Sent to unnamed areas", "Exports are read"),
        tuple(
            (country_name(one.reporter), one.verdict, number(one.export_factor),
             f"{one.export_cells:,}", number(one.import_factor), f"{one.import_cells:,}",
             number(one.months_late) + ("" if one.lag_is_estimated else " (assumed)"),
             percent(one.unnamed_share), one.re_exports)
            for one in found.reporters
        ), "no reporter.",
    )  # fmt: skip


def _balance(one: CountryBalance) -> tuple[str, ...]:
    return (
        country_name(one.country),
        f"{one.arrived:,} ({one.arrived_low:,} to {one.arrived_high:,})",
        f"{one.forwarded:,} ({one.forwarded_low:,} to {one.forwarded_high:,})",
        f"{one.installed:,} ({one.installed_low:,} to {one.installed_high:,})",
        f"{one.stocked:,} ({one.stocked_low:,} to {one.stocked_high:,})",
        f"{one.gap:,}".replace("-", "−"),
        f"{one.gap_low:,} to {one.gap_high:,}".replace("-", "−"),
        percent(one.chance_of_gap),
        f"{one.clusters + one.companies:,}",
        one.innocent,
    )
