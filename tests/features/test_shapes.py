from tests.ledgers import feature, ledger, surroundings

SCATTER_GATHER = """
    shipped_on  exporter_id  consignee_id  units
    2024-06-01  1            11            8
    2024-06-02  1            12            8
    2024-06-03  1            13            8
    2024-06-05  11           2             8
    2024-06-06  12           2             8
    2024-06-07  13           2             64
"""
BIPARTITE = """
    shipped_on  exporter_id  consignee_id  units
    2024-06-01  1            11            8
    2024-06-01  1            12            8
    2024-06-01  1            13            8
    2024-06-02  2            11            8
    2024-06-03  2            12            8
    2024-06-04  2            13            8
"""
RING = """
    shipped_on  exporter_id  consignee_id  units
    2024-06-01  1            2             8
    2024-06-02  2            3             8
    2024-06-03  3            1             8
"""


def test_goods_that_scatter_and_gather_are_seen_where_they_gather(con):
    ledger(con, SCATTER_GATHER)
    surroundings(con)
    ways = feature(con, "shapes.ways")
    assert [ways[line] for line in range(1, 7)] == [None, None, None, 1, 2, 3]
    assert feature(con, "shapes.same_lots")[6] == 0


def test_two_suppliers_with_the_same_new_customers_are_seen(con):
    ledger(con, BIPARTITE)
    surroundings(con)
    common = feature(con, "shapes.common_customers")
    assert [common[line] for line in (1, 4, 5, 6)] == [None, 1, 2, 3]
    assert feature(con, "shapes.fellow_customers")[3] == 2


def test_the_line_that_closes_a_ring_is_seen(con):
    ledger(con, RING)
    surroundings(con)
    assert feature(con, "shapes.rounds") == {1: 0, 2: 0, 3: 1}


def test_what_is_gathered_before_it_goes_on_is_added_up(con):
    ledger(
        con,
        """
        shipped_on  exporter_id  consignee_id  units
        2024-06-01  1            9             8
        2024-06-02  2            9             8
        2024-06-03  3            9             8
        2024-06-06  9            4             24
        """,
    )
    surroundings(con)
    assert feature(con, "shapes.sources")[4] == 3
    assert feature(con, "shapes.gathered")[4] == 24
    assert feature(con, "shapes.last_source")[4] == 3


def test_a_distributor_with_its_usual_customers_makes_no_shape(con):
    ledger(
        con,
        """
        shipped_on  exporter_id  consignee_id  units
        2024-01-01  1            11            8
        2024-01-01  2            11            8
        2024-06-01  1            11            8
        2024-06-02  2            11            8
        2024-06-03  1            11            8
        """,
    )
    surroundings(con)
    assert [feature(con, "shapes.common_customers")[line] for line in (3, 4, 5)] == [None] * 3
    assert feature(con, "shapes.begins")[5] == 0
