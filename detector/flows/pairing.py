"""Pairs a country whose lanes close with one whose lanes open in its place.

What closes is seen better in all lanes of a hub together than in one: inbound and outbound changes
are each measured on the sums over lanes, then put together. Lanes are paired inside a pair of hubs.
"""

from dataclasses import dataclass, field

import numpy as np

from detector.flows.changes import Windows, changes_at
from detector.flows.groups import Codes, Numbers
from detector.flows.panel import Panel

NORMAL_90 = 1.645


@dataclass(frozen=True, slots=True)
class PairRule:
    """When two changes count as a pair.

    Attributes
    ----------
    closing, opening : Windows
        Periods on which each change rests; goods may take longer by the new way.
    onsets : tuple of int
        Periods after the date in which the closing may begin.
    least_closing, least_opening : float
        Standard errors that each change must reach.
    least_alone : float
        The same, both ways, for a country that has no two lanes in one direction.
    least_drop : float
        Part of the expected amount that must be gone.
    least_share : float
        Part of its product that the closing country should have carried.
    least_offset, most_offset : float
        What opened over what closed, per period.
    """

    closing: Windows = field(default_factory=lambda: Windows(24, 0, 3))
    opening: Windows = field(default_factory=lambda: Windows(24, 2, 3))
    onsets: tuple[int, ...] = (0, 1)
    least_closing: float = 5.5
    least_opening: float = 2.0
    least_alone: float = 6.0
    least_drop: float = 0.3
    least_share: float = 0.01
    least_offset: float = 0.2
    most_offset: float = 2.5


MONTHLY = PairRule()
YEARLY = PairRule(Windows(6, 0, 1), Windows(6, 0, 1), (0,), 5.0, 3.0)


@dataclass(frozen=True, slots=True)
class Pair:
    """A country whose lanes closed and one whose lanes opened, for one product at one date.

    Attributes
    ----------
    closed, opened, product : str
    score : float
        The weaker of both changes over what it must reach; from 1 on it is a pair.
    closing, opening : float
        Both changes in standard errors.
    lost, gained : float
        Per period, in the panel's unit.
    gained_low, gained_high : float
        90 % band of what was gained.
    began : int
        Place of the period in which the closing begins.
    lanes : tuple of pair of int
        Rows of the panel: a lane that fell and the one that rose, with the other end in common.
    """

    closed: str
    opened: str
    product: str
    score: float
    closing: float
    opening: float
    lost: float
    gained: float
    gained_low: float
    gained_high: float
    began: int
    lanes: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hubs:
    """The lanes of a panel summed by country and product, inbound and outbound.

    Attributes
    ----------
    inbound, outbound : Panel
        One row per country and product, the same in both.
    lanes : ndarray of shape (2, n_rows)
        Lanes that the country has for the product, inbound and outbound.
    """

    inbound: Panel
    outbound: Panel
    lanes: Codes


@dataclass(frozen=True, slots=True)
class _Moves:
    strength: Numbers
    lost: Numbers
    drop: Numbers
    share: Numbers
    gained: Numbers
    low: Numbers
    high: Numbers


