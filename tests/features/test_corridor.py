import pytest

from tests.ledgers import feature, ledger, records, surroundings

USUAL = "\n".join(f"2024-0{month}-0{day} MY" for month in range(1, 6) for day in range(1, 6))


def test_a_rare_destination_is_a_surprise(con):
    ledger(con, f"shipped_on consignee_country\n{USUAL}\n2024-06-01 MY\n2024-06-02 KZ")
    surroundings(con)
    surprise = feature(con, "corridor.own_lane_surprise")
    assert surprise[26] == pytest.approx(0.16, abs=0.05)
    assert surprise[27] > 3.5


def test_the_way_by_a_third_country_has_a_length(con):
    ledger(con, "intermediate_country\nUS\n-\nMY")
    surroundings(con)
    detour = feature(con, "corridor.detour")
    assert detour[1] > 5
    assert (detour[2], detour[3]) == (None, None)


def test_places_that_do_not_agree_are_seen(con):
    ledger(
        con,
        """
        consignee_country  end_user_country  port_of_unlading  destination_country
        MY                 MY                MYPKG             MY
        MY                 TH                THLCH             TH
        MY                 -                 SGSIN             MY
        """,
    )
    surroundings(con)
    assert feature(con, "corridor.end_user_elsewhere") == {1: 0, 2: 1, 3: None}
    assert feature(con, "corridor.unlading_elsewhere") == {1: 0, 2: 0, 3: 1}
    assert feature(con, "corridor.destination_elsewhere") == {1: 0, 2: 1, 3: 0}


def test_a_call_in_a_guarded_place_is_seen_unless_the_goods_go_there(con):
    ledger(con, "n_transit_ports to_embargoed\n1 false\n1 true\n0 false")
    records(con, {1: "HKHKG", 2: "HKHKG"}, "transit_ports")
    surroundings(con)
    assert feature(con, "corridor.calls_embargoed") == {1: 1, 2: 0, 3: None}


def test_restricted_goods_need_a_licence_number_where_one_is_needed(con):
    ledger(
        con,
        """
        to_embargoed  is_restricted  units  license_number
        true          true           8      -
        true          true           8      D123
        true          false          8      -
        false         true           8      -
        """,
    )
    surroundings(con)
    assert feature(con, "corridor.to_embargoed") == {1: 1, 2: 0, 3: None, 4: 0}
