"""A desk in a folder of its own, and a clock that stands where a test puts it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from detector.review import Desk, open_desk


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: int) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path, clock) -> Iterator[Desk]:
    with open_desk(tmp_path / "w.duckdb", clock) as opened:
        yield opened
