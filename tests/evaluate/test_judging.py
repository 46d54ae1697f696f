from dataclasses import asdict

import numpy as np
import pandas as pd
import pytest

from detector.errors import RecordError
from detector.evaluate import judge

LINES = 2_000
TRUTH = pd.DataFrame(
    {
        "shipment_id": [f"S{at}" for at in range(30)],
        "scheme_id": [f"K{at // 6}" for at in range(30)],
        "typology": ["T01|T13", "T04"] * 15,
        "role": ["inbound", "onward", "inbound", "onward", "inbound", "cover"] * 5,
        "units": 8.0,
        "difficulty": ["blatant"] * 18 + ["expert"] * 12,
    }
)
FACTS = pd.DataFrame(
    {
        "value_usd": 1000.0,
        "shipped_on": pd.date_range("2025-01-01", periods=LINES, freq="h"),
        "novelty": "parties known",
    },
    index=[f"S{at}" for at in range(LINES)],
)


def scores(order: np.ndarray) -> pd.DataFrame:
    """Rank the lines in the order given; p-values run evenly."""
    rank = np.empty(LINES, dtype=int)
    rank[order] = np.arange(1, LINES + 1)
    return pd.DataFrame(
        {
            "shipment_id": [f"S{at}" for at in range(LINES)],
            "rank": rank,
            "p_value": rank / (LINES + 1),
            "flagged": rank <= 10,
        }
    )


def judged(order: np.ndarray):
    return judge(scores(order), TRUTH, FACTS)


def test_a_perfect_queue_finds_everything():
    told = judged(
        np.argsort(~pd.Series(range(LINES)).isin(np.flatnonzero(TRUTH["role"] != "cover")))
    )
    assert told.average_precision.value == told.auroc.value == 1
    assert told.budgets[2].precision.value == 1
    assert told.false_share.value == 0


def test_a_random_queue_has_the_base_rate_for_precision():
    told = judged(np.random.default_rng(3).permutation(LINES))
    assert told.average_precision.value < 0.05
    assert 0.3 < told.auroc.value < 0.7


def test_cover_is_no_positive_and_is_reported_apart():
    told = judged(np.arange(LINES))
    assert (told.positives, told.schemes) == (25, 5)
    assert told.cover_flagged.value == pytest.approx(1 / 5)


def test_schemes_are_counted_by_difficulty_and_by_each_typology():
    told = judged(np.arange(LINES))
    assert {(group.name, group.schemes) for group in told.difficulties} == {
        ("blatant", 3),
        ("expert", 2),
    }
    assert [(group.name, group.schemes) for group in told.typologies] == [
        ("T01", 5),
        ("T04", 5),
        ("T13", 5),
    ]
    assert [(group.name, group.schemes) for group in told.novelties] == [("parties known", 5)]


def test_p_values_of_lawful_lines_are_near_their_level_where_they_run_evenly():
    told = judged(np.random.default_rng(4).permutation(LINES))
    assert dict(told.calibration)[0.05].value == pytest.approx(0.05, abs=0.01)


def test_the_same_queue_gives_the_same_figures():
    order = np.random.default_rng(5).permutation(LINES)
    assert asdict(judged(order)) == asdict(judged(order))


def test_a_truth_of_other_records_is_refused():
    with pytest.raises(RecordError, match="No line that the truth calls positive"):
        judge(scores(np.arange(LINES)), TRUTH.assign(shipment_id="X"), FACTS)


def test_the_range_of_each_figure_holds_the_figure():
    told = judged(np.random.default_rng(6).permutation(LINES))
    for part in (*told.budgets, told.weekly):
        for one in (part.precision, part.recall, part.value_found, part.units_found):
            assert one.low <= one.value <= one.high
    for one in (told.false_share, told.cover_flagged, *dict(told.calibration).values()):
        assert one.low <= one.value <= one.high


def test_lines_of_one_consignee_are_no_independent_samples():
    order = np.random.default_rng(7).permutation(LINES)
    alone = dict(judged(order).calibration)[0.1]
    shared = FACTS.assign(consignee=[f"P{at % 7}" for at in range(LINES)])
    clumped = scores(order).assign(p_value=[0.01 if at % 7 == 0 else 0.5 for at in range(LINES)])
    together = dict(judge(clumped, TRUTH, shared).calibration)[0.1]
    assert together.value == pytest.approx(1 / 7, abs=0.01)
    assert together.high - together.low > 5 * (alone.high - alone.low)


def test_days_run_from_the_first_departure_to_the_first_line_found():
    assert judged(np.arange(LINES)).days_to_first_flag.value == 0
    late_first = np.concatenate((np.arange(LINES)[::-1][-30:], np.arange(30, LINES)))
    assert judged(late_first).days_to_first_flag.value >= 0
    nothing_found = np.arange(LINES)[::-1]
    assert np.isnan(judged(nothing_found).days_to_first_flag.value)


def test_a_weekly_budget_reviews_the_top_of_each_week():
    told = judged(np.arange(LINES)).weekly
    assert told.lines == 20 * len(FACTS["shipped_on"].dt.to_period("W").unique())
    assert told.schemes_found.value == pytest.approx(4 / 5)


def test_a_method_without_p_values_has_no_calibration():
    blank = scores(np.arange(LINES)).assign(p_value=np.nan)
    assert judge(blank, TRUTH, FACTS).calibration == ()
