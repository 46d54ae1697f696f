from detector.movements import find_twins
from tests.ledgers import ledger

ALL = "select shipment_no, twin_no, is_primary from twin order by shipment_no"


def twins(con):
    find_twins(con)
    return con.execute(ALL).fetchall()


def test_both_records_of_one_movement_are_paired_and_the_earlier_one_stands_for_it(con):
    ledger(
        con,
        """
        shipped_on  record_source       pieces  mass_kg
        2024-06-01  export-declaration  8       1040
        2024-06-03  import-declaration  8       1050
        """,
    )
    assert twins(con) == [(1, 2, True), (2, 1, False)]


def test_records_of_one_kind_are_no_twins(con):
    ledger(
        con,
        """
        shipped_on  record_source       pieces
        2024-06-01  export-declaration  8
        2024-06-01  export-declaration  8
        """,
    )
    assert twins(con) == []


def test_another_quantity_weight_or_month_is_another_movement(con):
    ledger(
        con,
        """
        shipped_on  record_source       pieces  mass_kg
        2024-06-01  export-declaration  8       1000
        2024-06-01  import-declaration  9       1000
        2024-06-01  import-declaration  8       1200
        2024-07-01  import-declaration  8       1000
        """,
    )
    assert twins(con) == []


def test_each_record_has_one_twin_at_most(con):
    ledger(
        con,
        """
        shipped_on  record_source       pieces
        2024-06-01  export-declaration  8
        2024-06-02  import-declaration  8
        2024-06-03  import-declaration  8
        """,
    )
    assert twins(con) == [(1, 2, True), (2, 1, False)]


def test_a_later_record_changes_no_earlier_pair(con):
    lines = """
        shipped_on  record_source       pieces  mass_kg
        2024-06-01  export-declaration  8       1000
        2024-06-04  import-declaration  8       1030
        """
    ledger(con, lines)
    before = twins(con)
    ledger(con, lines.rstrip() + "\n        2024-06-05  import-declaration  8  1000\n")
    assert twins(con) == before


def test_a_transport_document_pairs_records_whose_parties_differ(con):
    ledger(
        con,
        """
        shipped_on  record_source       consignee_id  pieces  mass_kg  transport_document
        2024-06-01  export-declaration  2             8       1000     AWB1
        2024-06-03  import-declaration  9             16      1010     AWB1
        """,
    )
    assert twins(con) == [(1, 2, True), (2, 1, False)]
