"""What every page that chiptrace writes must hold, checked in Chromium with every host blocked."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page


def faults_of(browser: Browser, file: Path) -> list[str]:
    """Say what is wrong with a page: requests, errors, axe in light and dark, sideways scroll."""
    return [*_as_met(browser, file), *_as_looked_at(browser, file)]


def _as_met(browser: Browser, file: Path) -> list[str]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda told: faults.append(f"console: {told.text}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("request", lambda asked: faults.append(f"request: {asked.url[:80]}"))
    page.goto(file.as_uri())
    _open_all(page)
    page.wait_for_timeout(100)
    if page.locator("h1").count() != 1:
        faults.append("not one h1")
    context.close()
    return [fault for fault in faults if fault != f"request: {file.as_uri()[:80]}"]


def _as_looked_at(browser: Browser, file: Path) -> list[str]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(file.as_uri())
    _open_all(page)
    faults = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page)
        if found.violations_count:
            faults.append(f"axe, {scheme}: {found.generate_report()}")
    page.set_viewport_size({"width": 320, "height": 900})
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > 320:
        faults.append(f"{wide} px wide at 320 px")
    context.close()
    return faults


def _open_all(page: Page) -> None:
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
