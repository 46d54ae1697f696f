"""Features that are read slice by slice score, teach and explain as those held in memory do."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from detector.engine import DUCKDB, FeatureValues, StoredFeatures, features_of
from detector.models import (
    Plan,
    explain_lines,
    find_counterfactuals,
    find_nearest,
    measure_drift,
    rank_queue,
    score_with,
    train_champion,
    weigh_in,
    write_reasons,
)
from detector.models.boosting import BoostedTrees
from tests.models.worlds import AS_OF, FAMILIES, explain_all, small_world

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
    return replace(champion, ranker=ranker), matrix.round(9), lines


@pytest.fixture
def far(seen, con, monkeypatch):
    """Lay the features out in a workspace, and read few of them at a time."""
    _, matrix, lines = seen
    con.register("told", lines[["shipment_no"]])
    con.execute("create table ledger as from told")
    for family in FAMILIES:
        names = {f"{family.name}.{column.name}": column.name for column in family.columns}
        con.register("told", matrix[list(names)].rename(columns=names).reset_index())
        con.execute(f"create table {family.name} as from told")
    con.unregister("told")
    monkeypatch.setattr("detector.engine.matrix.SLICE", 170)
    monkeypatch.setattr("detector.engine.matrix.CELLS", 2 * len(matrix))
    monkeypatch.setattr(type(DUCKDB), "judged_at_once", 130)
    monkeypatch.setattr("detector.engine.matrix.HELD", 100)
    return features_of(con, FAMILIES)


def test_few_features_are_held_in_memory(seen, far, monkeypatch):
    monkeypatch.setattr("detector.engine.matrix.HELD", 10_000)
    held = features_of(far.con, FAMILIES)
    pd.testing.assert_frame_equal(held, seen[1], check_exact=True)


def test_stored_features_are_read_by_place_and_name(seen, far):
    _, matrix, _ = seen
    assert len(far) == len(matrix)
    assert far.index.equals(matrix.index)
    assert list(far.columns) == list(matrix.columns)
    for places in (slice(40, 90), np.array([9, 3, 700]), np.array([], dtype=np.int64)):
        names = ["counterparty.forwarder_door", "price.value_gap"]
        told = far.read(places, names)
        pd.testing.assert_frame_equal(told, matrix.iloc[places][names], check_exact=True)


def test_stored_features_of_some_lines_leave_the_others_out(seen, far):
    _, matrix, _ = seen
    odd = matrix.index.to_numpy()[::2]
    some = StoredFeatures(far.con, FAMILIES, odd)
    told = some.read(slice(10, 20), list(some.columns))
    pd.testing.assert_frame_equal(told, matrix.loc[odd[10:20]], check_exact=True)


def test_features_read_slice_by_slice_teach_the_same_models(seen, far):
    champion, matrix, lines = seen
    near = train_champion(matrix, FAMILIES, lines, AS_OF, PLAN)
    told = train_champion(far, FAMILIES, lines, AS_OF, PLAN)
    assert told.fingerprint == near.fingerprint
    values = matrix[list(champion.features)].to_numpy()
    strange = np.linspace(0, 5, len(lines))
    rankers = [
        weigh_in(champion.ranker.trees, one, strange)
        for one in (values, FeatureValues(far, champion.features))
    ]
    models = (replace(near, ranker=rankers[0]), replace(told, ranker=rankers[1]))
    scores = [score_with(one, matrix, lines, AS_OF) for one in models]
    pd.testing.assert_frame_equal(*scores, check_exact=True)


def test_features_read_slice_by_slice_score_to_the_last_bit_as_those_in_memory(seen, far):
    champion, matrix, lines = seen
    told = score_with(champion, far, lines, AS_OF)
    pd.testing.assert_frame_equal(
        told, score_with(champion, matrix, lines, AS_OF), check_exact=True
    )


def test_slices_of_the_judging_do_not_show(seen, monkeypatch):
    champion, matrix, lines = seen
    whole = score_with(champion, matrix, lines, AS_OF)
    monkeypatch.setattr("detector.engine.matrix.SLICE", 111)
    monkeypatch.setattr(type(DUCKDB), "judged_at_once", 77)
    sliced = score_with(champion, matrix, lines, AS_OF)
    pd.testing.assert_frame_equal(sliced, whole, check_exact=True)


def test_what_flagged_lines_are_told_ties_to_their_scores_and_is_the_same(seen, far):
    champion, matrix, lines = seen
    queue = rank_queue(score_with(champion, far, lines, AS_OF), lines, budget=30)
    flagged = far.index.get_indexer(queue.index[queue["flagged"]])
    parts = explain_lines(champion, far, lines, flagged)
    assert np.array_equal(parts.to_numpy().sum(axis=1), queue["combined"].iloc[:30])
    near = explain_all(champion, matrix, lines)
    pd.testing.assert_frame_equal(parts, near.loc[parts.index], check_exact=True)
    tables = []
    for features, contributions in ((far, parts), (matrix, near)):
        reasons = write_reasons(features, contributions, FAMILIES, queue)
        told = find_counterfactuals(champion, features, lines, queue, reasons)
        nearest = find_nearest(features, champion.features, queue, 1)
        tables.append((reasons, told, nearest))
    for ours, theirs in zip(*tables, strict=True):
        pd.testing.assert_frame_equal(ours, theirs, check_exact=True)


def test_drift_is_the_same(seen, far):
    champion, matrix, lines = seen
    days, names = lines["shipped_on"], list(champion.features)
    assert measure_drift(far, days, 28, names) == measure_drift(matrix[names], days, 28)
