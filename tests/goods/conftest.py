from collections.abc import Iterator

import pytest

from detector.reference import lay_out
from detector.workspace import Connection, open_memory


@pytest.fixture(scope="session")
def laid() -> Iterator[Connection]:
    opened = open_memory(memory_limit="1GB", threads=1)
    lay_out(opened)
    yield opened
    opened.close()


@pytest.fixture
def con(laid: Connection) -> Connection:
    """Give a workspace in memory that holds the reference tables."""
    return laid
