import numpy as np
import pytest

from detector.flows.panel import panel_of_flows, panel_of_shipments
from detector.flows.sources import FlowPlan, lay_out_cells
from detector.movements import find_twins
from tests.flows.panels import panel
from tests.flows.statistics import statistics
from tests.ledgers import ledger

HEAD = "period reporter partner flow hs_code value_usd\n"


def test_silence_of_a_reporter_is_unknown_and_silence_about_a_lane_is_nothing(con):
    statistics(con, HEAD + """
        2024-01 MY CN export 8542 10
        2024-01 MY TH export 8542 20
        2024-02 MY TH export 8542 30
        2024-03 SG TH export 8542 40
    """)  # fmt: skip
    lay_out_cells(con, FlowPlan())
    told = panel_of_flows(con, True)
    assert list(zip(told.origins, told.destinations, strict=True)) == [
        ("MY", "CN"), ("MY", "TH"), ("SG", "TH"),
    ]  # fmt: skip
    np.testing.assert_array_equal(
        told.amounts, [[10, 0, np.nan], [20, 30, np.nan], [np.nan, np.nan, 40]]
    )


def test_the_importer_tells_only_where_the_exporter_publishes_nothing(con):
    statistics(con, HEAD + """
        2024 MY CN export 8542 10
        2024 CN MY import 8542 99
        2024 CN HK import 8542 7
    """)  # fmt: skip
    lay_out_cells(con, FlowPlan())
    told = panel_of_flows(con, False)
    lanes = zip(told.origins, told.destinations, told.amounts[:, 0], strict=True)
    assert list(lanes) == [("HK", "CN", 7.0), ("MY", "CN", 10.0)]


def test_shipments_make_months_of_accelerators_each_movement_once(con):
    ledger(
        con,
        """
        shipped_on  units  exporter_country  consignee_country  record_source
        2024-01-05  8      TW                MY                 export-declaration
        2024-01-06  8      TW                TW                 export-declaration
        2024-03-05  4      TW                MY                 export-declaration
        2024-03-05  0      TW                MY                 export-declaration
    """,
    )
    find_twins(con)
    told = panel_of_shipments(con)
    assert told.unit == "accelerators"
    np.testing.assert_array_equal(told.amounts, [[8, np.nan, 4]])


@pytest.mark.parametrize(("day", "label"), [(1, "2020-03"), (15, "2020-03"), (16, "2020-04")])
def test_a_day_in_the_second_half_begins_with_the_next_month(day, label):
    told = panel({("A", "B", "1"): np.ones(12)})
    assert told.label(told.place(2020, 3, day)) == label
    yearly = panel({("A", "B", "1"): np.ones(12)}, is_monthly=False, first=2015)
    assert yearly.label(yearly.place(2020, 8, day)) == "2021"
