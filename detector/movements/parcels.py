"""Follow goods from line to line: parcels that split and never mix."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Whole = NDArray[np.int64]

LINE, PARENT, LEFT, DEPTH, AMOUNT = range(5)


@njit(cache=True)
def _room_for(parcels: Whole, count: int) -> Whole:
    if count < parcels.shape[1]:
        return parcels
    wider = np.empty((parcels.shape[0], 2 * parcels.shape[1]), np.int64)
    wider[:, :count] = parcels
    return wider


@njit(cache=True)
def _put(parcels: Whole, at: int, line: int, parent: int, amount: int) -> None:
    parcels[LINE, at], parcels[PARENT, at] = line, parent
    parcels[LEFT, at], parcels[AMOUNT, at] = amount, amount
    parcels[DEPTH, at] = 0 if parent < 0 else parcels[DEPTH, parent] + 1


@njit(cache=True)
def _follow(amounts: Whole, links: Whole, most_hops: int) -> Whole:
    n = len(amounts)
    parcels = np.empty((5, max(2 * n, 16)), np.int64)
    first, end = np.zeros(n, np.int64), np.zeros(n, np.int64)
    count, link = 0, 0
    for line in range(n):
        begin, room = count, amounts[line]
        while link < links.shape[1] and links[1, link] == line:
            before, need = links[0, link], min(links[2, link], room)
            link += 1
            at = first[before]
            while at < end[before] and need > 0:
                if parcels[LEFT, at] == 0 or parcels[DEPTH, at] >= most_hops:
                    at += 1
                    continue
                taken = min(parcels[LEFT, at], need)
                parcels = _room_for(parcels, count)
                _put(parcels, count, line, at, taken)
                parcels[LEFT, at] -= taken
                need, room, count = need - taken, room - taken, count + 1
            first[before] = at
        if room > 0:
            parcels = _room_for(parcels, count)
            _put(parcels, count, line, -1, room)
            count += 1
        first[line], end[line] = begin, count
    return parcels[:, :count]


@njit(cache=True)
def _paths(parcels: Whole, ends: Whole) -> Whole:
    rows = 0
    for end in ends:
        rows += parcels[DEPTH, end] + 1
    told, row = np.empty((3, rows), np.int64), 0
    for chain in range(len(ends)):
        at = ends[chain]
        while at >= 0:
            told[0, row], told[1, row], told[2, row] = chain, parcels[DEPTH, at], parcels[LINE, at]
            row += 1
            at = parcels[PARENT, at]
    return told


def follow_parcels(
    amounts: Whole, links: tuple[Whole, Whole, Whole], most_hops: int
) -> tuple[Whole, Whole]:
    """Cut the goods of all lines into parcels, each of which takes one way from line to line.

    What a line holds came by its links, in their order, or begins there. What leaves a line takes
    its parcels in the order in which they came. Each piece is in exactly one chain, so the pieces
    of all chains and of all parcels that never moved add up to what begins; a chain has no more
    than ``most_hops`` hops, and what would go further begins anew.

    Parameters
    ----------
    amounts : ndarray of shape (n_lines,)
        What each line holds, lines in the order of time.
    links : tuple of ndarray of shape (n_links,)
        Inbound line, outbound line (a later one), and amount; sorted by outbound, then inbound.
    most_hops : int

    Returns
    -------
    ndarray of shape (4, n_chains)
        First line, last line, hops (at least 1), and the amount that ends on the last line.
    ndarray of shape (3, n_chain_lines)
        Chain, position (0 = first line) and line.

    Examples
    --------
    Eight pieces go from line 0 to line 1; five of them go on to line 2.

    >>> chains, _ = follow_parcels(np.array([8, 8, 5]), (
    ...     np.array([0, 1]), np.array([1, 2]), np.array([8, 5])), 6)
    >>> chains.T.tolist()
    [[0, 1, 1, 3], [0, 2, 2, 5]]
    """
    parcels = _follow(amounts, np.stack(links), most_hops)
    ends = np.flatnonzero((parcels[DEPTH] > 0) & (parcels[LEFT] > 0))
    hops = _paths(parcels, ends)
    chains = np.stack(
        (hops[2][hops[1] == 0], parcels[LINE, ends], parcels[DEPTH, ends], parcels[LEFT, ends])
    )
    return chains, hops[:, np.lexsort((hops[1], hops[0]))]
