from tests.ledgers import feature, ledger, surroundings

LOOPS = """
    shipped_on  exporter_id  consignee_id  exporter_country  consignee_country  procedure   units
    2024-01-01  1            2             TW                MY                 definitive  80
    2024-02-01  2            1             MY                TW                 repair      8
    2024-02-20  1            2             TW                MY                 return      8
    2024-03-01  2            9             MY                HK                 repair      8
    2024-12-01  1            2             TW                MY                 definitive  8
"""


def test_repairs_that_do_not_come_back_are_seen(con):
    ledger(con, LOOPS)
    surroundings(con)
    not_back = feature(con, "returns.not_back")
    assert (not_back[1], not_back[2], not_back[4]) == (None, 0, 1)


def test_a_repairer_that_never_sold_is_seen(con):
    ledger(con, LOOPS)
    surroundings(con)
    assert feature(con, "returns.not_vendor") == {1: None, 2: 0, 3: 1, 4: 1, 5: None}


def test_the_rate_of_repairs_is_told(con):
    ledger(con, LOOPS)
    surroundings(con)
    assert feature(con, "returns.repair_rate")[2] == 0.1
