from decimal import Decimal

from detector.movements import compose_chains, lay_out_table, tell_chain
from tests.ledgers import ledger, surroundings

WAY = """
    shipped_on  arrived_on  exporter_id  consignee_id  exporter_country  consignee_country  units
    2024-06-01  2024-06-03  1            2             TW                MY                 64
    2024-06-10  2024-06-11  2            3             MY                TH                 48
    2024-06-20  -           3            4             TH                HK                 48
"""


def chains(con, as_of="2024-12-31", hops=6):
    surroundings(con)
    lay_out_table(con, "movement_change", {})
    compose_chains(con, as_of, 120, hops)
    return con.execute(
        "select countries, parties, units_at_start, units_kept, ends_how, n_hops from chain"
    ).fetchall()


def test_a_chain_knows_its_countries_parties_and_what_is_kept(con):
    ledger(con, WAY)
    assert chains(con) == [
        (["TW", "MY", "TH", "HK"], [1, 2, 3, 4], Decimal(64), Decimal(48), "vanishes", 2)
    ]
    assert con.execute(
        "select position, shipment_no, lag_days, quantity, least, most from chain_hop"
    ).fetchall() == [
        (1, 1, None, None, None, None),
        (2, 2, 7, Decimal(48), Decimal(48), Decimal(48)),
        (3, 3, 9, Decimal(48), Decimal(48), Decimal(48)),
    ]


def test_it_is_cut_where_it_would_be_too_long(con):
    ledger(con, WAY)
    assert [(row[0], row[4], row[5]) for row in chains(con, hops=1)] == [
        (["TW", "MY", "TH"], "goes on", 1),
    ]


def test_goods_that_came_lately_wait(con):
    ledger(con, WAY)
    assert chains(con, as_of="2024-07-01")[0][4] == "waits"


def test_an_end_user_is_a_known_end(con):
    ledger(con, WAY)
    con.execute("update ledger set end_user_group = 4 where shipment_no = 3")
    assert chains(con)[0][4] == "known end"


def test_a_stated_capacity_or_ancillaries_speak_for_a_build_out(con):
    ledger(con, WAY)
    surroundings(con)
    con.execute("insert into party (party_id, capacity_mw) values (4, 10)")
    assert chains(con)[0][4] == "installed"
    con.execute("delete from party")
    con.execute("""
        insert into ledger by name select * replace (9 as shipment_no, 0 as units,
            'power' as goods_class, 8 as exporter_id) from ledger where shipment_no = 3
    """)
    assert chains(con)[0][4] == "installed"


def test_what_is_still_under_way_has_no_end(con):
    ledger(con, WAY)
    con.execute("update ledger set in_transit = true where shipment_no = 3")
    assert chains(con)[0][4] == "in transit"


def test_goods_never_turn_back_in_time(con):
    ledger(
        con,
        """
        shipped_on  exporter_id  consignee_id  units
        2024-06-01  1            2             8
        2024-06-01  2            1             8
        2024-06-01  1            2             8
        """,
    )
    surroundings(con)
    compose_chains(con, "2024-12-31", 120, 6)
    backwards = con.execute("""
        select count(*) from chain_hop a join chain_hop b
            on b.chain_id = a.chain_id and b.position > a.position
        where b.shipment_no <= a.shipment_no
    """).fetchall()
    assert backwards == [(0,)]


def test_a_line_tells_its_chain(con):
    ledger(con, WAY)
    chains(con)
    con.execute("""
        create table shipment_versions as select shipment_no, shipment_id, source,
            'party ' || exporter_id as exporter, 'party ' || consignee_id as consignee from ledger
    """)
    told = tell_chain(con, 2)
    assert told is not None
    assert (told.units_at_start, told.units_kept, told.ends_how) == (64, 48, "vanishes")
    assert [(step.exporter, step.to_country, step.amount) for step in told.steps] == [
        ("party 1", "MY", 64),
        ("party 2", "TH", 48),
        ("party 3", "HK", 48),
    ]


def test_a_line_alone_has_no_chain(con):
    ledger(con, "shipped_on units\n2024-06-01 8")
    chains(con)
    assert tell_chain(con, 1) is None
