"""The page of a case: small, inert, the same bytes twice, and good to everybody's eyes."""

import re
import shutil

import pytest
from typer.testing import CliRunner

from detector.cli import app
from detector.narrate import tell_explanation
from detector.report import explain_shipment, write_case, write_report
from detector.workspace import open_workspace
from tests.pages import faults_of
from tests.report.test_browser import HOSTILE

ACCUSING = re.compile(r"smuggl|illegal|guilty|criminal|\bprove[sn]?\b|evad", re.I)


def test_the_same_workspace_gives_the_same_bytes_under_300_kilobytes(case_con, case_ids, tmp_path):
    one = write_case(case_con, case_ids[0], tmp_path / "a").read_bytes()
    two = write_case(case_con, case_ids[0], tmp_path / "b").read_bytes()
    assert one == two
    assert len(one) < 300_000


def test_no_script_stands_on_the_page_and_none_would_run(case_con, case_ids, tmp_path):
    page = write_case(case_con, case_ids[0], tmp_path).read_text("utf-8")
    assert "<script" not in page
    assert "default-src &#39;none&#39;; style-src &#39;sha256-" in page
    assert "style=" not in page.replace("<style>", "")


def test_every_page_says_how_to_take_it_and_accuses_nobody(case_con, case_ids, tmp_path):
    for case_id in case_ids[:5]:
        page = write_case(case_con, case_id, tmp_path).read_text("utf-8")
        assert "A flag is a reason to look, not evidence" in page
        assert "No automated decision" in page or "no automated decision" in page
        assert not ACCUSING.search(page)


def test_the_command_on_the_page_names_the_case(case_con, case_ids, tmp_path):
    page = write_case(case_con, case_ids[0], tmp_path).read_text("utf-8")
    assert f"chiptrace case {case_ids[0]} --workspace W --week " in page


@pytest.mark.browser
def test_the_page_holds_what_every_page_must(browser, case_con, case_ids, tmp_path):
    for case_id in case_ids[:2]:
        assert faults_of(browser, write_case(case_con, case_id, tmp_path)) == []


@pytest.mark.browser
def test_on_a_phone_the_evidence_is_read_without_scrolling_sideways(
    browser, case_con, case_ids, tmp_path
):
    page = write_case(case_con, case_ids[0], tmp_path)
    with browser.new_context(viewport={"width": 390, "height": 844}) as phone:
        seen = phone.new_page()
        seen.goto(page.as_uri())
        for key in ("evidence", "innocent", "parties"):
            table = seen.locator(f"#{key} .scroll").first
            assert table.evaluate("box => box.scrollWidth <= box.clientWidth"), key
        cell = seen.locator("#evidence td[data-head]").first
        assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Value"'


def test_a_case_file_prints_on_three_a4_pages_at_most(browser, case_con, case_ids, tmp_path):
    page = browser.new_page()
    page.goto(write_case(case_con, case_ids[0], tmp_path).as_uri())
    printed = page.pdf(format="A4", print_background=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) <= 3
    page.emulate_media(media="print")
    assert page.locator("#innocent").is_visible()
    assert page.locator("#made").is_visible()
    assert "stay on screen" in page.locator(".print-only").inner_text()
    page.close()


def test_the_command_on_the_page_makes_the_same_bytes_as_the_weekly_report(scanned, tmp_path):
    with open_workspace(scanned, read_only=True) as con:
        page = write_report(con, tmp_path)
    for case in sorted((tmp_path / f"{page.stem}-cases").glob("case-*.html"))[:2]:
        (command,) = re.findall(r"<code>(chiptrace case [^<]*)</code>", case.read_text("utf-8"))
        given = command.replace(" W ", f" {scanned} ").replace("reports", str(tmp_path / "again"))
        assert CliRunner().invoke(app, given.split()[1:]).exit_code == 0
        for again in (tmp_path / "again" / case.name, (tmp_path / "again" / case.stem)):
            twin = again.with_suffix(again.suffix or ".json")
            assert twin.read_bytes() == case.with_suffix(twin.suffix).read_bytes()


def test_explain_says_the_same_as_the_case_file(case_con, told):
    line = told.story.lines[0]
    words = tell_explanation(explain_shipment(case_con, line.shipment_id, line.source))
    assert f"case {told.story.case_id}: {told.story.title}" in words
    assert f"rank {line.rank:,} of" in words
    for section in told.sections:
        for fact in section.facts:
            assert f"{fact.what}: {fact.told}" in words
    for row in told.evidence[:5]:
        of_line = explain_shipment(case_con, row.record.partition(" (")[0], line.source)
        assert row.text in tell_explanation(of_line)
    for moved in told.moved:
        if moved.line == line.shipment_id:
            assert f"{moved.how}: {moved.record} on {moved.day}" in words


@pytest.mark.browser
def test_the_page_is_read_by_keyboard_alone(browser, case_con, case_ids, tmp_path):
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page.goto(write_case(case_con, case_ids[0], tmp_path).as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "(() => { const at = document.activeElement, box = at.getBoundingClientRect();"
                "return [at.getAttribute('href') || at.getAttribute('aria-label') || '',"
                "getComputedStyle(at).outlineStyle, box.bottom > 0 && box.top < innerHeight]; })()"
            )
        )
    named = {name for name, _, _ in seen}
    assert {"#know", "#parties", "Evidence, table", "Ordinary explanations, table"} <= named
    assert any(name.startswith("party-P-") for name in named)
    assert [told for told in seen if told[0] and told[1:] != ["solid", True]] == []
    page.locator('a[href^="party-P-"]').first.press("Enter")
    page.wait_for_url("**/party-P-*.html")
    page.locator('#cases a[href^="case-"]').first.press("Enter")
    page.wait_for_url("**/case-*.html")
    page.close()


@pytest.mark.browser
def test_hostile_records_stay_text(browser, scanned, case_ids, tmp_path):
    copy = tmp_path / "w.duckdb"
    shutil.copy(scanned, copy)
    with open_workspace(copy) as con:
        for column in ("exporter", "consignee", "description", "end_user", "shipment_id"):
            con.execute(
                f"update shipment_versions set {column} = $text || shipment_no",
                {"text": HOSTILE[0] + HOSTILE[3]},
            )
        con.execute("update shipment_versions set port_of_lading = '<img'")
        con.execute("update files set name = $text", {"text": HOSTILE[6]})
        con.execute("update reasons set text = $text", {"text": HOSTILE[4] + HOSTILE[1]})
        con.execute("update cases set title = $text", {"text": HOSTILE[5]})
        page = write_case(con, case_ids[0], tmp_path / "out")
    assert faults_of(browser, page) == []
    text = page.read_text("utf-8")
    assert "<img src=x" not in text
    assert "<script" not in text
