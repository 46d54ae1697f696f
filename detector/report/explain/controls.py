"""What the rules said of one line on its day: a screening aid, not a licence determination."""

from detector.controls import CAVEAT, Bearing, ControlStatus, explain_control, suppose_control
from detector.controls.rulebook import rule
from detector.report.explain.section import Fact, Section
from detector.workspace import Connection, table_exists


def tell_controls(con: Connection, shipment_no: int) -> Section | None:
    """Tell the control status of a line on its day, with each row that bears on it.

    Returns
    -------
    Section or None
        None where the workspace has not been asked yet, or the line holds no accelerators, nor is
        it likely to hold them under other words.
    """
    if not table_exists(con, "control_question"):
        return None
    held = con.execute(
        "select holds from control_question where shipment_no = $number", {"number": shipment_no}
    ).fetchone()
    told = explain_control(con, shipment_no)
    if told is None:
        return None
    if held == ("none",):
        return _supposed(con, shipment_no, told)
    facts = [Fact("", "status", told.status, told.text)]
    facts += [_bearing(row) for row in told.bearings]
    return Section(
        "controls", "Control status on the day", (*facts, Fact("", "take it as", CAVEAT))
    )


def _supposed(con: Connection, shipment_no: int, declared: ControlStatus) -> Section | None:
    """Tell what the rows would say of accelerators, where the goods are likely to be some."""
    if not table_exists(con, "contents"):
        return None
    likely = con.execute(
        "select is_likely from contents where shipment_no = $number", {"number": shipment_no}
    ).fetchone()
    told = suppose_control(con, shipment_no)
    if told is None or likely != (True,):
        return None
    facts = [
        Fact("", "as declared", declared.status, declared.text),
        Fact("", "if it holds accelerators", told.status, told.text),
        *(_bearing(row) for row in told.bearings),
        Fact("", "take it as", CAVEAT),
    ]
    return Section("controls", "Control status on the day", tuple(facts))


def _bearing(row: Bearing) -> Fact:
    held = rule(row.rule_id)
    met = "" if row.control_row in (None, "any", "letter") else f", met by {row.control_row}"
    gaps = f"; not known: {', '.join(row.missing)}" if row.missing else ""
    told = f"{row.bearing}: {held.title}{met}; {row.policy}{gaps}"
    return Fact(row.rule_id, "row", told, f"{held.source} ({held.mark})")
