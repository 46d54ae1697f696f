import numpy as np
import pandas as pd
import pytest

from detector.models import ViewsDetector
from detector.models.combine import to_unit

random = np.random.default_rng(0)
NAMES = ["value_gap", "weight_gap", "days_known", "detour"]
ORDINARY = pd.DataFrame(random.normal(size=(3000, 4)), columns=NAMES)
MODEL = ViewsDetector(["price", "price", "parties", "routing"], "high").fit(ORDINARY)


def combined(*values):
    return MODEL.decision_function(pd.DataFrame([values], columns=NAMES))[0]


def test_each_view_is_scored_before_they_are_combined():
    views, parts = MODEL.explain_views(ORDINARY)
    assert list(views.columns) == ["price", "parties", "routing"]
    np.testing.assert_allclose(
        np.maximum(views - 1, 0).sum(axis=1), parts.sum(axis=1), rtol=1e-9, atol=1e-9
    )


def test_views_that_are_odd_at_once_outrank_one_view():
    assert combined(0, 0, 3, 3) > combined(0, 0, 3, 0)
    assert combined(0, 0, 2.2, 2.2) > combined(0, 0, 2.6, 0)


def test_one_extreme_view_stands_out_by_itself():
    assert combined(0, 0, 9, 0) > np.quantile(MODEL.decision_function(ORDINARY), 0.995)


def test_ordinary_views_add_nothing():
    assert combined(-1, -1, -1, -1) == 0


def test_the_score_rises_with_the_combined_nats_and_stays_under_one():
    score = to_unit(np.linspace(0, 120, 200))
    assert (np.diff(score) > 0).all()
    assert score[0] == 0
    assert score[-1] < 1


def test_views_that_do_not_fit_the_features_are_refused():
    with pytest.raises(ValueError, match="one value per feature"):
        ViewsDetector(["price"]).fit(ORDINARY)


def test_a_view_of_half_weight_adds_half():
    views = ["price", "price", "parties", "routing"]
    halved = ViewsDetector(views, "high", {"routing": 0.5}).fit(ORDINARY)
    whole, half = MODEL.contributions(ORDINARY), halved.contributions(ORDINARY)
    np.testing.assert_allclose(half["detour"], whole["detour"] / 2)
    np.testing.assert_allclose(half["days_known"], whole["days_known"])
