import pytest

from tests.ledgers import feature, ledger, records, surroundings


def test_a_company_is_known_by_the_other_lines_that_it_sends(con):
    usual = "\n".join(f"2024-05-{n:02} 1 2 {n / 10 + 1} 847330" for n in range(1, 11))
    odd = "\n".join(f"2024-06-0{n} 7 3 40 847330" for n in range(1, 4))
    ledger(
        con,
        f"""
        shipped_on exporter_id consignee_id mass_kg hs6
        {usual}
        {odd}
        2024-06-09 1 7 1.5 847150
        """,
    )
    records(con)
    con.execute("insert into shipments select n, null, null, 'Fan module' from range(1, 15) t(n)")
    surroundings(con)
    exporter = feature(con, "company.exporter_oddness")
    assert (exporter[1], exporter[11]) == (None, 10)
    assert feature(con, "company.consignee_oddness")[14] == 10
    assert feature(con, "company.exporter_range")[14] == pytest.approx(3.4, abs=0.1)


def test_a_consignee_is_known_by_where_its_goods_go(con):
    ledger(
        con,
        """
        shipped_on  exporter_id  consignee_id  exporter_country  consignee_country  units  to_embargoed
        2024-06-01  1            2             TW                MY                 8      false
        2024-06-05  2            3             MY                HK                 0      true
        2024-06-06  2            4             MY                TH                 0      false
        2024-06-07  2            3             MY                HK                 0      true
        """,  # noqa: E501
    )
    surroundings(con)
    ends = feature(con, "company.consignee_to_ends")
    assert ends[1] == pytest.approx(2 / 3)
    assert ends[2] is None


def test_a_consignee_that_sends_goods_alike_to_its_accelerators_is_seen(con):
    ledger(
        con,
        """
        shipped_on  exporter_id  consignee_id  exporter_country  consignee_country  units  mass_kg
        2024-06-01  1            2             TW                MY                 8      1.2
        2024-06-05  2            3             MY                HK                 0      1.2
        2024-06-06  2            3             MY                HK                 0      1.2
        """,
    )
    surroundings(con)
    assert feature(con, "company.consignee_disguise")[1] == pytest.approx(1, abs=1e-4)
