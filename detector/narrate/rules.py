"""What the law said on a day, in words."""

from collections.abc import Sequence

from detector.controls import Rule, RuleList


def tell_rules(told: RuleList) -> str:
    """List the rows that hold on a day, those that raise nothing apart."""
    parts = (
        ("In force", told.in_force),
        ("In the text, but not enforced", told.not_enforced),
        ("Suspended", told.suspended),
        ("Not verified: these raise nothing", told.unverified),
    )
    lines = [f"On {told.on}; rows are known through {told.known_through}."]
    if told.on > told.known_through:
        lines.append("That day is later: rules may have changed since, answers are undetermined.")
    for title, rows in parts:
        if rows:
            lines += ["", f"{title} ({len(rows)})", *_rows(rows)]
    return "\n".join([*lines, "", told.caveat])


def _rows(rows: Sequence[Rule]) -> list[str]:
    width = max(len(row.rule_id) for row in rows)
    lines = []
    for row in rows:
        until = f" to {row.valid_to}" if row.valid_to else ""
        lines.append(f"  {row.rule_id:<{width}}  from {row.valid_from}{until}  {row.title}")
        lines.append(f"  {'':<{width}}  {row.policy}; {row.source} ({row.mark})")
    return lines
