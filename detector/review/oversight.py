"""How the work stands: ages, load, agreement, and what random lines tell of the unflagged ones."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import sqrt

from detector.review.desk import Desk
from detector.review.dispositions import CONFIRMED, REFER
from detector.review.docket import Flag
from detector.review.standing import Standing

AGES = ((7, "up to 7 days"), (30, "8 to 30 days"), (90, "31 to 90 days"), (10**6, "over 90 days"))
LEAST_FOR_A_RATE = 10
MOST_LATE = 50
Z_90 = 1.6449


@dataclass(frozen=True, slots=True)
class Share:
    """Some of several, with a 90 % Wilson interval; None where there are too few for a rate."""

    some: int
    several: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """What one person has on the desk."""

    person: str
    held: int = 0
    assigned: int = 0
    decided: int = 0
    seconded: int = 0


@dataclass(frozen=True, slots=True)
class Oversight:
    """How the work stands on a day.

    Attributes
    ----------
    states, dispositions : dict of str to int
        Cases by state, and closed ones by disposition.
    ages : dict of str to int
        Open cases by the days since the records of the scan that first knew them.
    oldest : int or None
        Days of the oldest open case.
    loads : tuple of Load
        By person.
    agreement : Share
        Second looks that agreed, among all second looks.
    late : tuple of Standing
        Cases past their day, the longest first.
    drawn, missed : int, Share
        Lines drawn below the threshold; of the decided ones, those confirmed or referred.
    """

    states: dict[str, int]
    dispositions: dict[str, int]
    ages: dict[str, int]
    oldest: int | None
    loads: tuple[Load, ...]
    agreement: Share
    late: tuple[Standing, ...]
    drawn: int
    missed: Share


def oversee(desk: Desk, flags: Mapping[str, Flag]) -> Oversight:
    """Say how the work stands now.

    Parameters
    ----------
    desk : Desk
    flags : mapping of str to Flag
        The docket.
    """
    day, touched = desk.day, dict(desk.standings)
    told = {key: one for key, one in touched.items() if key in flags or one.state == "closed"}
    states = Counter(one.state_on(day) for one in told.values())
    states["new"] += sum(key not in told for key in flags)
    days = [
        (date.fromisoformat(day) - date.fromisoformat(flag.first_seen)).days
        for key, flag in flags.items()
        if flag.first_seen and (key not in told or told[key].state != "closed")
    ]
    closed = [one for one in told.values() if one.state == "closed"]
    audited = [one for one in touched.values() if one.probability is not None]
    decided = [one for one in audited if one.state == "closed"]
    late = [one for one in told.values() if one.due_on and one.due_on < day]
    return Oversight(
        states=dict(states),
        dispositions=dict(Counter(one.disposition for one in closed).most_common()),
        ages={words: _between(days, AGES, at) for at, (_, words) in enumerate(AGES)},
        oldest=max(days, default=None),
        loads=_loads(told.values(), desk.moment),
        agreement=share_of(*desk.second_looks),
        late=tuple(
            sorted((one for one in late if one.state != "closed"), key=lambda one: one.due_on)
        )[:MOST_LATE],
        drawn=len(audited),
        missed=share_of(
            sum(one.disposition in (CONFIRMED, REFER) for one in decided), len(decided)
        ),
    )


def share_of(some: int, several: int) -> Share:
    """Give a share with its 90 % interval (Wilson 1927), or without where there are under ten.

    Examples
    --------
    >>> told = share_of(9, 12)
    >>> round(told.low, 2), round(told.high, 2)
    (0.51, 0.9)
    >>> share_of(3, 4).low is None
    True
    """
    if several < LEAST_FOR_A_RATE:
        return Share(some, several)
    rate, square = some / several, Z_90**2
    middle = (rate + square / (2 * several)) / (1 + square / several)
    half = Z_90 * sqrt(rate * (1 - rate) / several + square / (4 * several**2))
    half /= 1 + square / several
    return Share(some, several, max(middle - half, 0.0), min(middle + half, 1.0))


def _between(days: list[int], ages: tuple[tuple[int, str], ...], at: int) -> int:
    least = ages[at - 1][0] if at else -(10**9)
    return sum(least < many <= ages[at][0] for many in days)


def _loads(told: Iterable[Standing], moment: str) -> tuple[Load, ...]:
    loads: dict[str, Load] = {}

    def add(person: str, what: str) -> None:
        if person:
            known = loads.get(person, Load(person))
            loads[person] = replace(known, **{what: getattr(known, what) + 1})

    for one in told:
        if one.state == "closed":
            add(one.decided_by, "decided")
            add(one.second, "seconded")
        else:
            add(one.lock_holder(moment), "held")
            add(one.assigned, "assigned")
    return tuple(loads[person] for person in sorted(loads, key=str.casefold))
