"""A judgement, in words."""

from detector.evaluate import Interval, Judgement


def tell_judgement(told: Judgement) -> str:
    """Say how a queue did against a truth, with the middle 90 % of a bootstrap over schemes."""
    lines = [
        f"{told.lines:,} lines, {told.positives:,} positive in {told.schemes} schemes",
        f"average precision {_interval(told.average_precision)}, AUROC {_interval(told.auroc)}",
        f"{'reviewed':>9} {'lines':>7} {'precision':>9} {'recall':>7} {'units':>6} schemes found",
    ]
    lines += [
        f"{part.share:>9.2%} {part.lines:>7,} {part.precision:>9.3f} {part.recall:>7.3f} "
        f"{part.units_found:>6.3f} {_interval(part.schemes_found)}"
        for part in told.budgets
    ]
    for title, groups in (("difficulty", told.difficulties), ("typology", told.typologies)):
        parts = (f"{group.name} {group.found:.2f} of {group.schemes}" for group in groups)
        lines.append(f"schemes found by {title}: {', '.join(parts)}")
    levels = ", ".join(f"{share:.3f} at {level}" for level, share in told.calibration)
    lines.append(f"lawful lines with a p-value at most the level: {levels}")
    lines.append(
        f"not positive among the flagged: {told.false_share:.3f}; "
        f"cover lines flagged: {told.cover_flagged:.3f}"
    )
    return "\n".join(lines)


def _interval(told: Interval) -> str:
    return f"{told.value:.3f} ({told.low:.3f} to {told.high:.3f})"
