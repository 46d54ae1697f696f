"""Pages made once and opened in Chromium with the network shut."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from detector.report import build_week, write_report
from detector.workspace import open_memory
from tests.report import scans

CHROMIUM = Path("/usr/bin/chromium")
SHUT = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND",
]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Open Chromium, Debian's or Playwright's own, or skip."""
    with sync_playwright() as play:
        try:
            own = str(CHROMIUM) if CHROMIUM.exists() else None
            opened = play.chromium.launch(executable_path=own, args=SHUT)
        except Error:
            pytest.skip("NO BROWSER: neither /usr/bin/chromium nor Playwright's own is there")
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def week():
    """Findings of an ordinary week."""
    con = open_memory(memory_limit="1GB")
    scans.shipments(con, 1_500)
    scans.scan(con, 40)
    yield build_week(con)
    con.close()


@pytest.fixture(scope="package")
def page_of(tmp_path_factory):
    """Write the page of a workspace that `fill` fills, once per name."""
    made: dict[str, Path] = {}

    def write(name, fill):
        if name not in made:
            con = open_memory(memory_limit="1GB")
            fill(con)
            made[name] = write_report(con, tmp_path_factory.mktemp(name))
            con.close()
        return made[name]

    return write
