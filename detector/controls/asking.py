"""Answers one question: which rows bear on a shipment, and what the strictest of them says.

``control_rule.sql`` and ``control_status.sql`` answer the same for a whole table; a property test
holds the two against each other. None stands for "not known" throughout, as null does there.
"""

from dataclasses import replace

from detector.controls.answer import NOT_NEEDED, Bearing, ControlStatus, Question
from detector.controls.rulebook import (
    Rule,
    all_of,
    chip_of,
    control_row_of,
    is_country,
    known_through,
    places_of,
    policies,
    rule,
    rules,
)
from detector.controls.wording import words_of


def control_status(question: Question) -> ControlStatus:
    """Say what the listed rows ask of one shipment on its day.

    Parameters
    ----------
    question : Question

    Returns
    -------
    ControlStatus
        A screening aid, not a licence determination.

    Raises
    ------
    ValueError
        If the catalogue has no such chip or server.

    Examples
    --------
    >>> from datetime import date
    >>> asked = Question(shipped_on=date(2026, 3, 1), exporter_country="US",
    ...                  destination_country="CN", chip="h200-sxm")
    >>> control_status(asked).status, control_status(asked).policy
    ('needed', 'case-by-case')
    >>> control_status(replace(asked, exporter_country="TW")).status
    'denied'
    """
    asked = _settled(question)
    if not asked.holds_accelerators:
        return conclude(asked, ())
    found = [bearing for row in rules() for bearing in _bearings(row, asked)]
    return conclude(asked, tuple(sorted(found, key=lambda told: (told.rule_id, told.bearing))))


def conclude(question: Question, bearings: tuple[Bearing, ...]) -> ControlStatus:
    """Draw the answer from the rows that bear on a shipment."""
    newer = {row.replaces: row.bearing for row in bearings if row.replaces and _counts(row)}
    leading = sorted(
        (row for row in bearings if _counts(row) and newer.get(row.rule_id) != "applies"),
        key=lambda row: (row.bearing, policies()[row.policy]["strictness"], row.rule_id),
    )
    lead = leading[0] if leading else None
    past = question.holds_accelerators and question.shipped_on > known_through()
    if past or (lead and lead.bearing == "may apply"):
        status = "undetermined"
    elif lead is None:
        status = NOT_NEEDED
    else:
        eased = newer.get(lead.rule_id) == "may apply"
        status = "needed" if eased else policies()[lead.policy]["outcome"]
    answer = ControlStatus(
        status=status,
        rule_id=lead.rule_id if lead else None,
        policy=lead.policy if lead else None,
        control_row=lead.control_row if lead else None,
        source=rule(lead.rule_id).source if lead else None,
        missing=lead.missing if lead else (),
        red_flag=max((row.red_flag for row in bearings if row.red_flag), default=None),
        ended_rule_id=_first(bearings, "ended"),
        onward_rule_id=_first(bearings, "onward"),
        is_past_known=past,
        bearings=bearings,
        text="",
    )
    return replace(answer, text=words_of(question, answer))


def _counts(row: Bearing) -> bool:
    return row.bearing in ("applies", "may apply")


def _first(bearings: tuple[Bearing, ...], kind: str) -> str | None:
    return min((row.rule_id for row in bearings if row.bearing == kind), default=None)


def _settled(question: Question) -> Question:
    """Name the chip of a server, and forget codes that no country has."""
    places = ("exporter_country", "destination_country", "consignee_hq", "end_user_hq")
    known = {name: code for name in places if is_country(code := getattr(question, name))}
    blank = {name: known.get(name) for name in places}
    return replace(question, chip=chip_of(question.chip), **blank)  # type: ignore[arg-type]


def _bearings(row: Rule, asked: Question) -> list[Bearing]:
    fits, control_row = control_row_of(row.item_scope, asked.chip)
    if fits is False or asked.shipped_on < row.valid_from:
        return []
    held = row.holds_on(asked.shipped_on)
    found = []
    if held or row.state == "suspended":
        parts = _parts(row, asked, fits)
        matches = all_of(parts.values())
        if matches is not False:
            kind = _kind(row, held=held, matches=matches)
            found.append(_told(row, kind, control_row, _missing(row, asked, parts)))
    if held and fits and asked.chip and _starts_onward(row, asked):
        found.append(_told(row, "onward", control_row, ()))
    return found


def _told(row: Rule, kind: str, control_row: str | None, missing: tuple[str, ...]) -> Bearing:
    flag = "R14" if row.owner_scope == "listed-50" and kind != "applies" else None
    return Bearing(row.rule_id, kind, row.policy, control_row, missing, row.replaces, flag)


def _kind(row: Rule, *, held: bool, matches: bool | None) -> str:
    if not held:
        return "ended"
    if row.mark == "unverified":
        return "unverified"
    if row.state != "in_force":
        return row.state.replace("_", " ")
    return "applies" if matches else "may apply"


def _parts(row: Rule, asked: Question, fits: bool | None) -> dict[str, bool | None]:
    return {
        "chip": fits,
        "exporter country": _lies(asked.exporter_country, row.origin_scope),
        "destination": _lies(asked.destination_country, row.destination_scope),
        "headquarters": _headquarters(row, asked),
        "owner": _owner(row, asked),
    }


def _lies(place: str | None, scope: str | None) -> bool | None:
    if scope is None:
        return True
    return None if place is None else place in places_of(scope)


def _headquarters(row: Rule, asked: Question) -> bool | None:
    if row.headquarters_scope is None:
        return True
    at_end: bool | None = False
    if asked.end_user != "same":
        home = asked.end_user_hq if asked.end_user == "named" else None
        at_end = _lies(home, row.headquarters_scope)
    homes = (_lies(asked.consignee_hq, row.headquarters_scope), at_end)
    return True if True in homes else None if None in homes else False


def _owner(row: Rule, asked: Question) -> bool | None:
    if row.owner_scope is None:
        return True
    if row.owner_scope == "listed":
        return asked.listed
    half = None if asked.owner_share is None else asked.owner_share >= 0.5
    return all_of((asked.owner_listed, half))


def _missing(row: Rule, asked: Question, parts: dict[str, bool | None]) -> tuple[str, ...]:
    names = [name for name in ("exporter country", "destination") if parts[name] is None]
    if parts["chip"] is None:
        names.insert(0, "chip" if asked.chip is None else "figures")
    if parts["headquarters"] is None:
        names += ["parent"] if asked.consignee_hq is None else []
        names += ["end user"] if asked.end_user == "missing" else []
        unknown = asked.end_user == "named" and asked.end_user_hq is None
        names += ["parent of the end user"] if unknown else []
    if parts["owner"] is None:
        if row.owner_scope == "listed":
            names.append("identity")
        else:
            names += ["identity of the owner"] if asked.owner_listed is None else []
            names += ["owner share"] if asked.owner_share is None else []
    return tuple(names)


def _starts_onward(row: Rule, asked: Question) -> bool:
    """Say whether a later leg from the destination would meet a row of that country."""
    return (
        row.origin_scope is not None
        and row.replaces is None
        and row.state == "in_force"
        and row.mark != "unverified"
        and _lies(asked.destination_country, row.origin_scope) is True
        and _lies(asked.exporter_country, row.origin_scope) is not True
    )
