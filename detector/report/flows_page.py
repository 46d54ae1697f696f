"""Renders what the statistics say as one page without scripts; equal findings, equal bytes."""

from importlib.metadata import version
from pathlib import Path

from detector.cases import country_name
from detector.flows import (
    BalanceFindings,
    DisplacementFindings,
    MirrorFindings,
)
from detector.report.findings import KeyFigure
from detector.report.flows_findings import FlowsFindings
from detector.report.flows_sheets import (
    balance_sheets,
    displacement_sheets,
    millions,
    mirror_sheets,
)
from detector.report.numerals import clipped, day, money, percent
from detector.report.press import print_page, write_page
from detector.report.sheet import Sheet


def render_flows(found: FlowsFindings) -> str:
    """Return what the statistics say as one HTML page that asks the network for nothing.

    Parameters
    ----------
    found : FlowsFindings
    """
    parts: list[tuple[str, str, tuple[Sheet, ...]]] = []
    notes: list[str] = []
    if found.mirror:
        parts.append(("mirror", "Mirror", mirror_sheets(found.mirror)))
        notes.extend(found.mirror.notes)
    if found.displacement:
        parts.append(("displacement", "Displacement", displacement_sheets(found.displacement)))
        notes.extend(found.displacement.notes)
    if found.balance:
        parts.append(("mass-balance", "Balance", balance_sheets(found.balance)))
        notes.extend(found.balance.notes)
    return print_page(
        "flows.html",
        {
            "parts": parts,
            "brief": write_brief(found),
            "figures": [(one.label, one.value, one.note) for one in _figures(found)],
            "covers": _covers(found),
            "missing": found.missing,
            "notes": notes,
            "version": version("chiptrace"),
        },
    )


def write_flows(found: FlowsFindings, out: Path) -> Path:
    """Write ``flows.html`` and ``flows.json``; each lands whole or not at all.

    Parameters
    ----------
    found : FlowsFindings
    out : Path
        A folder; made when it is missing.

    Returns
    -------
    Path
        The page.
    """
    return write_page(out / "flows.html", render_flows(found), found)


def write_brief(found: FlowsFindings) -> tuple[str, ...]:
    """Say in a few sentences what was found.

    Parameters
    ----------
    found : FlowsFindings
    """
    told = [*_of_the_mirror(found.mirror), *_of_displacement(found.displacement)]
    told += _of_the_balance(found.balance)
    return tuple(told) or ("These records hold no statistics that could be compared.",)


def _of_the_mirror(found: MirrorFindings | None) -> list[str]:
    if found is None or not found.gaps:
        return []
    top = found.gaps[0]
    more = "more" if top.residual_usd > 0 else "less"
    return [
        f"The largest difference between two countries' books: {_named(top.destination)} "
        f"books {money(abs(top.residual_usd))} {more} of {clipped(top.product)} from "
        f"{_named(top.origin)} than the other side explains (90 % band "
        f"{millions(top.low_usd)} to {millions(top.high_usd)} million), {top.first} to {top.last}. "
        f"{top.innocent}"
    ]


def _of_displacement(found: DisplacementFindings | None) -> list[str]:
    if found is None:
        return []
    pairs = [(one, pair) for one in found.dates for pair in one.pairs]
    alarms = f"{found.false_alarms} of {found.placebo_dates}"
    if not pairs:
        tried = (
            f"; on dates without a known event that is seen {alarms} times"
            if found.placebo_dates
            else "; too few dates are covered to say how often that is seen by chance"
        )
        known = "On no known date that these statistics cover did one way close as another opened"
        return [f"{known}{tried}."]
    by_chance = (
        f"A pair is seen on {alarms} dates without a known event too."
        if found.placebo_dates
        else "Too few dates are covered to say how often a pair is seen by chance."
    )
    date, pair = max(pairs, key=lambda told: (told[1].closing, told[1].opening))
    return [
        f"After {day(date.date)} ways by {_named(pair.closed)} close for {clipped(pair.product)} "
        f"and ways by {_named(pair.opened)} open: {percent(pair.offset)} of what was lost. "
        f"{by_chance} {pair.innocent}"
    ]


def _of_the_balance(found: BalanceFindings | None) -> list[str]:
    if found is None or not found.countries:
        return []
    top = found.countries[0]
    return [
        f"Of {top.arrived:,} accelerators that arrived in {_named(top.country)}, "
        f"{max(top.gap, 0):,} ({top.gap_low:,} to {top.gap_high:,}) are neither forwarded nor "
        f"known to stand there or to lie in a warehouse. {top.innocent}"
    ]


def _figures(found: FlowsFindings) -> tuple[KeyFigure, ...]:
    told = []
    if found.mirror:
        told += [
            KeyFigure("Cells compared", f"{found.mirror.both_sides:,}", "stated by both sides"),
            KeyFigure("Freight and insurance", percent(found.mirror.median_margin), "median"),
        ]
    if found.displacement:
        pairs = sum(len(one.pairs) for one in found.displacement.dates)
        told.append(KeyFigure("Pairs of ways", f"{pairs:,}", "closed and opened after a date"))
    if found.balance:
        told.append(KeyFigure("Sites known", f"{found.balance.sites:,}", "clusters and companies"))
    return tuple(told)


def _covers(found: FlowsFindings) -> str:
    told = []
    if found.mirror or found.displacement:
        whose = found.mirror.publisher if found.mirror else ""
        whose = found.displacement.publisher if found.displacement else whose
        told.append(f"statistics of {clipped(whose)}")
    if found.displacement:
        told.append(f"{found.displacement.first} to {found.displacement.last}")
    if found.balance:
        told.append(f"shipments to {found.balance.as_of}")
    return ", ".join(told) or "no records"


def _named(code: str) -> str:
    return country_name(code, article=True)
