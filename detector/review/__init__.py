"""The review desk: people work through flags, and what they decide comes back as labels."""

from detector.review.bringing import bring_in, head_brought, head_of_snapshot
from detector.review.bundle import attach, evidence_folder, verify_bundle, write_bundle
from detector.review.chain import Event, canonical, hash_of, verify_chain
from detector.review.desk import Desk, desk_file, each_event, open_desk, read_events, snapshot_file
from detector.review.dispositions import DECISION_OF, DISPOSITIONS, REASON_CODES
from detector.review.docket import Docket, Flag, draw_lines, open_docket, read_docket
from detector.review.doubles import check_double, status_of
from detector.review.drawing import audit_once, draw_and_lay, drawn_lines, lay_among, take_explored
from detector.review.exchange import Imported, guarded, import_decisions, write_decisions
from detector.review.oversight import Oversight, oversee
from detector.review.standing import Standing
from detector.review.work import (
    Verdict,
    agree,
    assign,
    cancel_stale,
    decide,
    decide_many,
    decline,
    do_each,
    drawn_flag,
    put_on_docket,
    release,
    save_view,
    set_due,
    snooze,
    take,
    take_next,
)

__all__ = [
    "DECISION_OF",
    "DISPOSITIONS",
    "REASON_CODES",
    "Desk",
    "Docket",
    "Event",
    "Flag",
    "Imported",
    "Oversight",
    "Standing",
    "Verdict",
    "agree",
    "assign",
    "attach",
    "audit_once",
    "bring_in",
    "cancel_stale",
    "canonical",
    "check_double",
    "decide",
    "decide_many",
    "decline",
    "desk_file",
    "do_each",
    "draw_and_lay",
    "draw_lines",
    "drawn_flag",
    "drawn_lines",
    "each_event",
    "evidence_folder",
    "guarded",
    "hash_of",
    "head_brought",
    "head_of_snapshot",
    "import_decisions",
    "lay_among",
    "open_desk",
    "open_docket",
    "oversee",
    "put_on_docket",
    "read_docket",
    "read_events",
    "release",
    "save_view",
    "set_due",
    "snapshot_file",
    "snooze",
    "status_of",
    "take",
    "take_explored",
    "take_next",
    "verify_bundle",
    "verify_chain",
    "write_bundle",
    "write_decisions",
]
