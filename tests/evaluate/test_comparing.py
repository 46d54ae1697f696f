from datetime import date

import numpy as np
import pandas as pd
import pytest

from detector.errors import RecordError
from detector.evaluate import EvaluationPlan, evaluate
from detector.records import load_files
from detector.results import ScanRecord, record_scan
from detector.workspace import open_memory
from tests.sample import sample, write_sample


def planted(shipments, first: int):
    """Say that every fiftieth line is positive, five to a scheme."""
    ids = shipments["shipment_id"].iloc[first::50]
    return pd.DataFrame(
        {
            "shipment_id": ids,
            "scheme_id": [f"K{at // 5}" for at in range(len(ids))],
            "typology": "T01|T13",
            "role": "onward",
            "units": 8.0,
            "difficulty": "clear",
        }
    )


@pytest.fixture(scope="module")
def scanned(tmp_path_factory):
    con = open_memory(memory_limit="1GB")
    load_files(con, [write_sample(tmp_path_factory.mktemp("lines") / "shipments.csv")])
    lines = con.execute("select shipment_no, shipment_id, source from shipments order by 1").df()
    score = np.random.default_rng(1).random(len(lines))
    queue = lines.assign(score=score, p_value=1 - score, as_of=date(2025, 12, 31), flagged=False)
    queue["rank"] = queue["score"].rank(ascending=False).astype(int)
    told = ScanRecord("2025-12-31", "<b>model</b>", "{}", "ab12", len(lines), 0, "")
    record_scan(con, told, {"scores": queue})
    yield con
    con.close()


@pytest.fixture(scope="module")
def told(scanned):
    return evaluate(scanned, planted(sample().shipments, 3), EvaluationPlan(date(2025, 4, 1)))


def test_all_methods_are_judged_on_the_same_lines(told):
    assert [method.name for method in told.methods][:2] == ["chiptrace", "random"]
    assert len(told.methods) == 6
    assert {method.judgement.lines for method in told.methods} == {told.split.judged}
    assert len({method.judgement.positives for method in told.methods}) == 1


def test_random_scores_find_no_more_than_chance(told):
    base = told.methods[0].judgement.positives / told.methods[0].judgement.lines
    for method in told.methods[:2]:
        assert method.judgement.average_precision.value < 4 * base
        assert 0.3 < method.judgement.auroc.value < 0.7


def test_only_the_scan_has_p_values(told):
    assert told.methods[0].judgement.calibration
    assert not told.methods[1].judgement.calibration


def test_the_same_workspace_gives_the_same_evaluation(scanned, told):
    truth = planted(sample().shipments, 3)
    assert evaluate(scanned, truth, EvaluationPlan(date(2025, 4, 1))) == told


def test_without_baselines_only_the_scan_is_judged(scanned):
    plan = EvaluationPlan(date(2025, 4, 1), baselines=False)
    assert len(evaluate(scanned, planted(sample().shipments, 3), plan).methods) == 1


def test_schemes_that_all_began_earlier_are_told_apart_from_a_truth_of_other_records(scanned):
    lines = sample().shipments.sort_values("shipped_on", kind="stable")
    early = planted(lines.head(400), 3)
    with pytest.raises(RecordError, match="positive lines lie before 2025-04-01"):
        evaluate(scanned, early, EvaluationPlan(date(2025, 4, 1)))
