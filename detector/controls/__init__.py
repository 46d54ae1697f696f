"""What the law said of a shipment on its day: a screening aid, not a licence determination."""

from detector.controls.answer import (
    CAVEAT,
    NOT_NEEDED,
    STATUSES,
    Bearing,
    ControlStatus,
    Question,
)
from detector.controls.asking import control_status
from detector.controls.ledgerwide import (
    FAMILIES,
    answer_ledger,
    explain_control,
    queries,
    suppose_control,
)
from detector.controls.listing import RuleList, rules_on
from detector.controls.rulebook import Rule, control_row_of

__all__ = [
    "CAVEAT",
    "FAMILIES",
    "NOT_NEEDED",
    "STATUSES",
    "Bearing",
    "ControlStatus",
    "Question",
    "Rule",
    "RuleList",
    "answer_ledger",
    "control_row_of",
    "control_status",
    "explain_control",
    "queries",
    "rules_on",
    "suppose_control",
]
