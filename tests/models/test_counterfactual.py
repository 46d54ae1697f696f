import numpy as np
import pytest

from detector.models import (
    Plan,
    find_counterfactuals,
    rank_queue,
    score_with,
    train_champion,
    write_reasons,
)
from tests.models.worlds import AS_OF, FAMILIES, explain_all, small_world

MATRIX, LINES = small_world()
CHAMPION = train_champion(MATRIX, FAMILIES, LINES, AS_OF, Plan(1, 20, 5, 3))
QUEUE = rank_queue(score_with(CHAMPION, MATRIX, LINES, AS_OF), LINES, budget=20)
REASONS = write_reasons(MATRIX, explain_all(CHAMPION, MATRIX, LINES), FAMILIES, QUEUE)
TOLD = find_counterfactuals(CHAMPION, MATRIX, LINES, QUEUE, REASONS)
LINE = QUEUE.loc[QUEUE["flagged"], "combined"].min()


def test_every_flagged_line_is_told_once():
    assert TOLD["shipment_no"].tolist() == QUEUE.index[QUEUE["flagged"]].tolist()


def test_the_models_themselves_say_so_of_the_changed_line():
    for row in TOLD[TOLD["is_below"]].head(5).itertuples():
        usual = REASONS[REASONS["shipment_no"] == row.shipment_no].set_index("signal")["typical"]
        changed = MATRIX.copy()
        for name in row.signals:
            changed.loc[row.shipment_no, name] = usual[name]
        again = score_with(CHAMPION, changed, LINES, AS_OF).loc[row.shipment_no, "combined"]
        assert again == pytest.approx(row.combined_after)
        assert again < LINE


def test_no_change_fewer_would_do():
    below = TOLD[TOLD["is_below"] & (TOLD["signals"].str.len() > 1)]
    for row in below.head(3).itertuples():
        usual = REASONS[REASONS["shipment_no"] == row.shipment_no].set_index("signal")["typical"]
        changed = MATRIX.copy()
        for name in row.signals[:-1]:
            changed.loc[row.shipment_no, name] = usual[name]
        again = score_with(CHAMPION, changed, LINES, AS_OF).loc[row.shipment_no, "combined"]
        assert again >= LINE


def test_some_fall_below_and_the_signals_are_the_strongest_reasons_in_order():
    assert TOLD["is_below"].any()
    assert np.isfinite(TOLD["combined_after"]).all()
    first = TOLD.iloc[0]
    strongest = REASONS.loc[REASONS["shipment_no"] == first.shipment_no, "signal"]
    assert first.signals == strongest.tolist()[: len(first.signals)]


def test_nothing_flagged_tells_nothing():
    calm = QUEUE.assign(flagged=False)
    assert find_counterfactuals(CHAMPION, MATRIX, LINES, calm, REASONS).empty
