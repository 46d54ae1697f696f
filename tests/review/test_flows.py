"""People at the desk in a real browser: an analyst, a supervisor, a stranger, two at once."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from detector.review import verify_chain
from tests.review.served import NOTE

pytestmark = pytest.mark.browser
HOSTILE = "Hostile <img src=x onerror=alert(1)>"


@pytest.fixture
def open_as(live, browser):
    """Open the desk in a browser of one's own, with a role; what goes wrong fails the test."""
    opened, faults = [], []

    def enter(name: str, role: str, **how) -> Page:
        context = browser.new_context(**how)
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("console", lambda told: faults.append(f"console: {told.text}"))
        page.on("dialog", lambda told: faults.append(f"a script ran: {told.message}"))
        page.on(
            "request",
            lambda asked: (
                asked.url.startswith((live.address, "data:"))
                or faults.append(f"request: {asked.url}")
            ),
        )
        page.goto(live.address)
        if role:
            page.get_by_label("Your name").fill(name)
            page.get_by_label("Key of your role").fill(live.door.keys[role])
            page.get_by_role("button", name="Enter").click()
            expect(page.get_by_role("heading", name="Cases to review")).to_be_visible()
        return page

    yield enter
    for context in opened:
        context.close()
    assert [fault for fault in faults if not re.search(r"status of 4\d\d", fault)] == []


def test_an_analyst_works_and_a_supervisor_agrees(live, open_as):
    ana, sue = open_as("ana", "analyst"), open_as("sue", "supervisor")
    ana.get_by_role("button", name="Take next").click()
    expect(ana.get_by_text("yours until")).to_be_visible()
    ana.get_by_text("Confirmed diversion").click()
    ana.get_by_label("Note, ten letters").fill(f"{HOSTILE} stands on the invoice")
    ana.get_by_label("A file, up to 10 MB").set_input_files(
        {"name": "bill.pdf", "mimeType": "application/pdf", "buffer": b"airway bill"}
    )
    ana.get_by_role("button", name="Keep").click()
    expect(ana.get_by_text("The file is kept.")).to_be_visible()
    ana.get_by_text("Confirmed diversion").click()
    ana.get_by_label("Note, ten letters").fill(f"{HOSTILE} stands on the invoice")
    ana.get_by_role("button", name="Decide", exact=True).click()
    expect(ana.get_by_text("Proposed; a second person must agree.")).to_be_visible()
    expect(ana.get_by_role("button", name="Agree")).to_have_count(0)
    sue.get_by_role("link", name="wait for a second person").click()
    sue.locator(".what a").first.click()
    expect(sue.locator("blockquote")).to_contain_text("<img src=x onerror=alert(1)>")
    sue.get_by_role("link", name="Whole case file").click()
    expect(sue.get_by_role("heading", name="Ordinary explanations, tested")).to_be_visible()
    sue.get_by_role("button", name="Agree").click()
    expect(sue.get_by_text("; sue agreed")).to_be_visible()
    sue.get_by_role("link", name="Supervisor").click()
    expect(sue.get_by_role("row", name="ana")).to_contain_text("1")
    with sue.expect_download() as kept:
        sue.goto(f"{live.address}/case/{live.order[0]}")
        sue.get_by_role("link", name="bill.pdf").click()
    assert kept.value.suggested_filename.endswith(".bin")
    verify_chain(live.desk.events)


def test_a_stranger_finds_the_door_and_is_held_off(live, open_as):
    page = open_as("", "")
    for path in ("/", f"/case/{live.keys[0]}", "/supervisor"):
        page.goto(live.address + path)
        expect(page.get_by_role("heading", name="Enter the review desk")).to_be_visible()
        assert live.keys[0] not in page.content()
    for told in [*["That opens nothing here"] * 5, "Too many wrong tries"]:
        page.get_by_label("Your name").fill("eve")
        page.get_by_label("Key of your role").fill("guess")
        page.get_by_role("button", name="Enter").click()
        expect(page.get_by_role("alert")).to_contain_text(told)


def test_two_at_once_never_overwrite_each_other(live, open_as):
    ana, ben, key = open_as("ana", "analyst"), open_as("ben", "analyst"), live.keys[-1]
    for page, words in ((ana, "Refer"), (ben, "Inconclusive")):
        page.goto(f"{live.address}/case/{key}")
        page.locator(".choice", has_text=words).click()
        page.get_by_label("Note, ten letters").fill(f"{words}: {NOTE}")
    ana.get_by_role("button", name="Decide", exact=True).click()
    expect(ana.get_by_text("Decided.")).to_be_visible()
    ben.get_by_role("button", name="Decide", exact=True).click()
    expect(ben.get_by_role("alert")).to_contain_text(
        "ana changed this case while you had it open; nothing of yours was written"
    )
    expect(ben.get_by_label("Your note, to copy")).to_have_value(f"Inconclusive: {NOTE}")
    told = live.desk.standing(key)
    assert (told.disposition, told.decided_by) == ("refer", "ana")


def test_it_works_without_script(live, open_as):
    page = open_as("ana", "analyst", java_script_enabled=False)
    page.get_by_role("button", name="Take next").click()
    page.get_by_label("Benign explained").check()
    page.get_by_label("What explains it").select_option("D10")
    page.get_by_label("Note, ten letters").fill("the packing list and the invoice agree")
    page.get_by_role("button", name="Decide, take next").click()
    assert page.url == f"{live.address}/case/{live.order[1]}"
    assert live.desk.standing(live.order[0]).reason_code == "D10"


def test_keys_move_open_and_choose_until_they_are_turned_off(live, open_as):
    page = open_as("ana", "analyst")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live.address}/case/{live.order[0]}")
    page.keyboard.press("2")
    expect(page.get_by_label("Refer")).to_be_checked()
    page.keyboard.press("n")
    page.keyboard.type("j3 is a word of the note")
    expect(page.get_by_label("Note, ten letters")).to_have_value("j3 is a word of the note")
    page.get_by_label("Refer").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("write the note")
    page.keyboard.press("Escape")
    page.get_by_label("Single keys").uncheck()
    page.get_by_label("Refer").focus()
    page.keyboard.press("4")
    expect(page.get_by_label("Refer")).to_be_checked()
    page.reload()
    expect(page.get_by_label("Single keys")).not_to_be_checked()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?state=any&q=x",
        "/case/0",
        "/case/1",
        "/case/0/file",
        "/case/0/party",
        "/supervisor",
        "/no",
        "/leave",
    ],
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(live, open_as, path):
    page, ben = open_as("sue", "supervisor", bypass_csp=True), live.client("ben")
    live.decide(ben, live.keys[0], "confirmed diversion")
    live.act(ben, live.keys[1], "due", until="2026-09-01")
    if path == "/leave":
        page.get_by_role("button", name="Leave").click()
        path = "/"
    if path == "/case/0/party":
        page.goto(f"{live.address}/case/{live.keys[0]}/file")
        path = f"/case/0/{page.locator('a[href^=party-]').first.get_attribute('href')}"
    named = re.sub(r"/case/(\d)", lambda found: f"/case/{live.keys[int(found[1])]}", path)
    assert looked_at(page, live.address + named) == []


def looked_at(page: Page, address: str) -> list[str]:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address)
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    faults = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page)
        if found.violations_count:
            faults.append(f"{address}, {scheme}: {found.generate_report()}")
    page.set_viewport_size({"width": 320, "height": 900})
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > 320:
        faults.append(f"{address}: {wide} px wide at 320 px")
    return faults
