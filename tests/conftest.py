"""Fixtures shared by all tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from detector.workspace import Connection, open_memory
from tests.example import scan_sample

ROOT = Path(__file__).parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"
CHROMIUM = Path("/usr/bin/chromium")
SHUT = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@pytest.fixture
def con() -> Iterator[Connection]:
    """Give an empty workspace that lives in memory."""
    opened = open_memory(memory_limit="1GB")
    yield opened
    opened.close()


@pytest.fixture
def shared_data() -> Path:
    """Give the folder of public files beside a development checkout, or skip."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the public files are not beside this checkout: ../shared/data is missing")
    return SHARED_DATA


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def scanned(tmp_path_factory) -> Path:
    """Give the file of a workspace in which a sample was loaded and scanned; copy it to write."""
    return scan_sample(tmp_path_factory.mktemp("scanned"))
