from math import log, sqrt

import pytest

from tests.ledgers import feature, ledger, surroundings

UPSTREAM = """
    shipped_on  exporter_id  consignee_id  units
    2024-06-01  1            2             8
    2024-06-01  3            2             8
    2024-06-02  2            4             16
    2024-06-03  5            4             8
    2024-06-04  4            6             16
    2024-06-05  2            6             8
    2024-06-06  7            6             8
    2024-06-07  6            2             8
    2024-06-08  2            6             8
"""


def test_suppliers_of_both_ends_are_counted(con):
    ledger(con, UPSTREAM)
    surroundings(con)
    told = feature(con, "gathering.exporter_suppliers")
    assert [told[line] for line in (1, 3, 5, 6)] == [0, 2, 2, 2]
    told = feature(con, "gathering.consignee_suppliers")
    assert [told[line] for line in (1, 3, 5, 6, 7)] == [1, 0, 0, 1, 2]
    assert feature(con, "gathering.meeting")[6] == pytest.approx(sqrt(2), abs=1e-6)


def test_what_lies_two_legs_upstream_is_added_up(con):
    ledger(con, UPSTREAM)
    surroundings(con)
    assert feature(con, "gathering.exporter_in")[5] == 2
    assert feature(con, "gathering.exporter_in_source")[5] == pytest.approx(log(3), abs=1e-6)
    mean = feature(con, "gathering.exporter_in_mean_source")
    assert mean[5] == pytest.approx(log(3) / 2, abs=1e-6)
    assert mean[7] is None


def test_the_other_lines_of_an_end_are_judged_without_this_one(con):
    ledger(con, UPSTREAM)
    surroundings(con)
    assert feature(con, "gathering.consignee_in")[7] == 2
    mean = feature(con, "gathering.consignee_in_mean_meeting")
    assert mean[7] == pytest.approx(sqrt(2) / 2, abs=1e-6)
    assert mean[5] is None
    sent = feature(con, "gathering.exporter_out_mean_source")
    assert sent[6] == pytest.approx(log(3), abs=1e-6)


def test_goods_that_come_back_and_later_lines_begin_nothing(con):
    ledger(con, UPSTREAM)
    surroundings(con)
    told = feature(con, "gathering.exporter_suppliers")
    assert [told[line] for line in (8, 9)] == [None, None]


def test_suppliers_of_long_ago_do_not_count(con):
    ledger(
        con,
        """
        shipped_on  exporter_id  consignee_id  units
        2024-01-01  1            2             8
        2024-03-01  3            2             8
        2024-03-15  2            4             8
        2024-07-01  2            5             8
        """,
    )
    surroundings(con)
    assert feature(con, "gathering.exporter_suppliers")[3] == 1
    assert feature(con, "gathering.exporter_in")[3] == 2
    assert feature(con, "gathering.exporter_in")[4] == 0
