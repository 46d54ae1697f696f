"""An estimate, in words."""

from pathlib import Path

from detector.flows.estimate import ClaimAnswer, Estimate, Interval


def tell_estimate(found: Estimate, page: Path | None = None) -> str:
    """Tell the pool, every way with its intervals, what moves the answer, and the claim."""
    lines = [
        f"{found.year}: {span_of(found.pool.chips)} accelerators (90 %), middle "
        f"{found.pool.chips.middle:,.0f}; between the ends lies a factor of {found.factor:g}.",
        f"In H100-equivalents {span_of(found.pool.h100e)}; at street prices USD "
        f"{span_of(found.pool.usd, 1e6)} million. The ways disagree {found.disagree:g} times.",
        "",
        f"{'chips':<38}{'5 %':>10}{'25 %':>10}{'middle':>10}{'75 %':>10}{'95 %':>10}  weight",
    ]
    lines += [_row(way.name, way.amount.chips, _weight(way.weight)) for way in found.ways]
    lines.append(_row("Pool", found.pool.chips, ""))
    lines.append(_row("If right together", found.together, "logarithmic pool"))
    lines += [
        f"not computed: {one.name}. {one.why} Opens with {one.opens}" for one in found.missing
    ]
    lines += ["", "By quarter, 90 % interval"]
    lines += [f"  {one.name}  {span_of(one.amount.chips)}" for one in found.quarters]
    lines += ["", "What moves the middle of the pool most (lowest tenth, highest tenth)"]
    lines += [f"  {one.at_low:>9,.0f} {one.at_high:>9,.0f}  {one.name}" for one in found.swings[:5]]
    lines += [*_claim(found.claim), "", f"No channel sees: {found.unseen[0]}"]
    lines.append(
        f"Seed {found.made.seed}, {found.made.draws:,} draws, parameters "
        f"{found.made.parameters[:16]}. An estimate under stated assumptions, no finding."
    )
    return "\n".join([*lines, *([f"The page lies at {page}"] if page else [])])


def span_of(interval: Interval, per: float = 1.0) -> str:
    """Write the 90 % interval.

    Examples
    --------
    >>> span_of(Interval(10_600.0, 1.0, 1.0, 1.0, 152_000.0))
    '10,600 to 152,000'
    """
    return f"{interval.low90 / per:,.0f} to {interval.high90 / per:,.0f}"


def _row(name: str, chips: Interval, weight: str) -> str:
    points = (chips.low90, chips.low50, chips.middle, chips.high50, chips.high90)
    return f"{name:<38}" + "".join(f"{point:>10,.0f}" for point in points) + f"  {weight}"


def _weight(weight: float) -> str:
    return f"{weight:.0%}" if weight else "shown only"


def _claim(claim: ClaimAnswer | None) -> list[str]:
    if claim is None:
        return []
    return [
        "",
        f"A stock of at least {claim.claim:,} {claim.counts} at one holder by {claim.until} comes "
        f"out in {claim.lawful_alone:.0%} of draws from lawful purchases alone, in "
        f"{claim.with_diversion:.0%} with diversion.",
        f"  All lawful purchases of that country: {span_of(claim.country_lawful)}"
        f"{_needed(claim)}. Shares of draws under these assumptions, not "
        "calibrated against outcomes.",
    ]


def _needed(claim: ClaimAnswer) -> str:
    return "" if claim.share_needed is None else f"; it would take {claim.share_needed:.1%} of them"
