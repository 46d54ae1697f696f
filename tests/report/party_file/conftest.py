"""The companies of the cases of one scanned workspace."""

import pytest

from detector.report.case_file import build_case_files
from detector.report.party_file import build_party_files
from detector.report.scope import choose_scope
from detector.workspace import open_workspace


@pytest.fixture(scope="package")
def party_con(scanned):
    with open_workspace(scanned, read_only=True) as con:
        yield con


@pytest.fixture(scope="package")
def cases(party_con):
    ids = [row[0] for row in party_con.execute("select case_id from cases").fetchall()]
    return build_case_files(party_con, ids, choose_scope(party_con, None))


@pytest.fixture(scope="package")
def parties(party_con, cases):
    named = {told.story.case_id: told.companies for told in cases}
    return build_party_files(party_con, choose_scope(party_con, None), named, "the command")
