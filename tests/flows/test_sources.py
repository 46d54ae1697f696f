import pytest

from detector.errors import InputError, RecordError
from detector.flows import FlowPlan, publishers
from detector.flows.sources import lay_out_cells
from tests.flows.statistics import statistics

PARTS = """
    period  reporter partner flow   hs_code value_usd mode procedure partner2 classification
    2024    MY       CN      export 8542    100       -    -         -        H6
    2024    MY       CN      export 8542    60        1    -         -        H6
    2024    MY       CN      export 8542    40        2    -         -        H6
    2024    MY       CN      export 8542    100       -    C01       -        H6
    2024    MY       CN      export 8542    99        -    -         SG       H6
    2024    MY       CN      export 8542    98        -    -         -        H5
    2024    MY       CN      export 854231  70        -    -         -        H6
    2024    MY       CN      export 85423100 70       -    -         -        H6
    2024    MY       TH      export 854231  5         1    -         -        H6
    2024    MY       TH      export 854231  7         2    -         W00      H6
    2024    MY       TH      export 854239  3         -    -         -        H6
"""


def cells(con):
    query = "select partner, value_usd::double from flow_cell order by partner, value_usd"
    return con.execute(query).fetchall()


def test_nothing_counts_twice_totals_hold_their_parts_and_codes_what_is_under_them(con):
    statistics(con, PARTS)
    lay_out_cells(con, FlowPlan(digits=4))
    assert cells(con) == [("CN", 100.0), ("TH", 15.0)]
    lay_out_cells(con, FlowPlan(digits=6))
    assert cells(con) == [("CN", 70.0), ("TH", 3.0), ("TH", 12.0)]


def test_twelve_months_make_a_year_where_no_year_is_stated(con):
    months = "\n".join(f"2023-{m:02d} MY CN export 8542 10" for m in range(1, 13))
    head = "period reporter partner flow hs_code value_usd\n"
    statistics(con, head + months + "\n2024-01 MY CN export 8542 10\n2023 SG CN export 8542 7")
    told = lay_out_cells(con, FlowPlan(yearly=True))
    assert not told.is_monthly
    assert cells(con) == [("CN", 7.0), ("CN", 120.0)]


def test_one_publisher_is_read_at_a_time_and_the_larger_unasked(con):
    head = "period reporter partner flow hs_code value_usd\n"
    statistics(con, head + "2024 MY CN export 8542 10\n2024 MY TH export 8542 3", "north")
    statistics(con, head + "2024 MY CN export 8542 11", "south")
    assert [one.name for one in publishers(con)] == ["north", "south"]
    lay_out_cells(con, FlowPlan())
    assert cells(con) == [("CN", 10.0), ("TH", 3.0)]
    lay_out_cells(con, FlowPlan(publisher="south"))
    assert cells(con) == [("CN", 11.0)]


def test_units_that_differ_leave_no_quantity(con):
    statistics(
        con,
        """
        period reporter partner flow   hs_code quantity quantity_unit net_weight_kg value_usd
        2024   MY       CN      export 854231  5        unit          2             10
        2024   MY       CN      export 854239  5        kg            -             10
        2024   MY       TH      export 854231  5        unit          2             10
        2024   MY       TH      export 854239  6        unit          3             10
    """,
    )
    lay_out_cells(con, FlowPlan(digits=4))
    query = "select quantity::double, quantity_unit, net_weight_kg::double from flow_cell"
    assert con.execute(f"{query} order by partner").fetchall() == [
        (None, None, None),
        (11.0, "unit", 5.0),
    ]


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        (FlowPlan(publisher="nobody"), "no statistics of 'nobody'"),
        (FlowPlan(digits=3), "no depth"),
    ],
)
def test_what_is_not_there_is_refused_in_words(con, plan, told):
    statistics(con, PARTS)
    with pytest.raises(InputError, match=told):
        lay_out_cells(con, plan)


def test_an_empty_workspace_says_what_to_load(con):
    with pytest.raises(RecordError, match="no trade statistics"):
        publishers(con)


def test_products_that_are_not_there_leave_no_cell(con):
    statistics(con, PARTS)
    with pytest.raises(RecordError, match="No cell"):
        lay_out_cells(con, FlowPlan(products=("9999",)))
