from tests.ledgers import feature, ledger, surroundings

CHAIN = """
    shipped_on  exporter_id  consignee_id  exporter_country  consignee_country  units  to_embargoed  is_restricted
    2024-06-01  1            2             TW                MY                 8      false         true
    2024-06-05  2            3             MY                TH                 8      false         true
    2024-06-09  3            4             TH                CN                 4      true          true
    2024-06-09  1            5             TW                MY                 8      false         true
"""  # noqa: E501


def test_the_end_of_the_chain_is_known_at_its_beginning(con):
    ledger(con, CHAIN)
    surroundings(con)
    assert feature(con, "onward.to_embargoed") == {1: 0.5, 2: 0.5, 3: 1, 4: 0}


def test_what_left_again_for_a_third_country_is_told(con):
    ledger(con, CHAIN)
    surroundings(con)
    assert feature(con, "onward.left_30") == {1: 1, 2: 0.5, 3: 0, 4: 0}


def test_a_return_to_the_sender_is_not_onward(con):
    ledger(con, CHAIN.replace("MY                TH ", "MY                TW "))
    surroundings(con)
    assert feature(con, "onward.left_again")[1] == 0


def test_companies_are_known_by_what_becomes_of_their_goods(con):
    ledger(con, CHAIN)
    surroundings(con)
    assert feature(con, "onward.consignee_to_embargoed") == {1: 0.5, 2: 0.5, 3: 1, 4: 0}
    assert feature(con, "onward.exporter_to_embargoed")[4] == 0.25
