import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.flows import analyse_mirror
from detector.flows.margins import MOST_MARGIN, estimate_margins, shifted
from tests.flows.statistics import load, mirrored


@pytest.mark.parametrize("late", [0, 1, 2])
def test_the_months_between_the_reports_are_found(con, late):
    load(con, mirrored(6, 30, late=late, countries=("AU", "BR", "CL", "DE", "ES")))
    for told in analyse_mirror(con).reporters:
        assert told.lag_is_estimated
        assert told.months_late == pytest.approx(late, abs=0.25)


@pytest.mark.parametrize("margin", [0.0, 0.03, 0.09])
def test_freight_and_insurance_are_found(con, margin):
    load(con, mirrored(8, 12, margin=margin))
    assert analyse_mirror(con).median_margin == pytest.approx(margin, abs=0.015)


def test_few_cells_leave_the_margin_near_its_prior():
    codes = np.zeros(2, dtype=np.int64)
    names = np.array([["MY", "CN"], ["MY", "CN"]], dtype=object)
    told = estimate_margins(np.full(2, 0.2), (codes, codes), names, np.ones(2, dtype=bool))
    assert 0.02 < told[0] < 0.08


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=30))
def test_a_margin_is_never_more_than_freight(gaps):
    codes = np.zeros(len(gaps), dtype=np.int64)
    names = np.array([["MY", "US"]] * len(gaps), dtype=object)
    told = estimate_margins(np.array(gaps), (codes, codes), names, np.ones(len(gaps), dtype=bool))
    assert (told >= 0).all()
    assert (told <= MOST_MARGIN).all()


@given(
    st.lists(st.floats(0, 1e9), min_size=1, max_size=20),
    st.floats(0, 3),
)
def test_a_shift_leaves_a_steady_flow_alone_and_never_leaves_its_range(values, late):
    sent = np.array(values)
    lanes = np.zeros(len(sent), dtype=np.int64)
    months = np.arange(len(sent))
    told = shifted(sent, lanes, months, np.full(len(sent), late))
    assert told.min() >= sent.min() - 1e-6
    assert told.max() <= sent.max() + 1e-6
    steady = shifted(np.full(len(sent), 7.0), lanes, months, np.full(len(sent), late))
    np.testing.assert_allclose(steady, 7.0)


def test_a_shift_never_looks_into_another_lane_or_across_a_missing_month():
    sent = np.array([1.0, 2.0, 50.0, 60.0, 80.0])
    lanes = np.array([0, 0, 1, 1, 1])
    months = np.array([1, 2, 1, 2, 4])
    told = shifted(sent, lanes, months, np.ones(5))
    assert told.tolist() == [1.0, 1.0, 50.0, 50.0, 80.0]
