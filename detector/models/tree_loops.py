"""Compiled loops that grow isolation trees.

All sums are in float64 and each row is worked on by itself, so that a shipment's score cannot
depend on its batch. Cuts are stored in float32, to keep a stored model small.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
Trees = tuple[
    NDArray[np.int16],
    NDArray[np.float32],
    NDArray[np.float32],
    NDArray[np.int32],
    NDArray[np.int32],
]
TRIES = 12


@njit(cache=True, nogil=True)
def _next(state: NDArray[np.uint64]) -> float:
    """Draw a uniform number in [0, 1): splitmix64, so that no library changes our trees."""
    state[0] += np.uint64(0x9E3779B97F4A7C15)
    mixed = state[0]
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed = mixed ^ (mixed >> np.uint64(31))
    return float(mixed >> np.uint64(11)) / 9007199254740992.0


@njit(cache=True, nogil=True)
def _normal(state: NDArray[np.uint64]) -> float:
    radius = np.sqrt(-2.0 * np.log(1.0 - _next(state)))
    return float(radius * np.cos(2.0 * np.pi * _next(state)))


@njit(cache=True, nogil=True)
def _side(
    row: Numbers,
    features: NDArray[np.int16],
    weights: NDArray[np.float32],
    points: NDArray[np.float32],
) -> int:
    """Return 0 or 1 for the side of a cut, -1 where the row has none of its features."""
    total = 0.0
    known = False
    for part in range(len(features)):
        feature = features[part]
        if feature >= 0 and not np.isnan(row[feature]):
            total += weights[part] * (row[feature] - points[part])
            known = True
    if not known:
        return -1
    return 1 if total > 0.0 else 0


@njit(cache=True, nogil=True)
def _draw_cut(
    values: Numbers, rows: Whole, state: NDArray[np.uint64], parts: int
) -> tuple[NDArray[np.int16], NDArray[np.float32], NDArray[np.float32]]:
    """Draw a hyperplane through the box of the rows, over features that vary there."""
    n_features = values.shape[1]
    low, high = np.full(n_features, np.inf), np.full(n_features, -np.inf)
    for row in rows:
        for feature in range(n_features):
            value = values[row, feature]
            if not np.isnan(value):
                low[feature] = min(low[feature], value)
                high[feature] = max(high[feature], value)
    varying = np.flatnonzero(high > low)
    taken = min(parts, len(varying))
    features = np.full(parts, -1, np.int16)
    weights, points = np.zeros(parts, np.float32), np.zeros(parts, np.float32)
    for part in range(taken):
        swap = part + int(_next(state) * (len(varying) - part))
        varying[part], varying[swap] = varying[swap], varying[part]
        feature = varying[part]
        features[part] = feature
        weights[part] = _normal(state) if parts > 1 else 1.0
        points[part] = low[feature] + _next(state) * (high[feature] - low[feature])
    return features, weights, points


@njit(cache=True, nogil=True)
def _split(
    values: Numbers,
    rows: Whole,
    cut: tuple[NDArray[np.int16], NDArray[np.float32], NDArray[np.float32]],
) -> int:
    """Order rows by side, in place; rows without a side join the larger one. Return the first's."""
    sides = np.empty(len(rows), np.int64)
    ones = zeros = 0
    for at in range(len(rows)):
        sides[at] = _side(values[rows[at]], cut[0], cut[1], cut[2])
        ones += sides[at] == 1
        zeros += sides[at] == 0
    if ones == 0 or zeros == 0:
        return 0
    larger = 1 if ones > zeros else 0
    kept = rows.copy()
    first, last = 0, len(rows) - 1
    for at in range(len(rows)):
        if sides[at] == 0 or (sides[at] == -1 and larger == 0):
            rows[first] = kept[at]
            first += 1
        else:
            rows[last] = kept[at]
            last -= 1
    return first


@njit(cache=True, nogil=True)
def _grow_tree(values: Numbers, subsample: int, parts: int, depth_limit: int, seed: int) -> Trees:
    """Grow one tree on a sample drawn without replacement."""
    state = np.array([np.uint64(seed)])
    order = np.arange(len(values))
    for at in range(subsample):
        swap = at + int(_next(state) * (len(values) - at))
        order[at], order[swap] = order[swap], order[at]
    rows = order[:subsample]
    most = 2 * subsample
    features = np.full((most, parts), -1, np.int16)
    weights = np.zeros((most, parts), np.float32)
    points = np.zeros((most, parts), np.float32)
    child = np.full(most, -1, np.int32)
    size = np.zeros(most, np.int32)
    start, depth = np.zeros(most, np.int64), np.zeros(most, np.int64)
    size[0] = subsample
    made = 1
    for node in range(most):
        if node >= made:
            break
        if size[node] <= 1 or depth[node] >= depth_limit:
            continue
        mine = rows[start[node] : start[node] + size[node]]
        for _ in range(TRIES):
            cut = _draw_cut(values, mine, state, parts)
            if cut[0][0] < 0:
                break
            first = _split(values, mine, cut)
            if first > 0:
                features[node], weights[node], points[node] = cut
                child[node] = made
                for side in range(2):
                    size[made] = first if side == 0 else size[node] - first
                    start[made] = start[node] + (0 if side == 0 else first)
                    depth[made] = depth[node] + 1
                    made += 1
                break
    return features[:made], weights[:made], points[:made], child[:made], size[:made]


@njit(cache=True, nogil=True)
def fair_depth(size: int) -> float:
    """Mean depth of an unsuccessful search in a binary tree of that many rows."""
    if size <= 1:
        return 0.0
    if size == 2:
        return 1.0
    return float(2.0 * (np.log(size - 1.0) + np.euler_gamma) - 2.0 * (size - 1.0) / size)


def grow_forest(values: Numbers, shape: tuple[int, int, int], seeds: Whole) -> tuple[Trees, Whole]:
    """Grow one tree per seed.

    Parameters
    ----------
    values : ndarray of shape (n_shipments, n_features)
        Nulls as NaN.
    shape : tuple of int
        Rows per tree, features per cut, greatest depth.
    seeds : ndarray of shape (n_trees,)

    Returns
    -------
    tuple
        The nodes of all trees end to end (features, weights and points of each cut, first child
        counted from the root, rows), and the number of each root.
    """
    subsample, parts, depth_limit = shape
    grown = [_grow_tree(values, subsample, parts, depth_limit, int(seed)) for seed in seeds]
    counts = np.array([len(tree[3]) for tree in grown])
    roots = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
    features, weights, points, child, size = (
        np.concatenate([tree[part] for tree in grown]) for part in range(5)
    )
    return (features, weights, points, child, size), roots
