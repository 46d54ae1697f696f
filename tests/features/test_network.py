import pytest

from tests.ledgers import feature, ledger, surroundings


def test_suppliers_taken_up_within_60_days_are_counted(con):
    ledger(
        con,
        """
        shipped_on  exporter_id  consignee_id  units
        2024-06-01  11           2             8
        2024-06-05  12           2             8
        2024-06-06  11           2             8
        2024-06-07  13           2             8
        2024-06-07  13           3             8
        """,
    )
    surroundings(con)
    assert feature(con, "network.new_suppliers") == {1: 1, 2: 2, 3: 2, 4: 3, 5: 1}
    assert feature(con, "network.new_customers")[5] == 2


def test_a_consignee_that_sends_on_what_it_receives_is_seen(con):
    ledger(
        con,
        """
        shipped_on  exporter_id  consignee_id  units
        2024-06-01  1            2             8
        2024-06-02  2            3             8
        2024-06-03  1            2             8
        """,
    )
    surroundings(con)
    assert feature(con, "network.both_ways")[1] == pytest.approx(-2.2, abs=0.01)
    assert feature(con, "network.both_ways")[3] == pytest.approx(-0.64, abs=0.01)
