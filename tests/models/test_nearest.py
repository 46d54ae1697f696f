import numpy as np
import pandas as pd

from detector.models import find_nearest

RANDOM = np.random.default_rng(3)
MATRIX = pd.DataFrame(RANDOM.normal(size=(50, 4)), columns=list("abcd"))
FEATURES = ("a", "b", "c", "d")


def queue_of(flagged, goods="cpu"):
    return pd.DataFrame({"flagged": MATRIX.index.isin(flagged), "goods_class": goods})


def test_a_twin_of_a_flagged_line_is_its_nearest():
    matrix = MATRIX.copy()
    matrix.loc[40] = matrix.loc[7]
    told = find_nearest(matrix, FEATURES, queue_of([7]), 1)
    assert told["position"].tolist() == [1, 2, 3]
    assert told.loc[0, "ordinary_no"] == 40
    assert told.loc[0, "likeness"] == 1.0
    assert told["likeness"].is_monotonic_decreasing


def test_flagged_lines_and_other_goods_are_no_ordinary_neighbours():
    queue = queue_of([1, 2])
    queue.loc[10:, "goods_class"] = "server"
    told = find_nearest(MATRIX, FEATURES, queue, 1)
    assert set(told["ordinary_no"]) <= {0, *range(3, 10)}


def test_cells_that_both_lack_do_not_part_them_and_a_lone_blank_does():
    matrix = MATRIX.copy()
    matrix.loc[5, "a"] = matrix.loc[6, "a"] = np.nan
    matrix.loc[6, ["b", "c", "d"]] = matrix.loc[5, ["b", "c", "d"]]
    matrix.loc[8, ["b", "c", "d"]] = matrix.loc[5, ["b", "c", "d"]]
    told = find_nearest(matrix, FEATURES, queue_of([5]), 1).set_index("ordinary_no")["likeness"]
    assert told[6] == 1.0
    assert told.get(8, 0.0) < 1.0


def test_units_do_not_matter():
    told = find_nearest(MATRIX, FEATURES, queue_of([3, 4]), 1)
    scaled = find_nearest(MATRIX * [1, 1e6, 1e-3, 10], FEATURES, queue_of([3, 4]), 1)
    pd.testing.assert_frame_equal(told, scaled)


def test_a_class_without_ordinary_lines_has_no_neighbours():
    queue = queue_of([3])
    queue.loc[3, "goods_class"] = "rack"
    assert find_nearest(MATRIX, FEATURES, queue, 1).empty
