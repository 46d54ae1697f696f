import pytest

from tests.ledgers import feature, ledger, surroundings

HOP = """
    shipped_on  exporter_id  consignee_id  exporter_country  consignee_country  units  value_usd  to_embargoed  is_restricted  consignee_type
    2024-06-01  1            2             TW                MY                 8      200000     false         true           end-user
    2024-06-05  2            3             MY                HK                 8      300000     true          true           -
    2024-06-06  9            3             MY                TH                 8      300000     false         true           -
"""  # noqa: E501


def test_goods_that_go_on_at_once_are_fresh(con):
    ledger(con, HOP)
    surroundings(con)
    assert feature(con, "pass_through.fresh") == {1: 0, 2: 1, 3: 0}
    assert feature(con, "pass_through.lag") == {1: None, 2: 4, 3: None}
    assert feature(con, "pass_through.matched") == {1: 0, 2: 1, 3: 0}


def test_goods_that_go_on_against_their_end_use_or_to_a_guarded_place_are_seen(con):
    ledger(con, HOP)
    surroundings(con)
    assert feature(con, "pass_through.against_end_use") == {1: 0, 2: 1, 3: 0}
    assert feature(con, "pass_through.to_embargoed") == {1: 0, 2: 1, 3: 0}


def test_the_price_step_is_told(con):
    ledger(con, HOP)
    surroundings(con)
    assert feature(con, "pass_through.price_step")[2] == pytest.approx(0.405, abs=1e-3)
    assert feature(con, "pass_through.price_drop")[2] == 0


def test_what_goes_from_one_affiliate_to_another_is_not_fresh(con):
    ledger(con, HOP)
    con.execute("update ledger set affiliated = true where shipment_no = 2")
    surroundings(con)
    assert feature(con, "pass_through.fresh")[2] == 0


def test_servers_that_leave_as_modules_are_stripped(con):
    ledger(
        con,
        """
        shipped_on  exporter_id  consignee_id  goods_class         hs6     mass_kg  units
        2024-06-01  1            2             accelerator_server  847150  130      8
        2024-06-20  2            3             accelerator_module  847330  24       8
        """,
    )
    surroundings(con)
    assert feature(con, "pass_through.stripped")[2] == 1
    assert feature(con, "pass_through.heading_change")[2] == 1
    assert feature(con, "pass_through.weight_drop")[2] == pytest.approx(1.69, abs=0.01)


def test_an_equal_lot_of_another_company_in_the_country_is_a_relay(con):
    others = "\n".join(f"2024-05-{n:02} 50 {60 + n} TW SG {8 * n} h100" for n in range(1, 20))
    ledger(
        con,
        f"""
        shipped_on exporter_id consignee_id exporter_country consignee_country units accelerator
        {others}
        2024-06-01 1 2 TW MY 37 h100
        2024-06-05 3 4 MY TH 37 h100
        2024-06-05 3 4 MY TH 38 h100
        """,
    )
    surroundings(con)
    relay = feature(con, "pass_through.relay")
    assert relay[21] > 2
    assert relay[22] == 0
