"""A judgement and a replay, in words."""

from pathlib import Path

from detector.evaluate import Interval, Judgement, Replay


def tell_judgement(told: Judgement) -> str:
    """Say how a queue did against a truth, with the middle 90 % of a bootstrap over schemes."""
    lines = [
        f"{told.lines:,} lines, {told.positives:,} positive in {told.schemes} schemes",
        f"average precision {_interval(told.average_precision)}, AUROC {_interval(told.auroc)}",
        f"{'reviewed':>9} {'lines':>7} {'precision':>9} {'recall':>7} {'units':>6} schemes found",
    ]
    lines += [
        f"{part.share:>9.2%} {part.lines:>7,} {part.precision.value:>9.3f} "
        f"{part.recall.value:>7.3f} {part.units_found.value:>6.3f} {_interval(part.schemes_found)}"
        for part in told.budgets
    ]
    for title, groups in (("difficulty", told.difficulties), ("typology", told.typologies)):
        parts = (f"{group.name} {group.found.value:.2f} of {group.schemes}" for group in groups)
        lines.append(f"schemes found by {title}: {', '.join(parts)}")
    levels = ", ".join(f"{share.value:.3f} at {level}" for level, share in told.calibration)
    lines.append(f"lawful lines with a p-value at most the level: {levels}")
    lines.append(
        f"not positive among the flagged: {_interval(told.false_share)}; "
        f"cover lines flagged: {_interval(told.cover_flagged)}"
    )
    return "\n".join(lines)


def tell_replay(told: Replay, page: Path) -> str:
    """Say how the review would have gone, week by week."""
    lines = ["week to     reviewed explored positive  precision  accelerators  new schemes"]
    lines += [
        f"{week.as_of}  {week.reviewed:>8} {week.explored:>8} {week.positives:>8}  "
        f"{week.precision:>9.3f}  {week.units:>12,.0f}  {week.schemes:>11}"
        for week in told.weeks
    ]
    days = told.days_to_first_flag
    lines.append(
        f"precision {told.precision:.3f} (chance {told.chance:.4f}); schemes found "
        f"{told.schemes_found:.3f}, accelerators {told.units_found:.3f}"
        + ("" if days is None else f"; {days:.0f} days from first departure to review, median")
    )
    if told.verdict.reads_the_future:
        lines.append("The scores of a week changed when later records were there.")
    return "\n".join([*lines, f"The evaluation lies at {page}"])


def _interval(told: Interval) -> str:
    return f"{told.value:.3f} ({told.low:.3f} to {told.high:.3f})"
