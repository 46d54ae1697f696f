import pytest

from tests.ledgers import feature, ledger, surroundings

COVER = """
    shipped_on  exporter_id  consignee_id  exporter_country  consignee_country  units  pieces  mass_kg  value_usd
    2024-06-01  1            2             TW                MY                 16     16      32       400000
    2024-06-05  2            3             MY                HK                 0      16      35       1600
    2024-06-06  2            3             MY                HK                 0      100     900      1600
    2024-06-07  9            3             MY                HK                 0      16      32       1600
"""  # noqa: E501


def test_goods_that_weigh_as_the_accelerators_received_are_alike(con):
    ledger(con, COVER)
    surroundings(con)
    unlikeness = feature(con, "disguise.unlikeness")
    assert (unlikeness[1], unlikeness[4]) == (None, None)
    assert unlikeness[2] == pytest.approx(0.09, abs=0.01)
    assert unlikeness[3] == pytest.approx(1.5, abs=0.01)
    assert feature(con, "disguise.cheaper")[2] == pytest.approx(5.5, abs=0.1)


def test_accelerators_that_were_not_seen_again_are_told(con):
    ledger(con, COVER)
    surroundings(con)
    assert feature(con, "disguise.unaccounted") == {1: None, 2: 1, 3: 1, 4: None}


def test_an_equal_count_of_pieces_is_an_echo(con):
    ledger(con, COVER)
    surroundings(con)
    assert feature(con, "disguise.echo") == {1: None, 2: 1, 3: 0, 4: None}


def test_what_goes_to_a_guarded_place_meanwhile_is_seen(con):
    ledger(con, COVER)
    con.execute("update ledger set to_embargoed = true where shipment_no = 2")
    surroundings(con)
    assert feature(con, "disguise.to_embargoed") == {1: None, 2: 1, 3: 0, 4: None}
