import pytest

from detector.flows.estimate import EstimatePlan, estimate_year, latest_year, read_flags
from detector.reference import lay_out
from tests.report import scans


@pytest.fixture
def scanned(con):
    scans.shipments(con, 1_500)
    scans.scan(con, 40)
    return con


def test_nothing_scanned_is_nothing_seen(con):
    assert latest_year(con) is None
    assert read_flags(con, 2024) is None


def test_flagged_units_are_counted_by_case_and_quarter(scanned):
    year = latest_year(scanned)
    told = read_flags(scanned, year)
    (units,) = scanned.execute(
        "select sum(units) from cases where year(first_shipped_on) = $year", {"year": year}
    ).fetchone()
    assert told.units == pytest.approx(units) == pytest.approx(sum(told.quarters))
    assert 0 < told.covered <= 1
    assert told.scan.startswith("scan 1 as of ")


def test_cleared_cases_are_left_out_and_counted_as_decisions(scanned):
    scanned.execute(
        "insert into disposition_versions (case_id, decision) select case_id, 'cleared' from cases"
    )
    told = read_flags(scanned, latest_year(scanned))
    cases = scanned.execute("select count(*) from cases").fetchone()[0]
    assert (told.units, told.cleared, told.diverted) == (0, cases, 0)


def test_a_year_without_records_has_no_flags(scanned):
    told = read_flags(scanned, 1999)
    assert (told.units, told.covered, told.schemes) == (0, 0, ())


def test_the_year_of_the_scan_is_estimated(scanned):
    found = estimate_year(EstimatePlan(draws=1_000), scanned)
    assert found.year == latest_year(scanned)
    assert "flags" in {way.key for way in found.ways} | {one.key for one in found.missing}
    assert found.made.scan


def test_a_hub_country_counts_what_its_gap_grew_by_in_the_year(scanned):
    year = latest_year(scanned)
    lay_out(scanned)
    scanned.execute(
        "create or replace table mass_balance as select * from (values "
        "('country', 'MY', make_date($year - 1, 12, 1), 10.0, 20.0), "
        "('country', 'MY', make_date($year, 5, 1), 400.0, 900.0), "
        "('country', 'CN', make_date($year, 5, 1), 400.0, 900.0), "
        "('party', '7', make_date($year, 5, 1), 400.0, 900.0)) "
        "told(scope, place, month, gap_low, gap_high)",
        {"year": year},
    )
    (gap,) = read_flags(scanned, year).balance
    assert (gap.place, gap.low, gap.high) == ("MY", 380.0, 890.0)
