import numpy as np
import pandas as pd

from detector.models import score_with, train_champion, train_model
from detector.models.folds import assign_folds
from detector.models.sample import learn_some
from detector.settings import Settings
from tests.models.worlds import AS_OF, FAMILIES, small_world

MATRIX, LINES = small_world()
SETTINGS = Settings(trees=10, neighbours=5, folds=3, rehearsal_shipments=0, learn_lines=1_000)


def labels(*numbers):
    told = pd.DataFrame({"positive": True, "weight": 1.0}, index=pd.Index(numbers, dtype="int64"))
    return told.rename_axis("shipment_no")


def test_all_lines_are_learnt_from_where_they_are_few_enough():
    matrix, lines = learn_some(MATRIX, LINES, labels(), 1_500, 3)
    assert matrix is MATRIX
    assert lines is LINES


def test_so_many_are_taken_with_their_features_and_their_folds_among_all():
    matrix, lines = learn_some(MATRIX, LINES, labels(), 500, 3)
    assert len(matrix) == len(lines) == 500
    assert lines["shipment_no"].tolist() == matrix.index.tolist()
    every = pd.Series(assign_folds(LINES, 3), LINES["shipment_no"])
    assert (every[lines["shipment_no"]].to_numpy() == lines["fold"]).all()
    names = list(MATRIX.columns)
    told = matrix.read(slice(10, 20), names)
    assert told.equals(MATRIX.loc[lines["shipment_no"][10:20], names])


def test_the_order_of_lines_and_further_ones_change_nothing_for_the_others():
    _, lines = learn_some(MATRIX, LINES, labels(), 500, 3)
    turned = LINES.iloc[::-1].reset_index(drop=True)
    _, again = learn_some(MATRIX.iloc[::-1], turned, labels(), 500, 3)
    assert set(again["shipment_id"]) == set(lines["shipment_id"])
    _, more = learn_some(MATRIX, LINES, labels(), 600, 3)
    assert set(lines["shipment_id"]) < set(more["shipment_id"])


def test_lines_that_were_decided_on_are_always_learnt_from():
    _, lines = learn_some(MATRIX, LINES, labels(), 500, 3)
    left = sorted(set(LINES["shipment_no"]) - set(lines["shipment_no"]))[:3]
    _, told = learn_some(MATRIX, LINES, labels(*left), 500, 3)
    assert set(told["shipment_no"]) == set(lines["shipment_no"]) | set(left)


def test_a_sample_holds_all_times_and_ranks_much_alike():
    _, lines = learn_some(MATRIX, LINES, labels(), 1_000, 3)
    days = [frame["shipped_on"].quantile([0.1, 0.5, 0.9]) for frame in (lines, LINES)]
    assert (abs(days[0] - days[1]) < pd.Timedelta(days=15)).all()
    champion = train_model(SETTINGS, (MATRIX, FAMILIES, LINES, AS_OF), labels())
    told = score_with(champion, MATRIX, LINES, AS_OF)["combined"]
    whole = train_champion(MATRIX, FAMILIES, LINES, AS_OF, champion.plan)
    every = score_with(whole, MATRIX, LINES, AS_OF)["combined"]
    assert np.corrcoef(told, every)[0, 1] > 0.9


def test_the_facts_say_how_many_were_learnt_from_of_how_many():
    champion = train_model(SETTINGS, (MATRIX, FAMILIES, LINES, AS_OF), labels())
    assert champion.facts["lines"] == 1_000
    assert champion.facts["of_lines"] == 1_500
