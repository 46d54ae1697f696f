from datetime import date

import pandas as pd

from detector.cases import case_of_shipment, group_cases
from detector.results import CONTRACT
from tests.cases.ledgers import flagged


def members(con, queue, **more):
    return sorted(map(list, group_cases(con, queue, **more)["shipment_nos"]))


def keep(con, cases):
    """Keep cases as an earlier scan would have."""
    con.register("told", case_of_shipment(cases).reset_index())
    con.execute(
        "create or replace table scores as select 1 as scan_id, shipment_no, source, shipment_id, "
        "told.case_id from ledger join told using (shipment_no)"
    )
    con.unregister("told")


def test_shipments_to_one_consignee_within_120_days_are_one_case(con):
    queue = flagged(
        con,
        """
        exporter consignee shipped_on
        10       20        2026-03-01
        11       20        2026-05-01
        12       20        2026-12-01
        13       21        2026-03-02
        """,
    )
    assert members(con, queue) == [[1, 2], [3], [4]]


def test_other_goods_to_the_same_consignee_are_another_case(con):
    queue = flagged(
        con,
        """
        exporter class              units
        10       accelerator_card   8
        11       network            0
        """,
    )
    assert members(con, queue) == [[1], [2]]


def test_a_hub_does_not_glue_everything_together(con):
    quiet = "consignee exporter\n" + "\n".join(f"20 {number}" for number in range(500, 620))
    queue = flagged(
        con,
        """
        exporter consignee
        10       20
        11       20
        10       20
        """,
        quiet,
    )
    assert members(con, queue) == [[1, 3], [2]]


def test_what_a_consignee_sends_on_belongs_to_the_case(con):
    queue = flagged(
        con,
        """
        exporter consignee from to shipped_on units value
        10       20        TW   MY 2026-03-01 64    1000
        20       30        MY   CN 2026-03-09 64    1900
        """,
    )
    (case,) = group_cases(con, queue).to_dict("records")
    assert case["route"] == ["TW", "MY", "CN"]
    assert case["title"] == (
        "About 64 accelerators in 2 shipments, Taiwan to China by way of Malaysia"
    )
    assert (case["units"], case["value_usd"]) == (64.0, 1900.0)
    assert case["parties"] == ["Company 10", "Company 20", "Company 30"]


def test_both_records_of_a_movement_count_once(con):
    queue = flagged(con, "units value\n8 100\n8 110")
    con.execute("create table twin (shipment_no bigint, twin_no bigint, is_primary boolean)")
    con.execute("insert into twin values (1, 2, true), (2, 1, false)")
    (case,) = group_cases(con, queue).to_dict("records")
    assert (case["shipments"], case["units"], case["value_usd"]) == (2, 8.0, 110.0)


def test_matched_movements_tie_shipments_of_a_hub(con):
    quiet = "consignee exporter\n" + "\n".join(f"20 {number}" for number in range(500, 620))
    queue = flagged(
        con,
        """
        exporter consignee shipped_on
        10       20        2026-03-01
        20       30        2026-03-04
        """,
        quiet,
    )
    assert members(con, queue) == [[1], [2]]
    con.execute(
        "create table movement_link as select 1::bigint as inbound_no, 2::bigint as outbound_no, "
        "20 as party_id, 8::decimal(18, 3) as quantity, 3 as lag_days"
    )
    assert members(con, queue) == [[1, 2]]


def test_the_columns_are_those_of_the_contract(con):
    cases = group_cases(con, flagged(con, "units\n8"))
    assert set(CONTRACT["cases"]) <= set(cases.columns)
    assert cases.loc[0, "status"] == "open"
    assert cases.loc[0, "first_shipped_on"] == date(2026, 3, 1)


def test_nothing_flagged_makes_no_case(con):
    queue = flagged(con, "units\n8")
    cases = group_cases(con, queue.assign(flagged=False))
    assert cases.empty
    assert set(CONTRACT["cases"]) <= set(cases.columns)
    assert case_of_shipment(cases).empty


def test_every_flagged_shipment_stands_in_exactly_one_case(con):
    queue = flagged(con, "exporter consignee\n10 20\n11 21\n10 22\n- -\n- -")
    found = case_of_shipment(group_cases(con, queue))
    assert sorted(found.index) == [1, 2, 3, 4, 5]
    assert found[1] == found[3]
    assert found[4] != found[5]


def test_a_case_keeps_its_name_as_it_grows(con):
    queue = flagged(con, "shipped_on\n2026-03-05\n2026-03-09\n2026-03-01")
    first = group_cases(con, queue.assign(flagged=[True, True, False]))
    keep(con, first)
    grown = group_cases(con, queue)
    assert grown["case_id"].tolist() == first["case_id"].tolist()
    assert grown.loc[0, "shipments"] == 3


def test_a_case_keeps_its_name_where_a_corrected_file_gives_its_lines_new_numbers(con):
    queue = flagged(con, "shipped_on\n2026-03-05\n2026-03-09")
    first = group_cases(con, queue).assign(case_id="C-0000AAAA")
    keep(con, first)
    for table in ("ledger", "shipments", "shipment_versions"):
        con.execute(f"update {table} set shipment_no = shipment_no + 100")
    queue.index = queue.index + 100
    assert group_cases(con, queue)["case_id"].tolist() == ["C-0000AAAA"]


def test_two_cases_that_grow_together_become_one_under_one_of_their_names(con):
    apart = flagged(con, "exporter consignee\n10 20\n10 20\n11 21")
    first = group_cases(con, apart)
    keep(con, first)
    assert len(first) == 2
    con.execute("update ledger set exporter_group = 10, consignee_group = 20")
    (merged,) = group_cases(con, apart)["case_id"]
    assert merged == first.set_index("shipments").loc[2, "case_id"]


def test_two_cases_never_share_a_name(con):
    queue = flagged(con, "exporter consignee\n10 20\n11 21")
    keep(con, group_cases(con, queue).assign(case_id="C-0000AAAA"))
    assert group_cases(con, queue)["case_id"].is_unique


def test_the_order_of_the_queue_does_not_matter(con):
    queue = flagged(con, "exporter consignee\n10 20\n11 20\n12 21\n12 22")
    pd.testing.assert_frame_equal(group_cases(con, queue), group_cases(con, queue.iloc[::-1]))


def test_a_decision_on_the_case_or_on_all_its_shipments_is_its_status(con):
    queue = flagged(con, "exporter consignee\n10 20\n10 20\n11 21")
    con.execute(
        "create table dispositions (case_id varchar, shipment_id varchar, decision varchar, "
        "decided_on date)"
    )
    con.execute("""
        insert into dispositions values
            (null, 'S1', 'cleared', '2026-04-01'), (null, 'S2', 'cleared', '2026-04-01'),
            (null, 'S3', 'diverted', '2026-06-01')
    """)
    told = group_cases(con, queue, as_of=date(2026, 5, 1)).set_index("shipments")["status"]
    assert told.to_dict() == {2: "cleared", 1: "open"}


def test_reasons_name_the_typology(con):
    queue = flagged(con, "units\n8")
    why = pd.DataFrame(
        [(1, "onward.left_again", "movements", "R12", 1.0)],
        columns=["shipment_no", "signal", "view", "red_flag", "share"],
    )
    assert group_cases(con, queue, why).loc[0, "typology"] == "T01 hub pass-through"


def test_a_route_calls_at_transit_ports(con):
    queue = flagged(con, "from to\nUS CN")
    con.execute("update shipments set transit_ports = ['USLAX', 'MYPKG']")
    assert group_cases(con, queue).loc[0, "route"] == ["US", "MY", "CN"]
