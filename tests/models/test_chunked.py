from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from detector.errors import ModelError
from detector.models import Plan, score_in_chunks, score_with, train_champion, weigh_in
from detector.models.boosting import BoostedTrees
from tests.models.worlds import AS_OF, FAMILIES, small_world

PLAN = Plan(trees=20, neighbours=5, folds=3)


@pytest.fixture(scope="module")
def seen():
    matrix, lines = small_world()
    lines["held"] = np.where(np.arange(len(lines)) % 7, 1.0, 0.5)
    champion = train_champion(matrix, FAMILIES, lines, AS_OF, PLAN)
    values = matrix[list(champion.features)].to_numpy(dtype=float)
    positive = np.arange(len(lines)) < 40
    trees = BoostedTrees().fit(values, positive, ["both"] * values.shape[1], 1)
    ranker = weigh_in(trees, values, np.linspace(0, 5, len(lines)))
    return replace(champion, ranker=ranker), matrix, lines


def test_chunks_score_as_all_lines_at_once_do(seen, monkeypatch):
    champion, matrix, lines = seen
    monkeypatch.setattr("detector.models.chunked.SLICE", 130)
    chunks = (matrix.iloc[start : start + 400] for start in range(0, len(matrix), 400))
    told = score_in_chunks(champion, chunks, lines, AS_OF)
    pd.testing.assert_frame_equal(told, score_with(champion, matrix, lines, AS_OF).scores)


def test_slices_of_the_judging_do_not_show(seen, monkeypatch):
    champion, matrix, lines = seen
    whole = score_with(champion, matrix, lines, AS_OF)
    monkeypatch.setattr("detector.engine.families.SLICE", 111)
    monkeypatch.setattr("detector.models.scoring.SLICE", 77)
    monkeypatch.setattr("detector.models.boosting.SLICE", 50)
    sliced = score_with(champion, matrix, lines, AS_OF)
    pd.testing.assert_frame_equal(sliced.scores, whole.scores)
    pd.testing.assert_frame_equal(sliced.contributions, whole.contributions)


def test_features_of_fewer_lines_are_refused(seen):
    champion, matrix, lines = seen
    with pytest.raises(ModelError, match="1,000 rows of features came for 1,500 lines"):
        score_in_chunks(champion, [matrix.iloc[:1000]], lines, AS_OF)
