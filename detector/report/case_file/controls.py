"""What the rules said of each record of a case on its day: a screening aid, not a determination."""

from detector.controls.rulebook import rule
from detector.report.case_file.findings import ControlOf
from detector.report.numerals import clipped
from detector.workspace import Connection, table_exists

MOST_LINES = 12
Answer = tuple[str, str, str, str]
_STATUS = """
    select member.case_id, member.shipment_id, told.status, told.rule_id, told.policy, told.missing
    from control_status told join case_member member using (shipment_no)
    where member.place <= $most order by member.case_id, member.place
"""


def read_controls(con: Connection) -> dict[str, list[ControlOf]]:
    """Read the answers for the first records of each case, equal ones together.

    Parameters
    ----------
    con : Connection
        Holds ``case_member``, as `members_seen` lays it out.
    """
    if not table_exists(con, "control_status"):
        return {}
    held: dict[str, dict[Answer, list[str]]] = {}
    rows = con.execute(_STATUS, {"most": MOST_LINES}).fetchall()
    for case_id, shipment_id, *answer in rows:
        alike = held.setdefault(str(case_id), {}).setdefault(_answer(*answer), [])
        alike.append(clipped(shipment_id, 60))
    return {
        case_id: [ControlOf(tuple(lines), *answer) for answer, lines in answers.items()]
        for case_id, answers in held.items()
    }


def _answer(status: str, rule_id: str | None, policy: str | None, missing: str | None) -> Answer:
    row = rule(rule_id) if rule_id else None
    return (
        clipped(status, 60),
        f"{row.title}; {row.source} ({row.mark})" if row else "",
        clipped(policy).replace("_", " "),
        ", ".join(clipped(missing, 200).replace("_", " ").split("|")),
    )
