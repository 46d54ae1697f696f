"""Published results and the recipes come back; four million draws stand in benchmarks/."""

import numpy as np
import pytest

from detector.flows.estimate import Book, read_assumptions
from detector.flows.estimate.ways import by_detections, by_paths, by_publication

DRAWS = 400_000


@pytest.fixture(scope="module")
def book():
    return Book(read_assumptions(), 2024, 20240501, DRAWS)


def points(chips):
    return np.percentile(chips, [5, 50, 95])


def test_the_cnas_path_of_2023_comes_back(book):
    told = np.percentile(book["published.cnas_2023"], [2.5, 50, 97.5])
    np.testing.assert_allclose(told, (1_600, 18_000, 200_000), rtol=0.02)


def test_the_cnas_figure_of_2025_comes_back(book):
    np.testing.assert_allclose(
        points(by_publication(book).chips), (10_000, 140_000, 561_000), rtol=0.02
    )
    assert by_publication(book).chips.mean() == pytest.approx(187_000, rel=0.02)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (0, (450, 3_750, 31_300)),
        (1, (800, 9_500, 95_400)),
        (2, (2_200, 12_200, 66_000)),
    ],
    ids=["A", "B", "C"],
)
def test_each_path_comes_back(book, place, told):
    _, chips = by_paths(book).parts[place]
    np.testing.assert_allclose(points(chips), told, rtol=0.05)


def test_the_sum_of_the_paths_comes_back(book):
    np.testing.assert_allclose(points(by_paths(book).chips), (10_600, 37_300, 151_700), rtol=0.02)


def test_the_scaled_detections_come_back(book):
    np.testing.assert_allclose(
        points(by_detections(book).chips), (32_700, 97_700, 470_500), rtol=0.02
    )
