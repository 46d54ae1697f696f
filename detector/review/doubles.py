"""Cases that repeat another, and what a case counts as by all that is decided of it."""

from detector.errors import ReviewError
from detector.review.desk import Desk
from detector.review.dispositions import DECISION_OF, DUPLICATE
from detector.review.docket import Docket
from detector.review.standing import Standing


def check_double(desk: Desk, docket: Docket, disposition: str, named: str) -> None:
    """Refuse a duplicate of a case that neither the docket nor the desk knows.

    Raises
    ------
    ReviewError
        If the case that is named was never flagged and never decided.
    """
    if (
        disposition == DUPLICATE
        and named
        and named not in docket.flags
        and named not in desk.standings
    ):
        raise ReviewError(
            f"There is no case {named[:60]!r}", "duplicate of", "Name a case of the queue."
        )


def refuse_ring(desk: Desk, key: str, named: str) -> None:
    """Refuse a duplicate of itself, by whatever way.

    Raises
    ------
    ReviewError
        If the case that is named, or the one that it doubles in turn, is this one.
    """
    seen: set[str] = set()
    while named and named not in seen:
        if named == key:
            raise ReviewError("A case cannot double itself", f"case {key}", "Name another.")
        seen.add(named)
        told = desk.standing(named)
        named = told.duplicate_of if told.disposition == DUPLICATE else ""


def status_of(desk: Desk, docket: Docket, key: str) -> tuple[str, str]:
    """Say what a case counts as on pages: by the desk, and by decisions loaded from elsewhere.

    Returns
    -------
    tuple of str
        ``open``, ``diverted``, ``cleared``, ``referred`` or ``insufficient``, and the day;
        a duplicate counts as what the case counts as that it repeats.
    """
    told = _followed(desk, key)
    ours = DECISION_OF.get(told.disposition, "") if told.state == "closed" else ""
    flag = docket.flags.get(told.key)
    both = [(told.decided_on, ours)] if ours else []
    if flag is not None and flag.on_record:
        both.append((flag.recorded_on, flag.on_record))
    day, status = max(both, default=("", "open"))
    return status, day


def _followed(desk: Desk, key: str) -> Standing:
    seen: set[str] = set()
    told = desk.standing(key)
    while told.state == "closed" and told.disposition == DUPLICATE and told.key not in seen:
        seen.add(told.key)
        told = desk.standing(told.duplicate_of)
    return told
