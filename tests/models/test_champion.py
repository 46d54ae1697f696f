from dataclasses import replace

import numpy as np
import pytest

from detector.errors import ModelError
from detector.models import Plan, judge_lines, score_with, train_champion, weigh_in
from detector.models.boosting import BoostedTrees
from detector.models.folds import assign_folds
from detector.settings import Settings
from tests.models.worlds import AS_OF, FAMILIES, ODD, explain_all, score_shipments, small_world

PLAN = Plan(seed=1, trees=20, neighbours=5, folds=3)
MATRIX, LINES = small_world()
CHAMPION = train_champion(MATRIX, FAMILIES, LINES, AS_OF, PLAN)
SCORES = score_with(CHAMPION, MATRIX, LINES, AS_OF)


def test_every_line_gets_one_score_and_its_views():
    assert SCORES.index.equals(MATRIX.index)
    assert SCORES.notna().all(axis=None)
    assert {"score", "p_value", "age_days", "view_price", "view_parties"} <= set(SCORES)
    assert SCORES["score"].between(0, 1).all()


def test_contributions_add_up_to_the_combined_output_of_the_model():
    parts = explain_all(CHAMPION, MATRIX, LINES)
    assert list(parts.columns) == list(ODD)
    assert (parts.to_numpy() >= 0).all()
    np.testing.assert_allclose(parts.sum(axis=1), SCORES["combined"])


def test_lines_that_are_odd_in_every_view_come_first():
    assert set(SCORES["score"].nlargest(5).index) == {1, 2, 3, 4, 5}


def test_a_line_scores_the_same_whatever_else_is_scored():
    fold = assign_folds(LINES, PLAN.folds)
    whole = LINES[LINES["consignee_group"].isin(LINES["consignee_group"].unique()[:60])]
    assert len(set(fold)) == 3
    part = score_with(CHAMPION, MATRIX.loc[whole["shipment_no"]], whole, AS_OF)
    assert (part["score"] == SCORES.loc[part.index, "score"]).all()


def test_the_same_records_give_the_same_scores():
    again = score_shipments(MATRIX, FAMILIES, LINES, AS_OF, PLAN)
    assert again.equals(SCORES)


def test_a_capped_sample_ranks_much_alike():
    capped = score_shipments(MATRIX, FAMILIES, LINES, AS_OF, replace(PLAN, fit_shipments=300))
    assert np.corrcoef(capped["combined"], SCORES["combined"])[0, 1] > 0.9


def test_goods_without_accelerators_count_less():
    lines = LINES.copy()
    lines.loc[0, "units"] = np.nan
    lines.loc[0, "is_computing"] = False
    scores = score_with(CHAMPION, MATRIX, lines, AS_OF)["combined"]
    assert scores.loc[1] < 0.6 * scores.loc[2]


def test_columns_that_are_context_only_are_not_scored():
    louder = MATRIX.assign(**{"price.value_peers": 1e9})
    assert score_with(CHAMPION, louder, LINES, AS_OF).equals(SCORES)


def test_a_lack_of_accelerators_is_pooled_and_not_refused():
    scored = score_shipments(MATRIX, FAMILIES, LINES.assign(units=0.0), AS_OF, PLAN)
    assert scored["score"].notna().all()


@pytest.mark.parametrize("n", [2, 5])
def test_a_handful_of_lines_is_scored_too(n):
    scored = score_shipments(MATRIX.iloc[:n], FAMILIES, LINES.iloc[:n], AS_OF, PLAN)
    assert scored["p_value"].between(1 / n, 1).all()


def test_a_matrix_without_a_learnt_feature_is_refused():
    with pytest.raises(ModelError, match=r"price\.value_gap"):
        score_with(CHAMPION, MATRIX.drop(columns=["price.value_gap"]), LINES, AS_OF)


def test_lines_that_do_not_belong_to_the_matrix_are_refused():
    with pytest.raises(ModelError, match="do not belong together"):
        score_with(CHAMPION, MATRIX.iloc[1:], LINES, AS_OF)
    with pytest.raises(ModelError, match="lack units"):
        score_with(CHAMPION, MATRIX, LINES.drop(columns=["units"]), AS_OF)


def test_families_without_an_odd_side_are_refused():
    silent = [
        replace(family, columns=tuple(replace(column, odd="none") for column in family.columns))
        for family in FAMILIES
    ]
    with pytest.raises(ModelError, match="which side is odd"):
        train_champion(MATRIX, silent, LINES, AS_OF, PLAN)


def test_a_ranker_changes_the_combined_score_and_no_view():
    judged = judge_lines(CHAMPION, MATRIX, LINES)
    values = MATRIX[list(CHAMPION.features)].to_numpy(dtype=float)
    planted = np.arange(len(values)) < 300
    trees = BoostedTrees().fit(values, planted, ["both", "low", "high"], 1)
    rehearsed = replace(CHAMPION, ranker=weigh_in(trees, values, judged.combined))
    told = judge_lines(rehearsed, MATRIX, LINES)
    assert told.views.equals(judged.views)
    assert not np.allclose(told.combined, judged.combined)
    parts = explain_all(rehearsed, MATRIX, LINES).to_numpy()
    assert np.array_equal(parts.sum(axis=1), told.combined)


def test_plan_and_settings_have_the_same_defaults():
    told = Settings().model_dump()
    names = set(Plan.__slots__) - {"borrowed"}  # the setting is called detectors
    assert {name: told[name] for name in names} == {name: getattr(Plan(), name) for name in names}


def test_where_goods_went_next_counts_three_times_the_route():
    families = (replace(FAMILIES[0], view="movements"), replace(FAMILIES[1], view="routing"))
    scores = score_shipments(MATRIX, families, LINES, AS_OF, PLAN)
    scores = scores[LINES["units"].to_numpy() > 0]
    excess = (scores[["view_movements", "view_routing"]] - 1.0).clip(lower=0.0).to_numpy()
    np.testing.assert_allclose(scores["combined"], excess @ [1.5, 0.5])