def sum_hubs(panel: Panel) -> Hubs:
    """Add lanes up by country and product.

    Parameters
    ----------
    panel : Panel

    Returns
    -------
    Hubs
    """
    names = np.unique(np.concatenate([panel.origins, panel.destinations]))
    products = np.unique(panel.products)
    rows = np.arange(len(names) * len(products))
    sides, counts = [], []
    for ends in (panel.destinations, panel.origins):
        row = np.searchsorted(names, ends) * len(products) + panel.product_no
        amounts = np.zeros((len(rows), len(panel.periods)))
        known = np.zeros_like(amounts, dtype=bool)
        np.add.at(amounts, row, np.nan_to_num(panel.amounts))
        np.logical_or.at(known, row, np.isfinite(panel.amounts))
        counts.append(np.bincount(row, minlength=len(rows)))
        place = rows % len(products)
        name = names[rows // len(products)]
        sides.append(
            Panel(
                name, name, products[place], place, panel.periods,
                np.where(known, amounts, np.nan), panel.is_monthly, panel.unit,
            )
        )  # fmt: skip
    return Hubs(sides[0], sides[1], np.stack(counts))


def pairs_after(panel: Panel, hubs: Hubs, place: int, rule: PairRule) -> tuple[Pair, ...]:
    """Find the pairs whose closing begins in one of the rule's onsets, the strongest first.

    Parameters
    ----------
    panel : Panel
    hubs : Hubs
        Of that panel.
    place : int
        Place of the first period after the date.
    rule : PairRule

    Returns
    -------
    tuple of Pair
        Each pair of countries and product once, at the first onset at which it is seen.
    """
    found: dict[tuple[str, str, str], Pair] = {}
    for onset in rule.onsets:
        for pair in pairs_at(panel, hubs, place + onset, rule):
            found.setdefault((pair.closed, pair.opened, pair.product), pair)
    return tuple(sorted(found.values(), key=lambda pair: (-pair.score, pair.closed, pair.opened)))


def pairs_at(panel: Panel, hubs: Hubs, place: int, rule: PairRule) -> tuple[Pair, ...]:
    """Find the pairs whose closing begins at a place, the strongest first.

    Parameters
    ----------
    panel : Panel
    hubs : Hubs
        Of that panel.
    place : int
        Place of the period in which the closing begins.
    rule : PairRule

    Returns
    -------
    tuple of Pair
        Each with at least one lane that fell and one that rose in its place. Empty too where the
        panel does not reach far enough on both sides of the date.
    """
    closing, opening = (_moves(hubs, place, one) for one in (rule.closing, rule.opening))
    if closing is None or opening is None:
        return ()
    several = (hubs.lanes > 1).any(axis=0)
    needed_down = np.where(several, rule.least_closing, rule.least_alone)
    needed_up = np.where(several, rule.least_opening, rule.least_alone)
    down, up = -closing.strength / needed_down, opening.strength / needed_up
    falls = (closing.drop >= rule.least_drop) & (closing.share >= rule.least_share)
    closes = np.flatnonzero((down >= 1) & falls & (closing.lost > 0))
    opens = np.flatnonzero(up >= 1)
    product = hubs.inbound.product_no
    found = []
    for row in closes:
        for other in opens[product[opens] == product[row]]:
            lost, gained = closing.lost[row], opening.gained[other]
            lanes = _lanes(panel, place, hubs, (int(row), int(other)))
            if lanes and rule.least_offset * lost <= gained <= rule.most_offset * lost:
                score = float(min(down[row], up[other]))
                rows = (int(row), int(other))
                found.append(_pair(hubs, (closing, opening), rows, (score, place), lanes))
    return tuple(sorted(found, key=lambda pair: (-pair.score, pair.closed, pair.opened)))


def _pair(
    hubs: Hubs,
    moves: tuple[_Moves, _Moves],
    rows: tuple[int, int],
    judged: tuple[float, int],
    lanes: tuple[tuple[int, int], ...],
) -> Pair:
    (closing, opening), (row, other), (score, place) = moves, rows, judged
    return Pair(
        str(hubs.inbound.origins[row]),
        str(hubs.inbound.origins[other]),
        str(hubs.inbound.products[row]),
        score,
        float(-closing.strength[row]),
        float(opening.strength[other]),
        float(closing.lost[row]),
        float(opening.gained[other]),
        float(opening.low[other]),
        float(opening.high[other]),
        place,
        lanes,
    )


def _moves(hubs: Hubs, place: int, windows: Windows) -> _Moves | None:
    into, out = (changes_at(side, place, windows) for side in (hubs.inbound, hubs.outbound))
    if into is None or out is None:
        return None
    both = np.stack([into.strength, out.strength])
    several = hubs.lanes > 1  # one lane says little beside the sum of several
    seen = np.isfinite(both) & (several | ~several.any(axis=0))
    strength = np.where(seen, both, 0).sum(axis=0) / np.sqrt(np.maximum(seen.sum(axis=0), 1))
    strength[~seen.any(axis=0)] = np.nan
    inward = seen[0]

    def told(name: str) -> Numbers:
        chosen: Numbers = np.where(inward, getattr(into, name), getattr(out, name))
        return chosen

    expected, actual, error = told("expected"), told("actual"), told("error")
    drop = 1 - actual / np.maximum(expected, 1e-9)
    wide = np.exp(NORMAL_90 * error)
    return _Moves(
        strength,
        expected - actual,
        drop,
        expected / np.maximum(_by_product(hubs.inbound, into.expected), 1e-9),
        actual - expected,
        actual - expected * wide,
        actual - expected / wide,
    )


def _by_product(panel: Panel, values: Numbers) -> Numbers:
    groups = int(panel.product_no.max(initial=0)) + 1
    total = np.bincount(panel.product_no, np.nan_to_num(values), minlength=groups)
    return total[panel.product_no].astype(float)


def _lanes(
    panel: Panel, place: int, hubs: Hubs, rows: tuple[int, int]
) -> tuple[tuple[int, int], ...]:
    """Pair the lanes of both countries that have the other end in common, largest rise first."""
    closed, opened = (hubs.inbound.origins[row] for row in rows)
    goods = panel.products == hubs.inbound.products[rows[0]]
    span = slice(max(place - 12, 0), place)
    after = slice(place, place + 3)
    change = np.nan_to_num(panel.amounts[:, after]).mean(axis=1) - np.nan_to_num(
        panel.amounts[:, span]
    ).mean(axis=1)
    found = []
    for here, there in (
        (panel.destinations, panel.origins),
        (panel.origins, panel.destinations),
    ):
        old = {str(there[row]): row for row in np.flatnonzero(goods & (here == closed))}
        new = {str(there[row]): row for row in np.flatnonzero(goods & (here == opened))}
        for end in sorted(old.keys() & new.keys()):
            if change[old[end]] < 0 < change[new[end]]:
                found.append((int(old[end]), int(new[end])))
    return tuple(sorted(found, key=lambda pair: (-change[pair[1]], pair)))
