"""Pages made once, for all tests of this room."""

from pathlib import Path

import pytest

from detector.report import build_week, write_report
from detector.workspace import open_memory
from tests.report import scans


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
            made[name] = write_report(con, tmp_path_factory.mktemp(name), single_file=True)
            con.close()
        return made[name]

    return write
