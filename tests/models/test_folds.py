import numpy as np

from detector.models.folds import assign_folds
from tests.models.worlds import small_world

_, LINES = small_world()


def test_all_lines_of_a_consignee_share_a_fold():
    fold = assign_folds(LINES, 5)
    assert (LINES.assign(fold=fold).groupby("consignee_group")["fold"].nunique() == 1).all()
    assert set(fold) == set(range(5))


def test_no_fold_holds_most_lines():
    assert np.bincount(assign_folds(LINES, 5)).max() < 0.4 * len(LINES)


def test_a_hub_that_holds_most_lines_is_split():
    lines = LINES.assign(consignee_group=7)
    fold = assign_folds(lines, 5)
    assert (lines.assign(fold=fold).groupby("exporter_group")["fold"].nunique() == 1).all()
    alone = LINES.assign(consignee_group=7, exporter_group=3)
    assert np.bincount(assign_folds(alone, 5)).max() < 0.4 * len(LINES)


def test_blank_parties_do_not_hang_together():
    lines = LINES.assign(consignee_group=np.nan, exporter_group=np.nan)
    assert np.bincount(assign_folds(lines, 5)).max() < 0.4 * len(LINES)


def test_a_fold_stays_when_numbers_of_parties_change_and_later_lines_come():
    fold = assign_folds(LINES, 5)
    again = LINES.assign(
        consignee_group=LINES["consignee_group"] * 3 + 1000,
        exporter_group=LINES["exporter_group"] + 5,
    )
    assert (assign_folds(again, 5) == fold).all()
    old = LINES[LINES["shipped_on"] < "2026-06-01"]
    same = assign_folds(old, 5) == fold[old.index]
    assert same.all()


def test_row_order_does_not_matter():
    order = np.random.default_rng(0).permutation(len(LINES))
    assert (assign_folds(LINES.iloc[order], 5) == assign_folds(LINES, 5)[order]).all()
