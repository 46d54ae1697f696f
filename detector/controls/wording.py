"""Tells an answer in words."""

from detector.controls.answer import CAVEAT, ControlStatus, Question
from detector.controls.rulebook import known_through, policies, rule

_MISSING = {
    "chip": "which accelerator it is",
    "figures": "the accelerator's figures",
    "exporter country": "the country of export",
    "destination": "the destination",
    "parent": "where the consignee's parent has its headquarters",
    "end user": "the end user, since the consignee only forwards",
    "parent of the end user": "where the end user's parent has its headquarters",
    "identity": "whether a recipient is the listed party of the same name",
    "identity of the owner": "whether the owner is the listed party of the same name",
    "owner share": "the listed owner's share",
}
_ASIDE = ("suspended", "not enforced", "unverified")


def words_of(question: Question, told: ControlStatus) -> str:
    """Say an answer and its reason, always with the words that it is a screening aid."""
    parts = [_head(question, told), *_beside(told), CAVEAT]
    return " ".join(part for part in parts if part)


def _head(question: Question, told: ControlStatus) -> str:
    if not question.holds_accelerators:
        return "Not needed under the listed rows: no accelerator is believed to be held."
    if told.is_past_known:
        head = f"Undetermined: the rows are known through {known_through()} only."
        if told.rule_id is None:
            return f"{head} As last known, none of them applied."
        applied = "may have applied" if told.missing else "applied"
        return f"{head} As last known, {_row(told)} {applied}; {_policy(told)}."
    if told.rule_id is None:
        return f"Not needed under the listed rows: none of them applies on {question.shipped_on}."
    if told.status == "undetermined":
        return f"Undetermined: {_row(told)} may apply; not known is {_unknown(told.missing)}."
    verb = "Denied" if told.status == "denied" else "Needed"
    return f"{verb}: {_row(told)} applies; {_policy(told)}."


def _row(told: ControlStatus) -> str:
    row = rule(str(told.rule_id))
    met = f", met by {told.control_row}" if told.control_row not in (None, "any", "letter") else ""
    return f"{row.rule_id} ({row.title}{met}; {row.source})"


def _policy(told: ControlStatus) -> str:
    return str(policies()[str(told.policy)]["words"])


def _unknown(missing: tuple[str, ...]) -> str:
    return " and ".join(_MISSING[part] for part in missing)


def _beside(told: ControlStatus) -> list[str]:
    parts = []
    if told.status in ("needed", "denied"):
        open_rows = [row for row in told.bearings if row.bearing == "may apply"]
        if open_rows:
            listed = ", ".join(row.rule_id for row in open_rows)
            unknown = tuple(dict.fromkeys(part for row in open_rows for part in row.missing))
            parts.append(f"Also possible: {listed}; not known is {_unknown(unknown)}.")
    aside = [f"{row.rule_id} ({row.bearing})" for row in told.bearings if row.bearing in _ASIDE]
    if aside:
        parts.append(f"Left aside: {', '.join(aside)}.")
    if told.ended_rule_id:
        ended = rule(told.ended_rule_id)
        parts.append(f"Check again: the suspension {ended.rule_id} was to end on {ended.valid_to}.")
    if told.red_flag:
        parts.append(f"Red flag {told.red_flag}: an owner is listed.")
    if told.onward_rule_id:
        onward = rule(told.onward_rule_id)
        parts.append(f"A later leg from there: {onward.rule_id} ({onward.title}).")
    return parts
