import pandas as pd
import pytest

from tests.features.test_families import world
from tests.ledgers import build, feature, ledger, records, surroundings


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


def test_days_counted_once_give_what_counting_line_by_line_gives(con):
    world(con, "2024-12-31")
    build(con, "company")
    told = con.execute("""
        with line as (
            select ledger.*, greatest(abs(w.weight_gap), abs(value_gap)) as gap,
                case when gap > 10 then 10 else gap end as odd,
                unaccounted / (1 + 3 * unlikeness) as alike,
                case when exporter_country <> destination_country
                    then ledger.to_embargoed::integer end as ends
            from ledger join wording w using (shipment_no) join disguise using (shipment_no)
        ), sent as (
            select l.shipment_no, count(o.odd) as n, avg(o.odd) as odd, count(o.alike) as n_alike,
                avg(o.alike) as alike
            from line l join line o on o.exporter_group = l.exporter_group
                and o.shipment_no <> l.shipment_no and abs(o.day_no - l.day_no) <= 180
            group by all
        ), received as (
            select l.shipment_no, count(o.odd) as n, avg(o.odd) as odd, count(o.alike) as n_alike,
                avg(o.alike) as alike, case when any_value(l.units) > 0
                    and not any_value(l.to_embargoed) and count(o.ends) >= 2 then avg(o.ends) end
                    as ends
            from line l join line o on o.exporter_group = l.consignee_group
                and abs(o.day_no - l.day_no) <= 180
            group by all
        )
        select shipment_no, case when s.n >= 2 then s.odd end as exporter_oddness,
            case when r.n >= 2 then r.odd end as consignee_oddness,
            case when s.n_alike >= 2 then s.alike end as exporter_disguise,
            case when r.n_alike >= 2 then r.alike end as consignee_disguise,
            r.ends as consignee_to_ends
        from line left join sent s using (shipment_no) left join received r using (shipment_no)
        order by shipment_no
    """).df()
    made = con.execute("select * exclude (exporter_range, consignee_range) from company").df()
    assert made.notna().sum().min() > 20
    pd.testing.assert_frame_equal(made, told, check_dtype=False, atol=2e-6)
