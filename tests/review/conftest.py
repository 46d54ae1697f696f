"""A desk in a folder of its own, served or not, and a clock that stands where a test puts it."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from detector.review import Desk, open_desk
from tests.review.served import Served, listening


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


@pytest.fixture
def served(tmp_path, scanned, clock) -> Iterator[Served]:
    shutil.copyfile(scanned, tmp_path / "w.duckdb")
    with open_desk(tmp_path / "w.duckdb", clock) as opened:
        yield Served(tmp_path / "w.duckdb", opened)


@pytest.fixture
def live(served) -> Iterator[Served]:
    with listening(served.app) as address:
        served.address = address
        yield served


@pytest.fixture(scope="session")
def sealed(tmp_path_factory) -> tuple[Path, Path]:
    """Give a TLS certificate for desk.example and its key, made by openssl."""
    folder = tmp_path_factory.mktemp("tls")
    files = (folder / "desk.pem", folder / "desk.key")
    asked = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    asked += ["-nodes", "-days", "2", "-subj", "/CN=desk.example", "-out", str(files[0])]
    if shutil.which("openssl") is None:
        pytest.skip("NO OPENSSL: a certificate cannot be made for this test")
    subprocess.run([*asked, "-keyout", str(files[1])], check=True, capture_output=True)
    return files
