"""First in, first out at a place that keeps part of what it receives.

Plain first in, first out drifts where something of every lot stays: each departure is laid to ever
older goods, until they expire. Here a place may *draw off* what it keeps. All lots that are ripe
(that lie there for at least so many days) have passed on the same share of themselves, the oldest
first; what a lot has kept is touched again only when nothing else is there. Whether goods stay, and
after how many days they are ripe, is read from the place's own departures so far: the reading under
which the days from arrival to departure vary least. Plain first in, first out holds unless drawing
off clearly makes the days more regular.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Truth = NDArray[np.bool_]

PLAIN = -1
RIPE_DAYS = np.array([*range(15), 17, 21, 25, 30, 37, 45, 60, 75, 90], dtype=np.int64)
CLEARLY = 0.5
NEARLY = 0.2
NOISE = 1e-9
# Places of the state of a queue.
YOUNG, RIPE, HEAD, LOTS, RIPE_SUM, TAKEN_SUM, GONE, STAYED, LINKS = range(9)


@njit(cache=True)
def _next_with_goods(after: Whole, lot: int) -> int:
    end = lot
    while after[end] != end:
        end = after[end]
    while after[lot] != end:
        after[lot], lot = end, after[lot]
    return end


@njit(cache=True)
def _grow_older(at: Whole, day: int, ripe_days: int, hold_days: int, queue: Whole) -> None:
    """Let expired lots go, and count the lots that are ripe. Rows of queue: day, amount, taken."""
    while at[YOUNG] < at[LOTS] and day - queue[0, at[YOUNG]] > hold_days:
        if at[YOUNG] < at[RIPE]:
            at[RIPE_SUM] -= queue[1, at[YOUNG]]
            at[TAKEN_SUM] -= queue[2, at[YOUNG]]
        at[GONE] += queue[1, at[YOUNG]]
        at[STAYED] += queue[1, at[YOUNG]] - queue[2, at[YOUNG]]
        at[YOUNG] += 1
    at[RIPE], at[HEAD] = max(at[RIPE], at[YOUNG]), max(at[HEAD], at[YOUNG])
    if ripe_days == PLAIN:
        return
    while at[RIPE] < at[LOTS] and day - queue[0, at[RIPE]] >= ripe_days:
        at[RIPE_SUM] += queue[1, at[RIPE]]
        at[TAKEN_SUM] += queue[2, at[RIPE]]
        at[RIPE] += 1
    while at[RIPE] > at[YOUNG] and day - queue[0, at[RIPE] - 1] < ripe_days:
        at[RIPE] -= 1
        at[RIPE_SUM] -= queue[1, at[RIPE]]
        at[TAKEN_SUM] -= queue[2, at[RIPE]]


@njit(cache=True)
def _carry(at: Whole, queue: Whole, after: Whole, links: Whole, told: tuple[int, int, int]) -> None:
    lot, row, amount = told
    queue[2, lot] += amount
    if lot < at[RIPE]:
        at[TAKEN_SUM] += amount
    if queue[2, lot] == queue[1, lot]:
        after[lot] = lot + 1
    link = at[LINKS]
    links[0, link], links[1, link], links[2, link] = queue[3, lot], row, amount
    at[LINKS] += 1


@njit(cache=True)
def _take_shares(
    at: Whole, queue: Whole, after: Whole, links: Whole, asked: tuple[int, int, int]
) -> int:
    """Take what ripe lots let go when all of them let go the same share; return what is missing."""
    row, need, whole = asked
    level = min(1.0, (at[TAKEN_SUM] + need) / at[RIPE_SUM])
    while need > 0:
        at[HEAD] = _next_with_goods(after, at[HEAD])
        lot = at[HEAD]
        if lot >= at[RIPE]:
            at[HEAD] = min(lot, at[LOTS])
            break
        share = min(int(np.ceil(level * queue[1, lot] / whole - 1e-9)) * whole, queue[1, lot])
        open_ = share - queue[2, lot]
        if open_ > NEARLY * share:
            amount = min(open_, need)
            _carry(at, queue, after, links, (lot, row, amount))
            need -= amount
        else:
            at[HEAD] += 1
    return need


@njit(cache=True)
def _take_oldest(
    at: Whole, queue: Whole, after: Whole, links: Whole, asked: tuple[int, int, int]
) -> int:
    """Take the oldest goods from a lot on; return what is missing."""
    row, need, lot = asked
    while need > 0:
        lot = _next_with_goods(after, lot)
        if lot >= at[LOTS]:
            break
        amount = min(queue[1, lot] - queue[2, lot], need)
        _carry(at, queue, after, links, (lot, row, amount))
        need -= amount
    return need


@njit(cache=True)
def _run(
    days: Whole, inward: Truth, amounts: Whole, ripe_days: Whole, limits: tuple[int, int]
) -> tuple[Whole, Real]:
    """Run one place.

    Returns the links (came, went, amount); and of each row how irregular its days are, and which
    share of what had expired by then had stayed.
    """
    n = len(days)
    queue, after = np.zeros((4, n), np.int64), np.arange(n + 2)
    links, at = np.empty((3, 3 * n), np.int64), np.zeros(9, np.int64)
    told, known, mean = np.zeros((2, n)), 0.0, 0.0
    for row in range(n):
        need = amounts[row]
        if need <= 0:
            continue
        if inward[row]:
            lot = at[LOTS]
            queue[0, lot], queue[1, lot], queue[3, lot] = days[row], need, row
            at[LOTS] += 1
            continue
        first = at[LINKS]
        _grow_older(at, days[row], ripe_days[row], limits[0], queue)
        if ripe_days[row] != PLAIN:
            if at[RIPE_SUM] > 0:
                need = _take_shares(at, queue, after, links, (row, need, limits[1]))
            newest = max(at[RIPE] - 1, at[YOUNG])
            need = _take_oldest(at, queue, after, links, (row, need, newest))
        _take_oldest(at, queue, after, links, (row, need, at[YOUNG]))
        told[0, row], known, mean = _surprise(days, links[:, first : at[LINKS]], known, mean)
        told[1, row] = at[STAYED] / max(at[GONE], 1)
    return links[:, : at[LINKS]], told


@njit(cache=True)
def _surprise(days: Whole, links: Whole, known: float, mean: float) -> tuple[float, float, float]:
    strange, before, heard = 0.0, mean, known > 0
    for link in range(links.shape[1]):
        lag = np.log(1.0 + days[links[1, link]] - days[links[0, link]])
        if heard and abs(lag - before) > NOISE:
            strange += links[2, link] * abs(lag - before)
        known += links[2, link]
        mean += (lag - mean) * links[2, link] / known
    return strange, known, mean


@njit(cache=True)
def _habit(
    days: Whole, inward: Truth, amounts: Whole, limits: tuple[int, int], plain: Real
) -> Whole:
    """Say for each row after how many days goods are ripe, as the rows up to it show; or PLAIN."""
    n = len(days)
    chosen, least = np.full(n, PLAIN), np.cumsum(plain[0]) * (CLEARLY + plain[1])
    if least[-1] == 0.0:
        return chosen
    for ripe_days in RIPE_DAYS:
        _, drawn = _run(days, inward, amounts, np.full(n, ripe_days), limits)
        total = 0.0
        for row in range(n):
            total += drawn[0, row]
            if total < least[row] * (1.0 - NOISE):
                chosen[row], least[row] = ripe_days, total
    return chosen


@njit(cache=True)
def _run_all(
    keys: Whole, days: Whole, inward: Truth, amounts: Whole, limits: tuple[int, int]
) -> Whole:
    n = len(keys)
    links, found, start = np.empty((3, 3 * n), np.int64), 0, 0
    for end in range(1, n + 1):
        if end < n and keys[end] == keys[start]:
            continue
        here = slice(start, end)
        place = (days[here], inward[here], amounts[here])
        plain = np.full(end - start, PLAIN)
        told, days_told = _run(place[0], place[1], place[2], plain, limits)
        ripe_days = _habit(place[0], place[1], place[2], limits, days_told)
        if ripe_days.max() != PLAIN:
            told, _ = _run(place[0], place[1], place[2], ripe_days, limits)
        more = told.shape[1]
        links[:2, found : found + more] = told[:2] + start
        links[2, found : found + more] = told[2]
        found, start = found + more, end
    return links[:, :found]


def drawn_out(
    keys: Whole, days: Whole, inward: Truth, amounts: Whole, limits: tuple[int, int]
) -> tuple[Whole, Whole, Whole]:
    """Match what left to what came in before, drawing off what a place is shown to keep.

    Each departure is filled from goods that are there as far as they suffice, whatever they were
    drawn from, and uses what happened up to it alone: later entries change no earlier match.

    Parameters
    ----------
    keys, days, inward, amounts : ndarray of shape (n_entries,)
        As for `first_out`.
    limits : tuple of int
        hold_days, after which an arrival has stayed; and the least amount that can leave (1 piece).

    Returns
    -------
    tuple of ndarray of shape (n_links,)
        Row of the arrival, row of the departure, and the amount carried.

    Examples
    --------
    A place receives 100 every 30 days and sends 30 three days later; 70 stay.

    >>> days = np.array([0, 3, 30, 33, 60, 63])
    >>> came, went, _ = drawn_out(
    ...     np.zeros(6, np.int64), days, np.array([True, False] * 3),
    ...     np.array([100, 30] * 3), (120, 1))
    >>> (days[went] - days[came]).tolist()
    [3, 3, 3]
    """
    links = _run_all(keys, days, inward, amounts, limits)
    return links[0], links[1], links[2]
