"""Models on the shelf, told in the terminal."""

from pathlib import Path

from detector.challenge import Comparison, Moved, Trained, Watched
from detector.models import Drift, StoredModel

MOST = 20  # lines that are told of each side


def tell_trained(told: Trained, workspace: Path) -> str:
    """Say what was trained and what to do next."""
    first = (
        f"Model {told.name} learnt from {told.lines:,} lines up to {told.as_of}, "
        f"of which {told.labels:,} are labelled by decisions"
    )
    if told.is_champion:
        return f"{first}; it is the champion, as there was none."
    return "\n".join(
        (
            f"{first}; it waits as a challenger.",
            f"Next: chiptrace models compare {told.name} --workspace {workspace}",
            f"      chiptrace models promote {told.name} --workspace {workspace}",
        )
    )


def tell_models(models: tuple[StoredModel, ...]) -> str:
    """List models, the champion first."""
    if not models:
        return "No model is stored yet: the first scan trains one, and so does chiptrace train."
    return "\n".join(
        f"{'champion' if one.is_champion else '        '}  {one.name}  learnt up to {one.made_on}, "
        f"{len(one.features)} features, {one.size / 1e6:.1f} MB"
        for one in models
    )


def tell_model(one: StoredModel) -> str:
    """Tell one model: what it was trained with, on what, and the features it reads."""
    plan = ", ".join(f"{name} {value:,}" for name, value in one.plan.items() if name != "seed")
    return "\n".join(
        (
            f"{one.name}" + (" (champion)" if one.is_champion else ""),
            f"  learnt up to {one.made_on}; seed {one.plan['seed']}; {plan}",
            f"  trained on and with (SHA-256): {one.fingerprint}",
            f"  stored bytes (SHA-256): {one.sha256}",
            f"  {len(one.features)} features:",
            *(f"    {name}" for name in one.features),
            *_borrowed(one.facts.get("borrowed")),
        )
    )


def _borrowed(told: object) -> list[str]:
    rows = told if isinstance(told, list) else []
    return [f"  borrowed for {row['view']}: {row['path']} {row['parameters']}" for row in rows]


def tell_comparison(told: Comparison) -> str:
    """Say which lines two models flag alike, and which one of them alone, with the reason."""
    return "\n".join(
        (
            f"{told.lines:,} lines up to {told.as_of}; each model flags {told.budget:,}, "
            f"{told.kept:,} of them alike; ranks of all lines correlate at "
            f"{told.rank_correlation:.2f}.",
            f"Flagged by {told.challenger} only:",
            *_lines(told.gained),
            f"Flagged by the champion {told.champion} only:",
            *_lines(told.lost),
        )
    )


def tell_watched(told: Watched) -> str:
    """Say what moved beyond its band, and how steady the top of the queue is."""
    if not told.features:
        moved = [f"Too few lines for three windows of {told.days} days: nothing to compare."]
    else:
        beyond = [one for one in told.features if one.moved]
        moved = [
            f"{len(beyond)} of {len(told.features)} features moved in the {told.days} days up to "
            f"{told.as_of} beyond what they always do:",
            *(_drift(one) for one in beyond[:MOST]),
        ]
    score = ["Score: " + _drift(told.score).strip()] if told.score else []
    kept = []
    if told.kept is not None:
        kept = [
            f"Of {told.flagged:,} lines flagged on {told.scans[0]}, {told.kept:.0%} stand among as "
            f"many first lines on {told.scans[1]}."
        ]
    return "\n".join((*moved, *score, *kept))


def _drift(one: Drift) -> str:
    word = "moved" if one.moved else "within its band"
    return f"  {one.name}: stability index {one.index:.3f}, band {one.band:.3f} ({word})"


def _lines(moved: tuple[Moved, ...]) -> list[str]:
    lines = [
        f"  {one.shipment_id} ({one.source}): rank {one.champion_rank:,} by the champion, "
        f"{one.challenger_rank:,} by the challenger. {one.reason}"
        for one in moved[:MOST]
    ]
    if len(moved) > MOST:
        lines.append(f"  and {len(moved) - MOST:,} more (--json tells all)")
    return lines or ["  none"]
