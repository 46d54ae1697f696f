from dataclasses import FrozenInstanceError, fields, replace

import pytest

from detector.report import build_week, render_week
from tests.report import scans


def test_findings_are_frozen_data(week):
    with pytest.raises(FrozenInstanceError):
        week.week = "2026-W01"


def test_findings_carry_the_settings_and_fingerprint_of_the_scan(week):
    assert ("seed", "20240501") in week.made.settings
    assert week.made.fingerprint == "f" * 64
    assert week.made.command.endswith("--week 2026-W38 --out reports")


def test_the_week_holds_everything_that_a_page_shows(week):
    empty = [field.name for field in fields(week) if getattr(week, field.name) in ((), "")]
    assert empty == []


def test_one_line_makes_a_report(con):
    scans.shipments(con, 1)
    scans.scan(con, 1)
    found = build_week(con)
    assert (found.totals.lines, len(found.queue), len(found.cases)) == (1, 1, 1)
    assert found.brief[0].startswith("1 of 1 line scored (100 %) is flagged for review, in 1 case")


def test_key_figures_are_written_as_people_write_them(week):
    told = {figure.label: figure.value for figure in week.figures}
    assert told["Lines scored"] == "1,500"
    assert told["Flagged"] == "40"
    assert "million" in told["Value flagged"]


def test_the_week_carries_an_estimate_of_its_year(week):
    told = week.estimate
    assert told.year == int(week.made.as_of[:4])
    assert told.brief[0].startswith("Between ")
    assert told.brief[-1].startswith(("Within these records", "The flags of these records"))
    assert 'href="#estimate"' in render_week(week)


def test_a_year_without_assumptions_has_no_estimate(week):
    page = render_week(replace(week, estimate=None))
    assert "How much, give or take" not in page
