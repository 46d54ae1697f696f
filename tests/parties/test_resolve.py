from datetime import date

import pytest

from detector.parties import resolve

ROLES = """
    exporter exporter_country exporter_address consignee consignee_country consignee_address
    intermediate_consignee intermediate_country forwarder notify_party end_user end_user_country
    payer payer_country buyer buyer_country
"""


@pytest.fixture
def records(con):
    con.execute(
        f"create table shipments ({', '.join(f'{name} varchar' for name in ROLES.split())},"
        " shipped_on date)"
    )
    con.execute("""
        create table parties (party varchar, country varchar, address varchar,
            incorporated_on date, activity varchar, parent varchar, parent_country varchar,
            parent_share double, ultimate_parent varchar, capacity_mw double, known_from date,
            known_to date)
    """)

    def add(**named):
        columns, cells = ", ".join(named), ", ".join(f"${name}" for name in named)
        con.execute(f"insert into shipments ({columns}) values ({cells})", named)

    return add


def ids(con, column):
    return dict(con.execute(f"select name || '/' || country, {column} from party_link").fetchall())


def test_spellings_of_one_company_share_a_number(con, records):
    records(exporter="Norrvik Pte Ltd", exporter_country="SG")
    records(consignee="NORRVIK PTE. LTD.", consignee_country="SG")
    resolve(con)
    numbers = ids(con, "party_id")
    assert numbers["Norrvik Pte Ltd/SG"] == numbers["NORRVIK PTE. LTD./SG"]


def test_a_name_in_two_countries_is_two_companies_of_one_group(con, records):
    records(exporter="Norrvik", exporter_country="SG", consignee="Norrvik", consignee_country="MY")
    resolve(con)
    assert len(set(ids(con, "party_id").values())) == 2
    assert len(set(ids(con, "group_id").values())) == 1


def test_blank_names_are_nobody(con, records):
    records(exporter="  ", exporter_country="SG", consignee=None, consignee_country="SG")
    resolve(con)
    assert con.execute("select count(*) from party").fetchall() == [(0,)]


def test_what_is_known_of_a_company_is_attached_once_it_is_known(con, records):
    records(consignee="Norrvik", consignee_country="SG")
    con.execute("""
        insert into parties values ('NORRVIK', 'SG', null, '2024-02-01', 'data centre', null, null,
            null, null, 12.5, '2024-06-01', null)
    """)
    resolve(con, date(2024, 5, 1))
    assert con.execute("select capacity_mw from party").fetchall() == [(None,)]
    resolve(con, date(2024, 7, 1))
    assert con.execute("select capacity_mw, activity from party").fetchall() == [
        (12.5, "data centre")
    ]


def test_companies_at_one_door_are_counted(con, records):
    door = "12 Harbour Street, Floor 3"
    records(consignee="Norrvik", consignee_country="SG", consignee_address=door)
    records(consignee="Kestrel", consignee_country="SG", consignee_address="12 Harbour St. Fl 3")
    records(consignee="Aurelio", consignee_country="SG", consignee_address="1 Mill Lane")
    resolve(con)
    found = con.execute("select parties from party_address order by party_id").fetchall()
    assert sorted(found) == [(1,), (2,), (2,)]


def test_the_same_records_give_the_same_numbers_in_any_order(con, records):
    for name in ("Norrvik", "Aurelio", "Kestrel"):
        records(consignee=name, consignee_country="SG")
    resolve(con)
    before = ids(con, "party_id")
    con.execute("create or replace table shipments as select * from shipments order by consignee")
    resolve(con)
    assert ids(con, "party_id") == before


def test_names_without_any_country_are_resolved(con, records):
    records(forwarder="Norrvik Freight", notify_party="Kestrel")
    resolve(con)
    assert con.execute("select count(*) from party where country is null").fetchall() == [(2,)]
