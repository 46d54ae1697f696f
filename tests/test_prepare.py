from datetime import date

import pytest

from detector.features import FAMILIES
from detector.prepare import prepare
from detector.records.tables import lay_out
from detector.settings import Settings


@pytest.fixture
def records(con):
    lay_out(con)

    def add(number, shipped_on, exporter, consignee, **named):
        row = {
            "shipment_no": number,
            "shipment_id": f"L{number}",
            "source": "test",
            "shipped_on": shipped_on,
            "exporter": exporter,
            "exporter_country": "TW",
            "consignee": consignee,
            "consignee_country": "MY",
            "hs_code": "84715001",
            "hs6": "847150",
            "description": "Dell XE9680 server 8x NVIDIA H100",
            "quantity": 2.0,
            "gross_weight_kg": 260.0,
            "value_usd": 540000,
            **named,
        }
        cells = ", ".join(f"${name} as {name}" for name in row)
        con.execute(f"insert into shipment_versions by name select {cells}", row)

    return add


def seen(con, as_of):
    return prepare(con, as_of, Settings())


def test_every_line_up_to_the_day_stands_in_the_ledger_and_in_each_family(con, records):
    records(1, "2024-06-01", "Norrvik", "Kestrel")
    records(2, "2024-06-09", "Kestrel", None, exporter_country="MY", hs_code=None, hs6=None)
    records(3, "2024-07-01", "Norrvik", "Kestrel")
    families = seen(con, date(2024, 6, 30))
    assert [family.name for family in families] == list(FAMILIES)
    for name in ("ledger", *FAMILIES):
        numbers = con.execute(f"select shipment_no from {name} order by 1").fetchall()
        assert numbers == [(1,), (2,)], name


def test_an_arrival_after_the_day_is_not_seen(con, records):
    records(1, "2024-06-01", "Norrvik", "Kestrel", arrived_on="2024-06-08")
    records(2, "2024-06-20", "Kestrel", "Aurelio", exporter_country="MY")
    seen(con, date(2024, 6, 5))
    arrivals = "select arrived_on, in_transit from ledger where shipment_no = 1"
    assert con.execute(arrivals).fetchall() == [(None, True)]
    seen(con, date(2024, 6, 30))
    assert con.execute(arrivals).fetchall() == [(date(2024, 6, 8), False)]
    assert con.execute(
        "select inbound_no, outbound_no, lag_days from movement_link"
    ).fetchall() == [(1, 2, 12)]


def test_spellings_of_a_company_meet_in_the_ledger(con, records):
    records(1, "2024-06-01", "Norrvik Pte Ltd", "Kestrel")
    records(2, "2024-06-02", "NORRVIK PTE. LTD.", "Kestrel Sdn Bhd")
    seen(con, date(2024, 6, 30))
    found = con.execute("select distinct exporter_id, consignee_group from ledger").fetchall()
    assert len(found) == 1


def test_preparing_twice_changes_nothing(con, records):
    records(1, "2024-06-01", "Norrvik", "Kestrel")
    seen(con, date(2024, 6, 30))
    before = con.execute("from ledger").fetchall()
    seen(con, date(2024, 6, 30))
    assert con.execute("from ledger").fetchall() == before
