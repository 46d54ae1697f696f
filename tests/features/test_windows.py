from tests.ledgers import feature, ledger, surroundings

FAN_IN = """
    shipped_on  exporter_id  consignee_id  units
    2024-06-01  11           2             8
    2024-06-05  12           2             16
    2024-06-06  11           2             8
    2024-06-07  13           2             4
    2024-06-07  2            3             8
    2024-08-01  14           2             8
"""


def test_partners_taken_up_are_counted_by_window(con):
    ledger(con, FAN_IN)
    surroundings(con)
    assert feature(con, "windows.consignee_suppliers_3")[4] == 2
    assert feature(con, "windows.consignee_suppliers_7")[4] == 3
    assert feature(con, "windows.consignee_suppliers_30")[6] == 1


def test_only_first_lines_are_added_up(con):
    ledger(con, FAN_IN)
    surroundings(con)
    assert feature(con, "windows.exporter_received_30")[5] == 28
    assert feature(con, "windows.consignee_sent_30")[4] == 8


def test_parties_that_go_on_trading_have_no_windows(con):
    ledger(con, FAN_IN)
    surroundings(con)
    assert feature(con, "windows.consignee_suppliers_7")[3] is None
