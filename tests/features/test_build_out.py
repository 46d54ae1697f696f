import pytest

from tests.ledgers import feature, ledger, surroundings


def test_accelerators_without_power_and_cooling_are_seen(con):
    ledger(
        con,
        """
        shipped_on  consignee_id  goods_class         units  value_usd
        2024-05-01  2             power               0      100000
        2024-06-01  2             accelerator_server  8      200000
        2024-06-01  3             accelerator_server  8      200000
        """,
    )
    surroundings(con)
    ancillaries = feature(con, "build_out.ancillaries")
    assert ancillaries[2] == pytest.approx(-0.69, abs=0.01)
    assert ancillaries[3] < -6
    assert ancillaries[1] is None


def test_more_than_the_site_can_power_is_seen(con):
    ledger(con, "consignee_id units\n2 8000\n3 8000")
    surroundings(con)
    con.execute("insert into party (party_id, capacity_mw) values (2, 0.72)")
    assert feature(con, "build_out.capacity_gap") == {1: pytest.approx(2.3, abs=0.01), 2: None}


def test_what_was_sent_on_needs_no_power(con):
    ledger(
        con,
        """
        shipped_on  exporter_id  consignee_id  units
        2024-06-01  1            2             800
        2024-06-02  2            3             720
        2024-06-03  1            2             8
        """,
    )
    surroundings(con)
    con.execute("insert into party (party_id, capacity_mw) values (2, 0.0792)")
    assert feature(con, "build_out.capacity_gap")[3] == pytest.approx(0, abs=0.01)


def test_hollow_servers_to_a_company_that_has_real_ones_are_seen(con):
    ledger(
        con,
        """
        shipped_on  consignee_id  units  mass_kg  value_usd
        2024-05-01  2             8      130      250000
        2024-06-01  2             0      100      3000
        2024-06-01  3             0      100      3000
        """,
    )
    surroundings(con)
    assert feature(con, "build_out.hollow") == {1: None, 2: pytest.approx(1.8, abs=0.01), 3: None}
