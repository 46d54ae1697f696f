from datetime import date

import pytest

from detector.parties import resolve
from detector.report.explain.parties import tell_parties
from detector.report.explain.standing import ROLES
from tests.report import scans

CONSIGNEE, SPELLING = "Oakfield Compute Pte. Ltd.", "OAKFIELD COMPUTE PTE LTD"


@pytest.fixture
def resolved(con):
    scans.shipments(
        con,
        12,
        consignee=[CONSIGNEE, SPELLING, "Oakfield Compute", "Maple Works"],
        consignee_country=["SG", "SG", "MY", "SG"],
        consignee_address=["1 Dock Lane", "1 Dock Lane", None, "1 dock lane"],
        exporter=[None],
        forwarder=["Quayline Freight Forwarding"],
    )
    con.execute(
        "insert into party_versions (party, country, address, incorporated_on, activity, parent, "
        "parent_country) values ($name, 'SG', '1 Dock Lane', $day, 'Restaurants', 'Elm Group', "
        "'HK')",
        {"name": CONSIGNEE, "day": date(2026, 1, 1)},
    )
    resolve(con, scans.AS_OF)
    ids = ", ".join(f"null::bigint as {role}_id" for role in ROLES if role != "consignee")
    con.execute(f"""
        create or replace table ledger as
        select s.shipment_no, s.shipped_on, link.party_id as consignee_id, {ids}
        from shipments s join party_link link on link.name = s.consignee
            and link.country = s.consignee_country order by shipment_no
    """)
    return con


def facts_about(con, who):
    told = tell_parties(con, (1,)).get(1)
    return {fact.what: fact for fact in told.facts if fact.about.startswith(who)}


def test_a_party_is_told_with_its_other_spellings_and_the_same_name_elsewhere(resolved):
    told = facts_about(resolved, "consignee")
    assert SPELLING in told["other spellings"].told
    assert told["same name elsewhere"].told == "Oakfield Compute (MY)"


def test_an_address_says_how_many_companies_are_seen_there(resolved):
    told = facts_about(resolved, "consignee")
    assert told["address"].told == "1 Dock Lane"
    assert told["address"].evidence == "2 companies seen there"


def test_ages_and_ownership_are_told_with_where_they_come_from(resolved):
    told = facts_about(resolved, "consignee")
    shipped = resolved.execute("select shipped_on from shipments where shipment_no = 1").fetchone()
    days = (shipped[0] - date(2026, 1, 1)).days
    assert told["incorporated on"].told == f"2026-01-01, {days} days before this line"
    assert told["parent"].told == "Elm Group (HK)"
    assert told["activity"].told == "Restaurants"
    assert "loaded records" in told["parent"].evidence


def test_the_first_line_of_a_party_is_counted_from_the_ledger(resolved):
    told = facts_about(resolved, "consignee")["first seen"]
    first, shipped = resolved.execute(
        "select min(shipped_on), max(shipped_on) filter (where shipment_no = 1) from shipments "
        "where shipment_no <= 2"
    ).fetchone()
    assert told.told == f"{first}, {(shipped - first).days} days before this line"
    assert told.evidence == "2 lines name it"


def test_a_forwarder_is_told_by_its_name_and_a_blank_role_not_at_all(resolved):
    assert "a forwarder by its name" in facts_about(resolved, "forwarder")["taken for"].told
    assert facts_about(resolved, "exporter") == {}


def test_without_resolved_names_there_is_nothing_to_tell(con):
    assert tell_parties(con, (1,)).get(1) is None
