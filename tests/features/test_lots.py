import pytest

from tests.ledgers import feature, ledger, surroundings


def test_near_equal_lots_of_one_pair_are_counted(con):
    ledger(
        con,
        """
        shipped_on  value_usd  consignee_id
        2024-06-01  2400       2
        2024-06-02  2450       2
        2024-06-03  2380       2
        2024-06-03  9000       2
        2024-06-04  2400       3
        2024-06-30  2400       2
        """,
    )
    surroundings(con)
    equal = feature(con, "lots.equal_lots")
    assert [equal[n] for n in range(1, 6)] == [0, 1, 2, 0, 0]
    assert equal[6] == pytest.approx(-3 * 11 / 180)
    assert feature(con, "lots.evenness")[3] == pytest.approx(2 / 3)


def test_lots_that_make_up_whole_servers_are_seen(con):
    ledger(
        con,
        """
        shipped_on  units
        2024-06-01  3
        2024-06-02  5
        2024-06-30  8
        """,
    )
    surroundings(con)
    assert feature(con, "lots.eights") == {1: 0, 2: 1, 3: 0}


def test_changes_of_the_forwarder_are_counted(con):
    ledger(con, "shipped_on forwarder_id\n2024-06-01 7\n2024-06-02 8\n2024-06-03 8\n2024-06-04 9")
    surroundings(con)
    assert feature(con, "lots.forwarder_changes") == {1: 0, 2: 1, 3: 1, 4: 2}


def test_a_large_line_is_held_against_its_peers(con):
    peers = "\n".join(f"2024-05-{n:02} {900 + 10 * n}" for n in range(1, 20))
    ledger(con, f"shipped_on value_usd\n{peers}\n2024-06-01 1000\n2024-06-02 1000000")
    surroundings(con)
    gap = feature(con, "lots.size_gap")
    assert abs(gap[20]) < 2
    assert gap[21] > 20
