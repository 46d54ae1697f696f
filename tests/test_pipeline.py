from datetime import date

import pandas as pd
import pytest

from detector.errors import ModelError, RecordError
from detector.pipeline import ScanPlan, latest_day, load, scan
from detector.results import read_result
from detector.settings import Settings
from detector.workspace import open_workspace
from tests.sample import LINES, write_sample

QUICK = Settings(trees=20, neighbours=10, folds=3, rehearsal_shipments=2_000)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """Give a workspace with the sample loaded and scanned once."""
    folder = tmp_path_factory.mktemp("pipeline")
    with open_workspace(folder / "w.duckdb") as con:
        load(con, [write_sample(folder / "shipments.csv")])
        yield con, scan(con, settings=QUICK)


def test_every_loaded_line_gets_exactly_one_score(workspace):
    con, summary = workspace
    scores = read_result(con, "scores")
    loaded = con.execute("select source, shipment_id from shipments").df()
    assert len(scores) == len(loaded) == summary.lines
    assert not scores.duplicated(["source", "shipment_id"]).any()


def test_ranks_run_from_one_without_ties_along_the_score(workspace):
    con, _ = workspace
    scores = read_result(con, "scores")
    assert scores["rank"].tolist() == list(range(1, len(scores) + 1))
    assert scores["score"].is_monotonic_decreasing
    assert scores["score"].between(0, 1).all()
    assert scores["p_value"].between(0, 1, inclusive="right").all()


def test_the_default_budget_is_half_a_percent_and_at_least_twenty(workspace):
    con, summary = workspace
    scores = read_result(con, "scores")
    assert summary.flagged == scores["flagged"].sum() == max(20, round(0.005 * len(scores)))
    assert (scores["flagged"] == (scores["selected_by"] == "rank")).all()
    assert (scores["selected_by"] == "exploration").sum() == round(0.1 * summary.flagged)
    assert (scores["flagged"] == scores["case_id"].notna()).all()


def test_every_flagged_line_has_reasons_whose_shares_add_up(workspace):
    con, summary = workspace
    reasons = read_result(con, "reasons")
    shares = reasons.groupby("shipment_id")["share"].sum()
    assert len(shares) == summary.flagged
    assert shares.round(6).eq(1).all()


def test_every_case_counts_its_flagged_lines(workspace):
    con, summary = workspace
    cases, scores = read_result(con, "cases"), read_result(con, "scores")
    members = scores["case_id"].value_counts().rename_axis("case_id")
    told = cases.set_index("case_id")["shipments"]
    pd.testing.assert_series_equal(told.sort_index(), members.sort_index(), check_names=False)
    assert len(cases) == summary.cases


def test_a_second_scan_uses_the_model_of_the_first_and_scores_alike(workspace):
    con, first = workspace
    before = read_result(con, "scores")
    again = scan(con, settings=QUICK)
    assert (first.trained, again.trained) == (True, False)
    assert again.model == first.model
    pd.testing.assert_frame_equal(read_result(con, "scores"), before)


def test_the_same_records_give_the_same_scores_in_another_workspace(workspace, tmp_path):
    con, _ = workspace
    with open_workspace(tmp_path / "w.duckdb") as other:
        load(other, [write_sample(tmp_path / "shipments.csv")])
        scan(other, settings=QUICK)
        told = read_result(other, "scores")
    pd.testing.assert_frame_equal(told, read_result(con, "scores"))


def test_a_scan_sees_nothing_after_its_day(workspace, tmp_path):
    with open_workspace(tmp_path / "w.duckdb") as con:
        load(con, [write_sample(tmp_path / "shipments.csv")])
        middle = con.execute("select median(shipped_on)::date from shipments").fetchall()[0][0]
        summary = scan(con, ScanPlan(as_of=middle, budget=5), QUICK)
        expected = con.execute(
            "select count(*) from shipments where shipped_on <= $day", {"day": middle}
        ).fetchall()[0][0]
    assert (summary.as_of, summary.lines, summary.flagged) == (middle, expected, 5)
    assert expected < LINES


def test_nothing_to_scan_is_said_in_plain_words(con):
    with pytest.raises(RecordError, match="There is no shipment"):
        latest_day(con)


def test_a_day_before_all_records_is_refused(workspace):
    con, _ = workspace
    with pytest.raises(RecordError, match="up to 1999-01-01"):
        scan(con, ScanPlan(as_of=date(1999, 1, 1)), QUICK)


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        (ScanPlan(budget=5, fdr=0.1), "not both"),
        (ScanPlan(budget=0), "The budget is 0"),
        (ScanPlan(fdr=0.0), "The rate is 0"),
    ],
)
def test_a_choice_that_cannot_be_kept_is_refused_and_not_bent(workspace, plan, told):
    con, _ = workspace
    before = read_result(con, "scores", all_scans=True)
    with pytest.raises(ModelError, match=told):
        scan(con, plan, QUICK)
    pd.testing.assert_frame_equal(read_result(con, "scores", all_scans=True), before)
