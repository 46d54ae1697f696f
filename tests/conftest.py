"""Fixtures shared by all tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from detector.workspace import Connection, open_memory

ROOT = Path(__file__).parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"


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
