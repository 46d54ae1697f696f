import re
from datetime import timedelta

from detector.reference import lay_out
from detector.report import build_week, render_week
from tests.report import scans


def test_the_flags_of_the_scan_before_add_up(con):
    scans.shipments(con, 400)
    scans.scan(con, 30, as_of=scans.AS_OF - timedelta(days=7))
    scans.scan(con, 20)
    told = build_week(con).turn.before
    assert told.flagged == 30
    assert told.still_flagged + told.no_longer_flagged == 30
    assert told.still_flagged + told.newly_flagged == 20
    assert told.new_of_old_lines <= told.newly_flagged
    assert told.model_change == ""
    con.execute("update scans set model_name = 'another' where scan_id = 2")
    assert build_week(con).turn.before.model_change.endswith("to another")


def test_a_first_scan_has_nothing_before_it_and_opens_with_what_waits(con):
    scans.shipments(con, 300)
    scans.scan(con, 12)
    found = build_week(con)
    assert found.turn.before is None
    first = found.cases[0].case_id
    assert first in found.turn.to_do[0]
    (todo,) = re.findall(r'<section id="todo".*?</ol>', render_week(found), re.DOTALL)
    assert f'<a href="#{first}">{first}</a>' in todo
    assert any("lines could not be loaded" in told for told in found.turn.to_do)


def test_every_open_case_waits_not_only_those_that_are_shown(con):
    scans.shipments(con, 300)
    scans.scan(con, 12)
    con.execute(
        "insert into cases select * exclude (nth) replace ('C-' || nth as case_id, 0.0 as score) "
        "from (from cases limit 1), range(60) weaker(nth)"
    )
    (waiting,) = con.execute("select count(*) from cases where status = 'open'").fetchall()[0]
    found = build_week(con)
    assert waiting > len(found.cases)
    assert found.turn.to_do[0].startswith(f"Review {waiting} open cases")


def test_only_rule_dates_after_the_scan_are_ahead(con):
    lay_out(con)
    scans.shipments(con, 50)
    scans.scan(con, 3)
    ahead = build_week(con).turn.ahead
    assert ahead
    assert all(row.day > scans.AS_OF.isoformat() for row in ahead)
    assert all(row.source and row.mark in ("verified", "background") for row in ahead)


def test_the_weekly_page_prints_on_three_a4_pages(page_of, browser):
    def fill(con):
        lay_out(con)
        scans.shipments(con, 1_500)
        scans.scan(con, 120, as_of=scans.AS_OF - timedelta(days=7))
        scans.scan(con, 120)

    page = browser.new_page()
    page.goto(page_of("printed", fill).as_uri())
    printed = page.pdf(format="A4", print_background=True)
    page.emulate_media(media="print")
    assert page.locator("#cases").is_visible()
    assert not page.locator("#queue").is_visible()
    assert "queue" in page.locator(".print-only").inner_text()
    page.close()
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) <= 3
