from tests.ledgers import feature, ledger, records, surroundings


def test_a_serial_number_that_comes_from_another_hand_or_place_is_seen(con):
    ledger(
        con,
        """
        shipped_on  exporter_id  consignee_id  exporter_country  consignee_country  n_serials
        2024-06-01  1            2             TW                MY                 2
        2024-06-05  2            3             MY                TH                 2
        2024-06-09  9            4             VN                CN                 2
        2024-06-09  9            4             VN                CN                 0
        """,
    )
    records(con, {1: "a b", 2: "a c", 3: "a z"})
    surroundings(con)
    assert feature(con, "serials.seen_before") == {1: 0, 2: 0.5, 3: 0.5, 4: None}
    assert feature(con, "serials.out_of_hand") == {1: 0, 2: 0, 3: 0.5, 4: None}
    assert feature(con, "serials.out_of_place") == {1: 0, 2: 0, 3: 0.5, 4: None}
    assert feature(con, "serials.lent_twice") == {1: 0, 2: 0.5, 3: 0.5, 4: None}
