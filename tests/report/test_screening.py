from datetime import date

import pytest

from detector.parties import resolve, screen
from detector.report import build_week, render_week
from detector.report.explain.screening import tell_screening
from tests.parties.lists import watchlist
from tests.report import scans

NAME = "Oakfield <b>Microsystems</b>"


@pytest.fixture
def screened(con):
    scans.shipments(
        con,
        30,
        consignee=[NAME, NAME, "Oakfeild Microsystems", "Quiet Buyer"],
        consignee_country=["MY", "MY", "MY", "MY"],
        end_user=[None, NAME],
        shipped_on=[date(2026, 9, 16), date(2026, 9, 7), date(2026, 9, 16), date(2026, 9, 16)],
    )
    con.execute("alter table goods add column is_restricted boolean")
    con.execute("update goods set is_restricted = shipment_no <= 4")
    watchlist(con, {"name": "Oakfield b Microsystems b", "country": "CN", "programme": "oak-list"})
    resolve(con, scans.AS_OF)
    screen(con, scans.AS_OF)
    scans.scan(con, 3)
    return con


def test_hits_stand_in_a_list_of_their_own_one_row_a_line_and_name(screened):
    found = build_week(screened).screening
    assert [(hit.name, hit.shipped_on, hit.in_week, hit.roles) for hit in found.hits] == [
        (NAME, "2026-09-16", True, "consignee"),
        (NAME, "2026-09-07", False, "consignee, end user"),
    ]
    assert found.hits[0].listed_on == "2024-01-01"
    assert dict(found.names)["listed"] == 2
    assert [(told.programme, told.entries) for told in found.lists] == [("oak-list", 1)]


def test_no_count_of_the_report_knows_of_the_hits(screened):
    before = build_week(screened)
    screened.execute("drop table screening_hit")
    after = build_week(screened)
    assert after.screening is None
    assert (before.totals, before.queue, before.cases) == (after.totals, after.queue, after.cases)


def test_the_page_shows_the_list_date_and_what_a_match_is_and_escapes_names(screened):
    page = render_week(build_week(screened))
    assert "Screening hits" in page
    assert "a match of names flags nothing" in page
    assert "Oakfield &lt;b&gt;Microsystems&lt;/b&gt;" in page
    assert NAME not in page


def test_a_page_without_a_list_has_no_such_section(con):
    scans.shipments(con, 30)
    scans.scan(con, 3)
    assert "Screening hits" not in render_week(build_week(con))


def test_explain_tells_tier_strength_day_and_evidence_of_each_party(screened):
    (number,) = screened.execute(
        "select shipment_no from shipments where consignee = $name order by shipped_on limit 1",
        {"name": NAME},
    ).fetchone()
    facts = tell_screening(screened, (number,)).get(number).facts
    assert [fact.what for fact in facts] == ["listed", "listed"]
    assert facts[0].about.startswith("consignee Oakfield")
    assert "strength 1.0; oak-list, source oaks; listed on 2024-01-01" in facts[0].told
    assert "legal form" in facts[0].evidence


def test_explain_says_when_the_listing_came_after_the_shipment(screened):
    screened.execute("update watchlist_versions set listed_on = date '2026-09-10'")
    screen(screened, scans.AS_OF)
    (number,) = screened.execute(
        "select shipment_no from shipments where shipped_on = date '2026-09-07' "
        "and consignee = $name",
        {"name": NAME},
    ).fetchone()
    assert "does not count for it" in tell_screening(screened, (number,)).get(number).facts[0].told


def test_a_line_whose_parties_are_on_no_list_has_no_such_section(screened):
    (number,) = screened.execute(
        "select shipment_no from shipments where consignee = 'Quiet Buyer'"
    ).fetchone()
    assert tell_screening(screened, (number,)).get(number) is None
