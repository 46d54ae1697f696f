import numpy as np
import pandas as pd

from detector.models import ViewDetector

random = np.random.default_rng(0)
ORDINARY = pd.DataFrame(
    {
        "days_known": random.integers(0, 1000, 3000).astype(float),
        "door_companies": random.poisson(0.5, 3000).astype(float),
    }
)
VIEW = ViewDetector(odd=("low", "high")).fit(ORDINARY)


def score(**values):
    return VIEW.decision_function(pd.DataFrame([values], columns=list(ORDINARY.columns)))[0]


def test_an_ordinary_line_scores_about_one_nat_on_average():
    assert 0.8 < VIEW.decision_function(ORDINARY).mean() < 1.2


def test_strange_on_the_side_that_is_not_odd_scores_nothing():
    assert score(days_known=9e9, door_companies=0.0) == 0


def test_two_odd_features_score_more_than_one():
    one = score(days_known=0.0, door_companies=0.0)
    assert score(days_known=0.0, door_companies=9.0) > one > 1


def test_a_null_adds_nothing():
    assert score(days_known=np.nan, door_companies=np.nan) == 0
    parts = VIEW.contributions(pd.DataFrame({"days_known": [np.nan], "door_companies": [9.0]}))
    assert parts.iloc[0].tolist()[0] == 0 < parts.iloc[0].tolist()[1]


def test_a_feature_on_its_ordinary_side_gets_no_share():
    parts = VIEW.contributions(pd.DataFrame({"days_known": [999.0], "door_companies": [9.0]}))
    assert parts["days_known"].tolist() == [0.0]


def test_a_member_that_ranks_as_the_others_do_is_dropped():
    one = ViewDetector(odd=("high",)).fit(ORDINARY[["door_companies"]])
    assert "forest" in one.redundant_
    assert "sum" in one.rarities_
    assert all(rank >= 0.998 for rank in one.redundant_.values())
    assert VIEW.redundant_ == {}


def test_values_without_a_side_are_judged_as_they_are():
    shape = np.random.default_rng(3).normal(size=(2_000, 2))
    shape[:, 1] = shape[:, 0] + 0.1 * shape[:, 1]
    view = ViewDetector().fit(pd.DataFrame(shape, columns=["mass", "value"]))
    off, along = view.decision_function(pd.DataFrame({"mass": [1.5, 1.5], "value": [-1.5, 1.5]}))
    assert off > along + 2
