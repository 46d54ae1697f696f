"""Results told in the terminal, and as plain data for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path

import numpy as np

from detector.evaluate import Interval, Judgement
from detector.pipeline import ScanSummary
from detector.records import FileReport, LayoutCard
from detector.report import Explanation

CAVEAT = "A flag is a reason to look, not evidence; verify against the original documents."


def tell_load(reports: Sequence[FileReport]) -> str:
    """Say what became of each file, and why lines were rejected or noted."""
    return "\n".join(line for report in reports for line in _file_lines(report))


def tell_layouts(cards: Sequence[LayoutCard]) -> str:
    """List the known layouts, one a line."""
    width = max(len(card.name) for card in cards)
    return "\n".join(f"{card.name:<{width}}  {card.kind:<12}  {card.title}" for card in cards)


def tell_scan(summary: ScanSummary, workspace: Path) -> str:
    """Say what a scan did and what to do next."""
    model = f"model {summary.model}" + (", trained in this scan" if summary.trained else "")
    return "\n".join(
        (
            f"Scan {summary.scan_id} as of {summary.as_of}: {summary.lines:,} lines scored, "
            f"{summary.flagged:,} flagged in {summary.cases:,} cases ({model}).",
            f"Next: chiptrace report --workspace {workspace} --out reports",
            CAVEAT,
        )
    )


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


def tell_explanation(told: Explanation) -> str:
    """Tell one line: goods, place in the queue, reasons, what came before and after."""
    place = f"rank {told.rank:,} of {told.lines:,}, score {told.score:.3f}"
    lines = [
        f"{told.shipment_id} ({told.source}; {told.file}, line {told.line})",
        f"  {told.shipped_on}  {' > '.join(told.lane)}  {told.exporter} -> {told.consignee}",
        f"  goods: {told.goods}. {told.goods_why}",
        f"  as of {told.as_of}: {place}" + (", flagged" if told.flagged else ", not flagged"),
    ]
    if told.case_id:
        lines.append(f"  case {told.case_id}: {told.case_title}")
    if told.reasons:
        lines.append("  why:")
    for reason in told.reasons:
        lines.append(f"    {reason.share:>4.0%}  {reason.text}")
        if reason.red_flag:
            lines.append(f"          {reason.red_flag}")
        if reason.innocent:
            lines.append(f"          innocent reading: {reason.innocent}")
    for near in told.neighbours:
        amount = "" if near.quantity is None else f", {near.quantity:g}"
        lag = "" if near.lag_days is None else f", {near.lag_days} days"
        lines.append(
            f"  {near.how}: {near.shipment_id} on {near.shipped_on} "
            f"{' > '.join(near.lane)}{amount}{lag} (could be the same goods)"
        )
    return "\n".join([*lines, f"  {told.caveat}"])


def plain(result: object) -> object:
    """Turn a result into what JSON can hold."""
    if is_dataclass(result):
        return {part.name: plain(getattr(result, part.name)) for part in fields(result)}
    if isinstance(result, Mapping):
        return {str(key): plain(value) for key, value in result.items()}
    if isinstance(result, list | tuple):
        return [plain(part) for part in result]
    if isinstance(result, date | Path):
        return str(result)
    if isinstance(result, np.generic):
        return result.item()
    return result


def _interval(told: Interval) -> str:
    return f"{told.value:.3f} ({told.low:.3f} to {told.high:.3f})"


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
