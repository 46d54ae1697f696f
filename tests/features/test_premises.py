from tests.ledgers import feature, ledger, surroundings

DOORS = """
    shipped_on  exporter_id  consignee_id  consignee_address_id  exporter_address_id  units
    2024-06-01  1            2             60                    50                   8
    2024-06-02  1            3             60                    50                   8
    2024-06-03  3            4             61                    60                   8
    2024-06-04  1            2             61                    50                   8
    2024-06-05  1            4             60                    60                   8
    2024-06-06  1            2             -                     -                    8
"""


def test_companies_at_a_door_are_counted_as_they_come(con):
    ledger(con, DOORS)
    surroundings(con)
    assert feature(con, "premises.door_companies") == {1: 0, 2: 1, 3: 0, 4: 1, 5: 3, 6: None}


def test_a_company_that_moves_is_seen(con):
    ledger(con, DOORS)
    surroundings(con)
    assert feature(con, "premises.moves") == {1: 0, 2: 0, 3: 0, 4: 1, 5: 1, 6: None}


def test_senders_at_the_same_door_are_seen(con):
    ledger(con, DOORS)
    surroundings(con)
    assert feature(con, "premises.senders_door")[5] == 2
    assert feature(con, "premises.same_door") == {1: 0, 2: 0, 3: 0, 4: 0, 5: 1, 6: None}


def test_a_forwarders_door_is_seen(con):
    ledger(con, "consignee_address_id consignee_kind consignee_id\n60 forwarder 2\n60 - 3\n61 - 4")
    surroundings(con)
    assert feature(con, "premises.forwarder_door") == {1: 1, 2: 1, 3: 0}
