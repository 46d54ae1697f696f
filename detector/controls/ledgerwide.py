"""Answers for every line of the ledger, in SQL, and gives back the answer of one line."""

from dataclasses import replace
from importlib.resources import files

from detector.controls.answer import Bearing, ControlStatus, Question
from detector.controls.asking import conclude, control_status
from detector.engine import build_family, comment_on, read_family
from detector.workspace import Connection, table_exists

FAMILIES = ("control_question", "control_rule", "control_status")
_NO_STAKES = """
    create or replace table party_stake (
        party_id bigint, name_since date, sure_since date, owner_name_since date,
        owner_sure_since date, owner_share double
    )
"""
_COMMENTS = {
    "party_id": "number of the company at that country",
    "name_since": "first day on which an entry carried its name; year 1 = the entry states none",
    "sure_since": "first day on which an entry of its country and a named list did; null = none",
    "owner_name_since": "the same for its parent's name",
    "owner_sure_since": "the same for its parent's name and country",
    "owner_share": "0 to 1: share of that parent; null = not stated",
}


def answer_ledger(con: Connection, as_of: str) -> None:
    """Write ``control_status`` (one row per line), and ``control_rule``: each row that bears on it.

    Parameters
    ----------
    con : Connection
        Holds ``ledger``, ``party``, ``party_link`` and the reference tables; ``parties`` and
        ``watchlist`` where they are loaded.
    as_of : str
        The last day that may be seen, ISO 8601.
    """
    if table_exists(con, "watchlist") and table_exists(con, "parties"):
        con.execute(f"create or replace table party_stake as\n{_stakes()}", {"as_of": as_of})
    else:
        con.execute(_NO_STAKES)
    for column, meaning in _COMMENTS.items():
        comment_on(con, "party_stake", column, meaning)
    for name in FAMILIES:
        build_family(con, read_family("detector.controls", name), {})


def queries() -> tuple[str, ...]:
    """Give the text of every query behind the answers, so that a change of one is noticed."""
    families = (read_family("detector.controls", name).query for name in FAMILIES)
    return (_stakes(), *families)


def _stakes() -> str:
    return files("detector.controls").joinpath("party_stake.sql").read_text(encoding="utf-8")


def explain_control(con: Connection, shipment_no: int) -> ControlStatus | None:
    """Give the answer for one line of the ledger with its rows, sources and words.

    Returns
    -------
    ControlStatus or None
        None where the workspace has not been asked yet, or has no such line.
    """
    question = _question(con, shipment_no)
    if question is None:
        return None
    rows = con.execute(
        "select rule_id, bearing, policy, control_row, missing, replaces, red_flag "
        "from control_rule where shipment_no = $number order by rule_id, bearing",
        {"number": shipment_no},
    ).fetchall()
    return conclude(
        question,
        tuple(
            Bearing(name, kind, policy, met, _split(gaps), newer, flag)
            for name, kind, policy, met, gaps, newer, flag in rows
        ),
    )


def suppose_control(con: Connection, shipment_no: int) -> ControlStatus | None:
    """Give the answer for one line if it held accelerators of which no more is known.

    Returns
    -------
    ControlStatus or None
        As `explain_control`.
    """
    question = _question(con, shipment_no)
    if question is None:
        return None
    return control_status(replace(question, chip=None, holds_accelerators=True))


def _question(con: Connection, shipment_no: int) -> Question | None:
    """Read what was asked for a line."""
    if not table_exists(con, "control_status"):
        return None
    asked = con.execute(
        "select shipped_on, exporter_country, destination_country, holds, chip, consignee_hq, "
        "end_user, end_user_hq, listed, owner_listed, owner_share from control_question "
        "where shipment_no = $number",
        {"number": shipment_no},
    ).fetchone()
    if asked is None:
        return None
    day, from_, to, holds, chip, home, end_user, end_home, listed, owner, share = asked
    return Question(
        shipped_on=day,
        exporter_country=from_,
        destination_country=to,
        chip=chip,
        holds_accelerators=holds != "none",
        consignee_hq=home,
        end_user=end_user,
        end_user_hq=end_home,
        listed=listed,
        owner_listed=owner,
        owner_share=share,
    )


def _split(gaps: str | None) -> tuple[str, ...]:
    return tuple(gaps.split("|")) if gaps else ()
