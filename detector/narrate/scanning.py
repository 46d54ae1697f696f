"""A scan and one line of it, in words."""

from pathlib import Path

from detector.pipeline import ScanSummary
from detector.report import Explanation, Section

CAVEAT = "A flag is a reason to look, not evidence; verify against the original documents."


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
        lines.append(f"  case {told.case_id}: {told.case_title} ({told.case_status})")
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
    for section in told.sections:
        lines += tell_section(section)
    return "\n".join([*lines, f"  {told.caveat}"])


def tell_section(section: Section) -> list[str]:
    """Tell a part of an explanation: a fact a line, what it rests on behind it."""
    lines, about = [f"  {section.title.lower()}:"], ""
    for fact in section.facts:
        if fact.about and fact.about != about:
            lines.append(f"    {fact.about}")
        about = fact.about
        indent = "      " if about else "    "
        evidence = f"  [{fact.evidence}]" if fact.evidence else ""
        lines.append(f"{indent}{fact.what}: {fact.told}{evidence}")
    return lines
