from detector.movements import compose_chains, lay_out_table
from detector.report.explain.chain import tell_movements
from tests.ledgers import ledger, surroundings


def told(con, number):
    ledger(
        con,
        """
        shipped_on  exporter_id  consignee_id  exporter_country  consignee_country  units
        2024-06-01  1            2             TW                MY                 64
        2024-06-05  9            2             TW                MY                 16
        2024-06-10  2            3             MY                HK                 48
        2024-06-10  5            6             TW                MY                 8
        """,
    )
    con.execute("update ledger set hs6 = '850440', value_usd = 2000 where shipment_no = 3")
    surroundings(con)
    lay_out_table(con, "movement_change", {})
    compose_chains(con, "2024-12-31", 120, 6)
    con.execute("""
        create table shipment_versions as select shipment_no, 'L' || shipment_no as shipment_id,
            'sample' as source, case exporter_id when 2 then '<Maple>' else 'Oakfield' end
            as exporter, 'Elm' as consignee from ledger
    """)
    return tell_movements(con, number)


def test_the_chain_is_told_with_dates_and_quantities(con):
    section = told(con, 3)
    first, second, end = section.facts
    assert (first.what, first.evidence) == ("2024-06-01", "sample L1")
    assert first.told == "Oakfield (TW) to Elm (MY), 64 accelerators"
    assert "9 days after the arrival before" in second.told
    assert "could be the same goods: 48 accelerators in order of arrival" in second.told
    assert "at least 32, at most 48 of them" in second.told
    assert "changed on the way: HS 847330 to 850440" in second.told
    assert end.told.startswith("48 of 64 accelerators can have taken this way")
    assert "not a trace" in end.evidence


def test_a_line_that_hangs_on_no_other_says_nothing(con):
    assert told(con, 4) is None


def test_a_workspace_without_chains_says_nothing(con):
    assert tell_movements(con, 1) is None
