import pytest

from tests.ledgers import feature, ledger, surroundings

OLD = "2024-01-01 1 2 0"


def test_a_company_is_known_since_it_first_stood_in_any_role(con):
    ledger(
        con,
        f"""
        shipped_on  exporter_id  consignee_id  units
        {OLD}
        2024-06-01  1            9             8
        2024-06-11  9            2             8
        """,
    )
    surroundings(con)
    assert feature(con, "counterparty.exporter_known") == {1: None, 2: 152, 3: 10}
    assert feature(con, "counterparty.consignee_known") == {1: None, 2: 0, 3: 162}


def test_nobody_is_new_while_the_records_have_just_begun(con):
    ledger(con, "shipped_on\n2024-01-01\n2024-03-01")
    surroundings(con)
    assert feature(con, "counterparty.pair_known") == {1: None, 2: None}


def test_a_company_that_bought_other_goods_before_is_unlike(con):
    before = "\n".join(f"2024-0{month}-01 0" for month in range(1, 6))
    ledger(con, f"shipped_on units\n{before}\n2024-06-01 8\n2024-07-01 8")
    surroundings(con)
    unlike = feature(con, "counterparty.unlike_consignee")
    assert unlike[5] is None
    assert unlike[6] == 1
    assert unlike[7] == pytest.approx(5 / 6)


def test_a_large_start_is_held_against_other_first_lines(con):
    starts = "\n".join(f"2024-05-0{n} {n + 10} 1000" for n in range(1, 6))
    ledger(
        con,
        f"shipped_on consignee_id value_usd\n2024-01-01 2 1000\n{starts}\n2024-06-01 90 1000000",
    )
    surroundings(con)
    assert feature(con, "counterparty.start_gap")[7] == pytest.approx(6.9, abs=0.1)


def test_the_line_of_business_counts_where_it_is_known(con):
    ledger(con, "consignee_id units\n2 8\n3 8\n4 8")
    surroundings(con)
    con.execute(
        "insert into party (party_id, activity) values (2, 'Data centre'), (3, 'Tea trade')"
    )
    assert feature(con, "counterparty.unlike_activity") == {1: 0, 2: 1, 3: None}
