import numpy as np
import pytest

from detector.flows import FlowPlan
from detector.flows.breaks import find_breaks
from detector.flows.panel import panel_of_flows
from detector.flows.sources import lay_out_cells
from detector.records import load_files
from tests.flows.panels import panel, steady


def test_the_period_of_a_planted_break_is_found_within_its_band():
    lanes = steady(1)
    lanes["F2", "H3", "8542"][20:] *= 4
    first, *_ = find_breaks(panel(lanes), 5)
    assert (first.origin, first.destination, first.period) == ("F2", "H3", "2021-09")
    assert first.first <= "2021-09" <= first.last
    assert first.factor == pytest.approx(4, rel=0.2)
    assert first.after > first.before


def test_steady_lanes_break_less_clearly_than_one_that_broke():
    calm = max((told.strength for told in find_breaks(panel(steady(2)), 9)), default=4)
    lanes = steady(2)
    lanes["F0", "H0", "8542"][20:] *= 3
    assert find_breaks(panel(lanes), 1)[0].strength > 2 * calm


def test_too_few_periods_have_no_break():
    lanes = {lane: amounts[:5] for lane, amounts in steady(3).items()}
    assert find_breaks(panel(lanes), 5) == ()


def test_a_lane_that_its_teller_does_not_know_on_one_side_is_left_out():
    lanes = steady(4)
    lanes["F0", "H0", "8542"][:] = 1e6
    lanes["G9", "H0", "8542"] = np.concatenate([np.full(46, np.nan), [9e9, 9e9]])
    assert "G9" not in {told.origin for told in find_breaks(panel(lanes), 50)}


@pytest.mark.shared_data
def test_hong_kong_breaks_in_2017_or_2018_in_taiwans_processors(shared_data, con):
    load_files(con, [shared_data / "taiwan/taiwan_exports_by_country_2013_2025.csv"])
    publisher = lay_out_cells(con, FlowPlan(products=("854231",)))
    breaks = find_breaks(panel_of_flows(con, publisher.is_monthly), 20)
    (hong_kong,) = [told for told in breaks if told.destination == "HK"]
    assert hong_kong.period in ("2017", "2018")
    assert hong_kong.factor > 2
