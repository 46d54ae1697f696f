"""The page of a company: linked, inert, the same bytes twice, good to everybody's eyes."""

import re
import shutil

import pytest

from detector.report import write_case, write_report
from detector.report.party_file import render_party
from detector.workspace import open_workspace
from tests.pages import faults_of
from tests.report.test_browser import HOSTILE

ACCUSING = re.compile(r"smuggl|illegal|guilty|criminal|\bprove[sn]?\b|evad|\bfraud", re.I)
NAMES = "exporter consignee intermediate_consignee forwarder notify_party end_user payer buyer"


def test_every_link_between_case_files_and_party_pages_is_there_and_leads_back(scanned, tmp_path):
    with open_workspace(scanned, read_only=True) as con:
        page = write_report(con, tmp_path)
    folder = tmp_path / f"{page.stem}-cases"
    for file in folder.glob("*.html"):
        links = re.findall(r'href="([^"#]+\.html)"', file.read_text("utf-8"))
        assert links
        assert all((folder / link).exists() for link in links)


def test_the_same_workspace_gives_the_same_bytes(scanned, cases, tmp_path):
    ways = []
    for name in "ab":
        with open_workspace(scanned, read_only=True) as con:
            write_case(con, cases[0].story.case_id, tmp_path / name)
        ways.append({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()})
    assert ways[0] == ways[1]
    assert len(ways[0]) > 4


def test_every_page_says_how_to_take_it_and_accuses_nobody(parties):
    for party in parties[:20]:
        page = render_party(party)
        assert "reason to look, not evidence" in page
        assert "Verify against the original documents" in page
        assert "no automated decision" in page
        assert not ACCUSING.search(page)
        assert "<script" not in page
        assert "style=" not in page.replace("<style>", "")
        assert len(page.encode()) < 150_000


def test_no_record_of_the_world_makes_an_empty_tier_look_like_a_match(parties):
    assert "nothing was searched" in render_party(parties[0])


@pytest.mark.browser
def test_hostile_records_stay_text_and_the_page_holds_what_every_page_must(
    browser, scanned, cases, tmp_path
):
    copy = tmp_path / "w.duckdb"
    shutil.copy(scanned, copy)
    prefix = HOSTILE[0] + HOSTILE[3] + HOSTILE[2] + HOSTILE[4]
    with open_workspace(copy) as con:
        for column in NAMES.split():
            con.execute(
                f"update shipment_versions set {column} = $text || trim({column})",
                {"text": prefix},
            )
        for table, column in (("party_link", "name"), ("party", "name"), ("party", "activity"),
                              ("address_link", "address"), ("party_match", "words"),
                              ("address_cluster", "why"), ("cases", "title")):  # fmt: skip
            con.execute(f"update {table} set {column} = $text || {column}", {"text": prefix})
        write_case(con, cases[0].story.case_id, tmp_path / "out")
    pages = sorted((tmp_path / "out").glob("party-*.html"))
    assert pages
    assert faults_of(browser, pages[0]) == []
    for page in pages:
        text = page.read_text("utf-8")
        assert "&lt;img src=x" in text
        assert "<img" not in text
        assert "<script" not in text
        assert "AAAA" * 100 not in text
