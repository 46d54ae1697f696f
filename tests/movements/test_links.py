from decimal import Decimal

from detector.movements import find_twins, link_movements
from tests.ledgers import ledger, records


def links(con, hold_days=120):
    con.execute(
        "create table if not exists shipments (shipment_no bigint, serial_numbers varchar[])"
    )
    find_twins(con)
    link_movements(con, hold_days)
    return con.execute(
        "select inbound_no, outbound_no, quantity, lag_days from movement_link"
    ).fetchall()


def test_accelerators_are_followed_whatever_they_are_called_on_leaving(con):
    ledger(
        con,
        """
        shipped_on  exporter_id  consignee_id  hs6     units
        2024-06-01  1            2             847150  8
        2024-06-11  2            3             850440  8
        """,
    )
    assert links(con) == [(1, 2, Decimal(8), 10)]


def test_other_goods_are_followed_within_their_heading(con):
    ledger(
        con,
        """
        shipped_on  exporter_id  consignee_id  hs6     pieces
        2024-06-01  1            2             847170  10
        2024-06-02  2            3             847170  4
        2024-06-03  2            3             850440  4
        """,
    )
    assert links(con) == [(1, 2, Decimal(4), 1)]


def test_goods_can_be_followed_from_the_end_user_and_the_intermediate(con):
    ledger(
        con,
        """
        shipped_on  exporter_id  consignee_id  intermediate_id  end_user_id  units
        2024-06-01  1            2             4                5            8
        2024-06-05  4            3             -                -            8
        2024-06-09  5            3             -                -            8
        """,
    )
    assert links(con) == [(1, 2, Decimal(8), 4), (1, 3, Decimal(8), 8)]


def test_the_lag_counts_from_the_arrival(con):
    ledger(
        con,
        """
        shipped_on  arrived_on  exporter_id  consignee_id  units
        2024-06-01  2024-06-08  1            2             8
        2024-06-10  -           2            3             8
        """,
    )
    assert links(con) == [(1, 2, Decimal(8), 2)]


def test_what_has_not_arrived_has_not_left(con):
    ledger(
        con,
        """
        shipped_on  in_transit  exporter_id  consignee_id  units
        2024-06-01  true        1            2             8
        2024-06-10  false       2            3             8
        """,
    )
    assert links(con) == []


def test_a_movement_that_was_recorded_twice_is_carried_once(con):
    ledger(
        con,
        """
        shipped_on  exporter_id  consignee_id  units  pieces  record_source
        2024-06-01  1            2             8      8       export-declaration
        2024-06-02  1            2             8      8       import-declaration
        2024-06-10  2            3             16     16      export-declaration
        """,
    )
    assert links(con) == [(1, 3, Decimal(8), 9)]


def test_only_computing_goods_are_followed(con):
    ledger(
        con,
        """
        shipped_on  exporter_id  consignee_id  is_computing
        2024-06-01  1            2             false
        2024-06-02  2            3             false
        """,
    )
    assert links(con) == []


def test_goods_may_leave_in_another_name_from_the_same_door(con):
    ledger(
        con,
        """
        shipped_on  exporter_id  consignee_id  exporter_address_id  consignee_address_id  units
        2024-06-01  1            2             50                   60                    8
        2024-06-05  3            4             60                   70                    8
        """,
    )
    assert links(con) == [(1, 2, Decimal(8), 4)]
    assert con.execute("select party_id, received_by from movement_link").fetchall() == [(3, 2)]


def test_a_crowded_door_is_no_site(con):
    crowd = "\n".join(f"2024-05-{n:02}  1  {n}  60  1" for n in range(10, 20))
    ledger(
        con,
        f"""
        shipped_on  exporter_id  consignee_id  consignee_address_id  units
        {crowd}
        2024-06-05  19           4             70                    8
        """,
    )
    assert links(con) == [(10, 11, Decimal(1), 17)]


def test_serial_numbers_link_first(con):
    ledger(
        con,
        """
        shipped_on  exporter_id  consignee_id  units  n_serials
        2024-06-01  1            2             2      2
        2024-06-02  1            2             2      2
        2024-06-09  2            3             2      2
        """,
    )
    records(con, {1: "a b", 2: "c d", 3: "d e"})
    assert links(con) == [(1, 3, Decimal(1), 8), (2, 3, Decimal(1), 7)]


def test_a_serial_number_that_leaves_twice_is_carried_once(con):
    ledger(
        con,
        """
        shipped_on  exporter_id  consignee_id  units  n_serials
        2024-06-01  1            2             1      1
        2024-06-09  2            3             1      1
        2024-06-10  2            3             1      1
        """,
    )
    records(con, {1: "a", 2: "a", 3: "a"})
    assert links(con) == [(1, 2, Decimal(1), 8)]
