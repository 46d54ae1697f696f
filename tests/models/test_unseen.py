import numpy as np
import pandas as pd
import pytest

from detector.models import Plan, train_champion
from detector.models.boosting import BoostedTrees
from detector.models.rehearsal import Rehearsal
from detector.models.unseen import Unseen, check_unseen, helps
from tests.models.worlds import AS_OF, FAMILIES, ODD, small_world

MATRIX, LINES = small_world()
CHAMPION = train_champion(
    MATRIX, FAMILIES, LINES, AS_OF, Plan(seed=1, trees=20, neighbours=5, folds=2)
)
SIDES = ("both", "low", "high")
KINDS = ("T09|T15", "T01|T15", "T02|T04")


def played(strange_column):
    """Give a world whose 60 planted lines, of three kinds in turn, lie far out in one feature."""
    matrix, lines = small_world(strange=0, seed=5)
    positive = np.arange(len(lines)) < 60
    matrix.loc[positive, ODD[1]] = np.where(np.arange(60) % 2 == 0, 1.0, 5.0)
    matrix.loc[positive, ODD[2]] = 1.0 if strange_column else 0.0
    scheme = np.where(positive, np.arange(len(lines)).astype(str), "")
    planted = pd.DataFrame(
        {
            "positive": positive,
            "scheme": scheme,
            "typology": np.where(positive, np.array(KINDS)[np.arange(len(lines)) % 3], ""),
        }
    )
    trees = BoostedTrees().fit(matrix[list(ODD)].to_numpy(dtype=float), positive, SIDES, 1)
    return Rehearsal(ODD, SIDES, trees, matrix, lines, planted)


def test_what_all_kinds_share_is_found_in_kinds_that_were_left_out():
    told = check_unseen(CHAMPION, played(True), 1)
    assert [one.kinds for one in told] == [("T09", "T13"), ("T01", "T07"), ("T02", "T04", "T06")]
    assert all(one.schemes == 20 for one in told)
    assert all(one.rehearsed > one.strange for one in told)
    assert helps(told)


def test_the_bounds_hold_the_difference():
    for one in check_unseen(CHAMPION, played(True), 1):
        assert one.low <= one.rehearsed - one.strange <= one.high


def test_without_kinds_to_hold_out_nothing_is_claimed():
    world = played(True)
    world.planted["typology"] = ""
    assert check_unseen(CHAMPION, world, 1) == ()
    assert not helps(())


@pytest.mark.parametrize(("gain", "told"), [(0.01, True), (-0.01, False)])
def test_rehearsal_helps_where_the_mean_rises(gain, told):
    groups = (
        Unseen(("T01",), 9, 0.5, 0.5 + 2 * gain, 0, 0),
        Unseen(("T02",), 9, 0.5, 0.5 - gain, 0, 0),
    )
    assert helps(groups) is told
