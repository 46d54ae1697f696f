"""One scanned workspace, its cases, and a page of the largest."""

import pytest

from detector.report import build_case_file
from detector.workspace import open_workspace

LARGEST = """
    select case_id from cases where scan_id = (select max(scan_id) from scans)
    order by shipments desc, units desc nulls last, case_id
"""


@pytest.fixture(scope="package")
def case_con(scanned):
    with open_workspace(scanned, read_only=True) as con:
        yield con


@pytest.fixture(scope="package")
def case_ids(case_con):
    return [row[0] for row in case_con.execute(LARGEST).fetchall()]


@pytest.fixture(scope="package")
def told(case_con, case_ids):
    return build_case_file(case_con, case_ids[0])
