"""Renders an estimate as one page without scripts; equal estimates, equal bytes."""

from pathlib import Path

from detector.flows.estimate import ClaimAnswer, Estimate
from detector.report.findings import KeyFigure
from detector.report.numerals import clipped, day, percent
from detector.report.plots import EstimateSection, Plot, reaches, short, tornado
from detector.report.press import print_page, write_page

MOST_SWINGS = 10
ABOUT = (
    "Nine in ten draws lie within the thin line, half within the thick one; the dot is the middle."
)


def render_estimate(found: Estimate) -> str:
    """Return an estimate as one HTML page that asks the network for nothing.

    Parameters
    ----------
    found : Estimate
    """
    shown = {
        "found": found,
        "brief": write_brief(found),
        "figures": _figures(found),
        "ways": ways_plot(found),
        "quarters": _quarters_plot(found),
        "moves": _tornado_plot(found),
        "swings": found.swings[:MOST_SWINGS],
        "about": ABOUT,
        "short": short,
        "overridden": [clipped(name) for name in found.made.overridden],
        "parameters_file": clipped(found.made.parameters_file),
    }
    return print_page("estimate.html", shown)


def as_section(found: Estimate) -> EstimateSection:
    """Give the part of an estimate that stands in the weekly report.

    Parameters
    ----------
    found : Estimate
    """
    brief = (*write_brief(found)[:2], *_of_the_records(found))
    return EstimateSection(
        year=found.year,
        brief=brief,
        about=ABOUT,
        plot=ways_plot(found),
        unseen=found.unseen[0],
        command=found.made.command,
    )


def write_estimate(found: Estimate, out: Path) -> Path:
    """Write ``estimate.html`` and ``estimate.json``; each lands whole or not at all.

    Parameters
    ----------
    found : Estimate
    out : Path
        A folder; made when it is missing.

    Returns
    -------
    Path
        The page.
    """
    return write_page(out / "estimate.html", render_estimate(found), found)


def write_brief(found: Estimate) -> tuple[str, ...]:
    """Say in a few sentences what came out, the uncertainty first.

    Parameters
    ----------
    found : Estimate
    """
    chips, pooled = found.pool.chips, [way for way in found.ways if way.weight]
    low = min(pooled, key=lambda way: way.amount.chips.middle)
    high = max(pooled, key=lambda way: way.amount.chips.middle)
    lead = (
        f"Between {short(chips.low90)} and {short(chips.high90)} accelerators diverted in "
        f"{found.year}: a factor of {found.factor:g} lies between the ends. The middle, "
        f"{short(chips.middle)}, is worth little without them."
    )
    scale = (
        f"In processing power that is {short(found.pool.h100e.low90)} to "
        f"{short(found.pool.h100e.high90)} H100; at street prices USD "
        f"{short(found.pool.usd.low90)} to {short(found.pool.usd.high90)}."
    )
    ways = (
        f"The ways disagree about {found.disagree:g} times: the middle is "
        f"{short(low.amount.chips.middle)} by “{low.name}” and "
        f"{short(high.amount.chips.middle)} by “{high.name}”. All are shown; pooling them does "
        "not settle it."
        if len(pooled) > 1
        else f"Only one way has a weight: “{low.name}”."
    )
    return (lead, ways, scale, *_of_the_claim(found), *_of_the_strongest(found))


def ways_plot(found: Estimate) -> Plot:
    """Lay all ways and their pool over one scale.

    Parameters
    ----------
    found : Estimate
    """
    rows = []
    for way in found.ways:
        kind = "way" if way.weight else "aside"
        pooled = f"{percent(way.weight)} of the pool" if way.weight else "shown, not pooled"
        note = f"lower bound, {pooled}" if way.role == "lower bound" else pooled
        rows.append((way.name, note, kind, way.amount.chips))
    rows.append(("Pool", "by weight", "pool", found.pool.chips))
    if len(found.ways) > 1:
        rows.append(("If they are right together", "logarithmic pool", "aside", found.together))
    words = "Dots and intervals: accelerators by each way. The table below holds the same numbers."
    return reaches(rows, words, found.pool.chips.middle)


def _quarters_plot(found: Estimate) -> Plot:
    rows = [(one.name, "", "way", one.amount.chips) for one in found.quarters]
    words = "Dots and intervals: accelerators by quarter. The table below holds the same numbers."
    return reaches(rows, words)


def _tornado_plot(found: Estimate) -> Plot:
    rows = [(one.name, one.at_low, one.at_high) for one in found.swings[:MOST_SWINGS]]
    words = "Bars: where the middle of the pool lies at either end of each assumption."
    return tornado(rows, found.pool.chips.middle, f"{words} The table below holds the same.")


def _figures(found: Estimate) -> tuple[KeyFigure, ...]:
    pool = found.pool
    told = [
        KeyFigure(name, f"{short(one.low90)} – {short(one.high90)}", f"middle {short(one.middle)}")
        for name, one in (
            ("Accelerators, 90 %", pool.chips),
            ("H100-equivalents, 90 %", pool.h100e),
            ("US dollars, 90 %", pool.usd),
        )
    ]
    told.append(KeyFigure("Ways disagree", f"{found.disagree:g} ×", "highest over lowest middle"))
    if found.claim:
        claim = found.claim
        told.append(
            KeyFigure(
                f"At least {claim.claim:,} at one holder",
                f"{percent(claim.lawful_alone)} – {percent(claim.with_diversion)}",
                "of draws: lawful alone, with diversion",
            )
        )
    return tuple(told)


def _of_the_records(found: Estimate) -> tuple[str, ...]:
    """Say what the flags amount to within the records themselves."""
    inner = [part for way in found.ways if way.key == "flags" for _, part in way.parts]
    if not inner:
        return ("The flags of these records say nothing of a whole year yet.",)
    return (
        f"Within these records, from their flags: {short(inner[0].low90)} to "
        f"{short(inner[0].high90)} accelerators. Which part of the world's trade these records "
        "hold is not known to chiptrace, so the flags are shown and not pooled. Take it as a low "
        "figure: on six years of simulated trade it held the truth in four and lay too low in two.",
    )


def _of_the_claim(found: Estimate) -> tuple[str, ...]:
    if found.claim is None:
        return ()
    claim = found.claim
    return (
        f"A stock of at least {claim.claim:,} {claim.counts} at one holder on "
        f"{day(claim.until)}: {percent(claim.lawful_alone)} of draws reach it from lawful "
        f"purchases alone, {percent(claim.with_diversion)} with diversion. {_share_needed(claim)}",
    )


def _share_needed(claim: ClaimAnswer) -> str:
    if claim.share_needed is None:
        return "That country could lawfully buy none of them by then."
    return f"It is {percent(claim.share_needed)} of what that country could lawfully buy."


def _of_the_strongest(found: Estimate) -> tuple[str, ...]:
    told = [one for one in found.swings if not one.key.startswith(("way", "published."))]
    if not told:
        return ()
    one = told[0]
    return (
        f"The assumption that moves it most: “{one.name}”. In the tenth of draws where it "
        f"is lowest the middle is {short(one.at_low)}, where it is highest {short(one.at_high)}.",
    )
