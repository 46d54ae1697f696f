"""What the statistics say, in words."""

from detector.flows import (
    BalanceFindings,
    DisplacementFindings,
    LaneGap,
    MirrorFindings,
    ReporterQuality,
    Shortfall,
    WatchedDate,
)


def tell_mirror(found: MirrorFindings) -> str:
    """Tell the largest gaps, what never arrived, odd periods, and how good each reporter is."""
    rhythm = "months" if found.is_monthly else "years"
    lines = [
        f"{found.publisher}: {found.cells:,} cells of {rhythm}, HS of {found.digits} digits; "
        f"{found.lanes:,} lanes and products, {found.both_sides:,} cells stated by both sides; "
        f"freight and insurance {found.median_margin:.1%} at the median",
        "",
        "Largest gaps, imported less expected, USD million (90 % band)",
        *(_gap(gap) for gap in found.gaps),
        "",
        "Exported but never arrived, USD million (90 % band)",
        *(_shortfall(one) for one in found.shortfalls),
    ]
    if found.odd_periods:
        lines += ["", "Periods unlike the lane's own others, USD million"]
    lines += [
        f"  {one.origin}→{one.destination} {one.product} {one.period}: imported "
        f"{_millions(one.imported_usd)}, usual {_millions(one.usual_usd)} "
        f"({_millions(one.low_usd)} to {_millions(one.high_usd)})"
        for one in found.odd_periods
    ]
    lines += ["", "Reporters, by the factor that usually lies between them and their partners"]
    lines += [_reporter(one) for one in found.reporters]
    if found.one_sided:
        lines.append(f"Without a partner that publishes too: {', '.join(found.one_sided)}")
    return "\n".join([*lines, "", *found.notes])


def _gap(gap: LaneGap) -> str:
    surprise = "" if gap.surprise is None else f"; {abs(gap.surprise):.1f} of their usual spread"
    return (
        f"  {gap.origin}→{gap.destination} {gap.product}, {gap.first} to {gap.last}: "
        f"{_millions(gap.residual_usd)} ({_millions(gap.low_usd)} to {_millions(gap.high_usd)}); "
        f"exported {_millions(gap.exported_usd)}, imported {_millions(gap.imported_usd)}{surprise}"
        f"\n      innocent reading: {gap.innocent}"
    )


def _shortfall(one: Shortfall) -> str:
    return (
        f"  {one.origin}→{one.destination} {one.product}: {_millions(one.missing_usd)} "
        f"({_millions(one.low_usd)} to {_millions(one.high_usd)}) of {_millions(one.exported_usd)}"
    )


def _reporter(one: ReporterQuality) -> str:
    return (
        f"  {one.reporter}  {one.verdict:<13} as exporter {_factor(one.export_factor)} in "
        f"{one.export_cells:,} cells, as importer {_factor(one.import_factor)} in "
        f"{one.import_cells:,}; {one.months_late:.2g} months late"
        f"{'' if one.lag_is_estimated else ' (assumed)'}; exports {one.re_exports}"
    )


def _factor(factor: float | None) -> str:
    return "–" if factor is None else f"×{factor:.2f}"


def _millions(usd: float) -> str:
    return f"{usd / 1e6:,.0f}" if abs(usd) >= 1e8 else f"{usd / 1e6:,.3g}"


def tell_displacement(found: DisplacementFindings) -> str:
    """Tell which lanes closed and opened after which dates, breaks, and unusual growth."""
    rhythm = "month" if found.is_monthly else "year"
    alarms = (
        f"{found.false_alarms} of {found.placebo_dates}" if found.placebo_dates else "none of 0"
    )
    lines = [
        f"{found.publisher}: {found.lanes:,} lanes and products, {found.first} to {found.last}, "
        f"{found.unit} a {rhythm}; pairs on {alarms} placebo dates",
        "",
        "After dates of rules and events",
        *(line for one in found.dates if one.is_covered for line in _watched(one, found.unit)),
    ]
    left_out = sum(not one.is_covered for one in found.dates)
    if left_out:
        lines.append(f"  {left_out} dates lie outside what the records cover")
    lines += ["", "Breaks, less what the product does on other lanes"]
    lines += [
        f"  {one.origin}→{one.destination} {one.product}: {one.period} ({one.first} to "
        f"{one.last}), ×{one.factor:.2f}"
        for one in found.breaks
    ]
    lines += ["", "Latest periods unlike their past"]
    lines += [
        f"  {one.origin}→{one.destination} {one.product} since {one.since}: {one.actual:,} where "
        f"{one.expected:,} ({one.low:,} to {one.high:,}) was to be expected"
        for one in found.growth
    ]
    return "\n".join([*lines, "", *found.notes])


def _watched(one: WatchedDate, unit: str) -> list[str]:
    if not one.pairs:
        return [f"  {one.date} {one.event}: no pair"]
    lines = [f"  {one.date} {one.event}"]
    for pair in one.pairs:
        placebo = (
            "" if pair.placebo_share is None else f"; {pair.placebo_share:.1%} of placebo dates"
        )
        lines.append(
            f"      {pair.closed} closes, {pair.opened} opens, {pair.product}, from {pair.began}: "
            f"{pair.offset:.0%} ({pair.offset_low:.0%} to {pair.offset_high:.0%}) of {pair.lost:,} "
            f"{unit} offset{placebo}"
        )
        lines.append(f"          innocent reading: {pair.innocent}")
    return lines


def tell_balance(found: BalanceFindings) -> str:
    """Tell what arrived, went on, stands and may lie in a warehouse, country by country."""
    lines = [
        f"Accelerators to {found.as_of}, {found.sites:,} sites known; 90 % ranges",
        *(
            f"  {one.country}  arrived {one.arrived:,} ({one.arrived_low:,} to "
            f"{one.arrived_high:,}), forwarded {one.forwarded:,}, installed {one.installed:,} "
            f"({one.installed_low:,} to {one.installed_high:,}), in stock {one.stocked:,}; "
            f"unexplained {one.gap:,} ({one.gap_low:,} to {one.gap_high:,})\n"
            f"      innocent reading: {one.innocent}"
            for one in found.countries
        ),
        "",
        "Assumed",
        *(f"  {one.name}: {one.value} ({one.mark}; {one.source})" for one in found.assumptions),
    ]
    return "\n".join([*lines, "", *found.notes])
