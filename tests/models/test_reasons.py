import re

import numpy as np
import pytest

from detector.models import Plan, rank_queue, score_with, train_champion, write_reasons
from detector.models.reasons import COLUMNS
from tests.models.worlds import AS_OF, FAMILIES, explain_all, small_world

MATRIX, LINES = small_world()
CHAMPION = train_champion(MATRIX, FAMILIES, LINES, AS_OF, Plan(1, 20, 5, 3))
PARTS = explain_all(CHAMPION, MATRIX, LINES)
QUEUE = rank_queue(score_with(CHAMPION, MATRIX, LINES, AS_OF), LINES, budget=20)
REASONS = write_reasons(MATRIX, PARTS, FAMILIES, QUEUE)


def test_every_flagged_line_has_reasons_in_the_contracts_columns():
    assert list(REASONS.columns) == list(COLUMNS)
    assert set(REASONS["shipment_no"]) == set(QUEUE.index[QUEUE["flagged"]])


def test_shares_add_up_to_one_and_fall_with_the_position():
    for _, mine in REASONS.groupby("shipment_no"):
        assert mine["share"].sum() == pytest.approx(1)
        assert mine["position"].tolist() == list(range(1, len(mine) + 1))
        assert (np.diff(mine["share"]) <= 0).all()


def test_shares_are_the_contributions_to_the_score_that_ranked():
    first = REASONS[REASONS["shipment_no"] == 1].set_index("signal")["share"]
    parts = PARTS.loc[1]
    np.testing.assert_allclose(first, parts[first.index] / parts[first.index].sum())


def test_a_reason_tells_value_typical_peers_flag_and_the_innocent_explanation():
    row = REASONS[(REASONS["shipment_no"] == 1) & (REASONS["signal"] == "price.value_gap")].iloc[0]
    assert row["view"] == "price"
    assert row["value"] == -9.0
    assert abs(row["typical"]) < 0.3
    assert row["unit"] == "MADs"
    assert row["peers"] == 40
    assert row["text"].startswith("Value per piece lies \N{MINUS SIGN}9 MADs from 40 peers; ")
    assert re.fullmatch(r"R27 — .+ \(.+\)", row["red_flag"])
    assert row["innocent"] == "A sample also looks so."


def test_typical_is_the_median_of_ordinary_lines_of_the_same_goods():
    signal = "counterparty.consignee_known"
    row = REASONS[(REASONS["shipment_no"] == 1) & (REASONS["signal"] == signal)].iloc[0]
    ordinary = QUEUE[~QUEUE["flagged"] & (QUEUE["goods_class"] == "accelerator_server")].index
    assert row["typical"] == MATRIX.loc[ordinary, signal].median()


def test_a_line_without_any_contribution_says_that_nothing_stands_out():
    blank = PARTS * 0.0
    reasons = write_reasons(MATRIX, blank, FAMILIES, QUEUE)
    assert len(reasons) == 20
    assert reasons["share"].tolist() == [1.0] * 20
    assert reasons["text"].str.startswith("Nothing stands out").all()


def test_no_flags_give_an_empty_table_of_the_same_columns():
    reasons = write_reasons(MATRIX, PARTS, FAMILIES, QUEUE.assign(flagged=False))
    assert reasons.empty
    assert list(reasons.columns) == list(COLUMNS)


def test_below_is_the_share_of_ordinary_lines_of_the_same_goods_under_the_value():
    row = REASONS[(REASONS["shipment_no"] == 1) & (REASONS["signal"] == "price.value_gap")].iloc[0]
    ordinary = QUEUE[~QUEUE["flagged"] & (QUEUE["goods_class"] == "accelerator_server")].index
    usual = MATRIX.loc[ordinary, "price.value_gap"].dropna()
    assert row["below"] == pytest.approx(
        ((usual < row["value"]).mean() + (usual <= row["value"]).mean()) / 2
    )
