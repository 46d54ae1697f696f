"""What loading did, and the layouts, in words."""

from collections.abc import Sequence

from detector.records import FileReport, LayoutCard


def tell_load(reports: Sequence[FileReport]) -> str:
    """Say what became of each file, and why lines were rejected or noted."""
    return "\n".join(line for report in reports for line in _file_lines(report))


def tell_layouts(cards: Sequence[LayoutCard]) -> str:
    """List the known layouts, one a line."""
    width = max(len(card.name) for card in cards)
    return "\n".join(f"{card.name:<{width}}  {card.kind:<12}  {card.title}" for card in cards)


def _file_lines(report: FileReport) -> list[str]:
    if report.already_loaded:
        return [f"{report.name}: this content was loaded before; nothing was added"]
    unit = "cells" if report.cells else "lines"
    head = (
        f"{report.name}: {report.loaded:,} {unit} loaded as {report.kind} "
        f"(layout {report.layout}, source {report.source}), {report.rejected:,} rejected, "
        f"{report.skipped:,} skipped, {report.physical_lines:,} physical lines"
    )
    if report.superseded:
        head += f"; {report.superseded:,} earlier versions superseded"
    ordered = sorted(report.reasons.items(), key=lambda told: (-told[1], told[0]))
    return [head, *(f"  {count:>8,}  {reason}" for reason, count in ordered)]
