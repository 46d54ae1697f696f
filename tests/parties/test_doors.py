from detector.parties import resolve
from detector.parties.doors import LEAST_CONSIGNEES, LEAST_RECORDS
from tests.parties.test_resolve import records  # noqa: F401  a fixture

DOOR = "12 Harbour Street"
NAMES = ("Kelvarren", "Oswinda", "Tarmiko", "Belquist", "Yandori", "Fulmarek", "Zetwick")
SHIPPERS = ("Alder Works", "Birchmont", "Cedarlane")


def kinds(con):
    resolve(con)
    return con.execute("select kind, why from address_cluster").fetchall()


def test_a_forwarder_at_the_door_is_told_by_its_name(con, records):  # noqa: F811
    records(consignee="Quayline Freight", consignee_country="SG", consignee_address=DOOR)
    ((kind, why),) = kinds(con)
    assert kind == "forwarder"
    assert why == "Quayline Freight stands here: the name reads as one: Quayline Freight"


def test_a_forwarder_is_told_by_what_it_does_whatever_its_name(con, records):  # noqa: F811
    for number in range(LEAST_RECORDS):
        records(exporter=SHIPPERS[number % 3], exporter_country="TW", forwarder="Oswinda")
    resolve(con)
    told = con.execute("select kind, by_words, by_counts, why from party_kind").fetchall()
    assert told == [("forwarder", False, True, "forwards in 5 records of 3 shippers")]


def test_a_company_that_forwards_for_one_shipper_only_is_none(con, records):  # noqa: F811
    for _ in range(LEAST_RECORDS):
        records(exporter=SHIPPERS[0], exporter_country="TW", forwarder="Oswinda")
    resolve(con)
    assert con.execute("select count(*) from party_kind").fetchall() == [(0,)]


def many_consignees(con, records):  # noqa: F811
    for number, name in enumerate(NAMES[:LEAST_CONSIGNEES]):
        records(
            exporter=SHIPPERS[number % 3],
            exporter_country="TW",
            consignee=name,
            consignee_country="SG",
            consignee_address=DOOR,
        )


def test_many_unrelated_consignees_make_a_door_crowded(con, records):  # noqa: F811
    many_consignees(con, records)
    assert kinds(con) == [
        ("crowded", "6 consignees without a common parent, goods from 3 shippers")
    ]


def test_companies_of_one_parent_do_not_crowd_a_door(con, records):  # noqa: F811
    many_consignees(con, records)
    for name in NAMES:
        con.execute(
            "insert into parties (party, country, parent) values ($name, 'SG', 'Elm Group')",
            {"name": name},
        )
    assert kinds(con) == [(None, "")]


def test_an_address_that_reads_as_a_mail_centre_is_one(con, records):  # noqa: F811
    records(
        consignee="Kelvarren", consignee_country="SG", consignee_address="Mailbox 12, Mill Lane"
    )
    assert kinds(con) == [("mail_centre", "the address reads as a mail centre")]


def test_ownership_is_carried_with_its_share_and_its_top(con, records):  # noqa: F811
    records(consignee="Kelvarren", consignee_country="SG")
    con.execute(
        "insert into parties (party, country, parent, parent_share, ultimate_parent) "
        "values ('Kelvarren', 'SG', 'Elm Group', 0.6, 'Oak Holding')"
    )
    resolve(con)
    told = con.execute("select parent, parent_share, ultimate_parent from party").fetchall()
    assert told == [("Elm Group", 0.6, "Oak Holding")]


def test_the_first_day_that_a_record_names_a_company_is_told(con, records):  # noqa: F811
    for day in ("2024-03-02", "2024-01-05"):
        records(consignee="Kelvarren", consignee_country="SG", shipped_on=day)
    resolve(con)
    assert str(con.execute("select first_seen from party").fetchall()[0][0]) == "2024-01-05"
