"""Rows that go down the trees in step end where they would end one by one."""

import numpy as np
import pytest

from detector.models.tree_loops import fair_depth, grow_forest
from detector.models.tree_walk import _tell_nodes, _walk, _walk_pairs, walk_forest


def alone(row, trees, roots):
    """Walk one row down every tree, as the docstring of the forest tells it."""
    features, weights, points, child, size = trees
    depth, bits = 0.0, np.zeros(len(row))
    for root in roots:
        node, level = root, 0
        while child[node] >= 0:
            steps = {
                int(feature): float(weight) * (row[feature] - float(point))
                for feature, weight, point in zip(
                    features[node], weights[node], points[node], strict=True
                )
                if feature >= 0 and not np.isnan(row[feature])
            }
            left = root + child[node]
            larger = int(size[left + 1] > size[left])
            side = int(sum(steps.values()) > 0) if steps else larger
            pull = sum(abs(step) for step in steps.values())
            for feature, step in steps.items():
                if pull > 0:
                    gain = np.log2(size[node] / size[left + side])
                    bits[feature] += gain * (abs(step) / pull)
            node, level = left + side, level + 1
        depth += level + fair_depth(size[node])
    return depth / len(roots), bits


def world(n, features, seed=0):
    random = np.random.default_rng(seed)
    values = random.normal(size=(n, features)).round(1)
    values[random.random(values.shape) < 0.2] = np.nan
    return values


@pytest.mark.parametrize("parts", [1, 2, 3])
def test_depth_and_bits_are_those_of_a_walk_row_by_row(parts):
    values = world(150, 4)
    trees, roots = grow_forest(values, (64, parts, 6), np.arange(12))
    depths, bits = walk_forest(values, trees, roots)
    for row, depth, own in zip(values, depths, bits, strict=True):
        told = alone(row, trees, roots)
        assert depth == pytest.approx(told[0], abs=1e-12)
        np.testing.assert_allclose(own, told[1], atol=1e-12)


def test_cuts_over_two_features_are_walked_alike_by_both_loops():
    values = world(300, 5, seed=1)
    (features, weights, points, child, size), roots = grow_forest(
        values, (128, 2, 7), np.arange(30)
    )
    told = _tell_nodes(features, child, size, roots)
    shares = [np.zeros(values.shape), np.zeros(values.shape)]
    depths = [
        walk(values, (weights, points), roots, told, own)
        for walk, own in zip((_walk, _walk_pairs), shares, strict=True)
    ]
    assert depths[0].tolist() == depths[1].tolist()
    assert shares[0].tolist() == shares[1].tolist()


def test_a_tree_that_found_nothing_to_cut_leaves_its_rows_at_the_root():
    values = np.ones((40, 2))
    trees, roots = grow_forest(values, (32, 2, 5), np.arange(3))
    depths, bits = walk_forest(values, trees, roots)
    assert np.allclose(depths, fair_depth(32))
    assert not bits.any()
