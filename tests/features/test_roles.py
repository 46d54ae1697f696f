import pytest

from tests.ledgers import feature, ledger, surroundings


def test_a_forwarder_as_consignee_without_another_end_user_is_seen(con):
    ledger(
        con,
        """
        consignee_kind  end_user_id  units
        forwarder       -            8
        forwarder       7            8
        -               -            8
        forwarder       -            0
        """,
    )
    surroundings(con)
    assert feature(con, "roles.forwarder_consignee") == {1: 1, 2: 0, 3: 0, 4: None}


def test_a_missing_end_user_counts_as_much_as_it_is_rare(con):
    named = "\n".join(f"2024-06-{n:02} 7 8" for n in range(1, 20))
    ledger(con, f"shipped_on end_user_id units\n{named}\n2024-06-25 - 8\n2024-06-26 7 8")
    surroundings(con)
    missing = feature(con, "roles.no_end_user")
    assert missing[20] == pytest.approx(3.7, abs=0.1)
    assert missing[21] == 0


def test_the_payer_counts_by_place_and_by_company(con):
    ledger(
        con,
        """
        payer_id  payer_country
        2         MY
        9         HK
        9         TW
        -         -
        """,
    )
    surroundings(con)
    assert feature(con, "roles.payer_elsewhere") == {1: 0, 2: 1, 3: 0, 4: None}
    assert feature(con, "roles.payer_embargoed") == {1: 0, 2: 1, 3: 0, 4: None}
    assert feature(con, "roles.payer_stranger") == {1: 0, 2: 1, 3: 1, 4: None}


def test_a_payer_is_known_by_those_for_whom_it_pays(con):
    ledger(
        con,
        """
        shipped_on  payer_id  consignee_id
        2024-06-01  9         2
        2024-06-02  9         3
        2024-06-03  9         2
        2024-06-04  2         2
        """,
    )
    surroundings(con)
    assert feature(con, "roles.payer_clients") == {1: 1, 2: 2, 3: 2, 4: None}


def test_a_parent_in_a_guarded_place_counts_when_the_goods_go_elsewhere(con):
    ledger(con, "consignee_id to_embargoed\n2 false\n2 true\n3 false")
    surroundings(con)
    con.execute("insert into party (party_id, parent_country) values (2, 'CN')")
    assert feature(con, "roles.parent_embargoed") == {1: 1, 2: 0, 3: None}
