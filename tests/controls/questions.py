"""Questions written in short, and the tables that a ledger of them makes."""

from dataclasses import replace
from datetime import date

from detector.controls import ControlStatus, Question, control_status
from detector.controls.rulebook import chip_of
from detector.engine import build_family, read_family
from detector.workspace import Connection

COLUMNS = (
    "shipment_no bigint, shipped_on date, exporter_country varchar, destination_country varchar, "
    "holds varchar, chip varchar, consignee_hq varchar, end_user varchar, end_user_hq varchar, "
    "listed boolean, owner_listed boolean, owner_share double"
)


def question(chip: str | None, lane: str, on: str, **told: object) -> Question:
    """Ask of a chip on a lane such as ``US>CN``; the consignee is led from the destination."""
    from_, to = lane.split(">")
    asked = Question(
        shipped_on=date.fromisoformat(on),
        exporter_country=from_ or None,
        destination_country=to or None,
        chip=chip,
        consignee_hq=to or None,
    )
    return replace(asked, **told)  # type: ignore[arg-type]


def answer(chip: str | None, lane: str, on: str, **told: object) -> ControlStatus:
    """Answer a question in short."""
    return control_status(question(chip, lane, on, **told))


def lay_questions(con: Connection, asked: list[Question]) -> None:
    """Write questions as the table that stands for a ledger, and answer them in SQL."""
    con.execute(f"create or replace table control_question ({COLUMNS})")
    holes = ", ".join("?" * 12)
    for number, one in enumerate(asked, 1):
        chip = chip_of(one.chip)
        holds = "none" if not one.holds_accelerators else "known" if chip else "unknown"
        con.execute(
            f"insert into control_question values ({holes})",
            [
                number,
                one.shipped_on,
                one.exporter_country,
                one.destination_country,
                holds,
                chip,
                one.consignee_hq,
                one.end_user,
                one.end_user_hq,
                one.listed,
                one.owner_listed,
                one.owner_share,
            ],
        )
    for name in ("control_rule", "control_status"):
        build_family(con, read_family("detector.controls", name), {})
