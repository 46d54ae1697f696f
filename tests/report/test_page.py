import ast
import json
import re
import shutil
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest

import detector
from detector.records import load_files
from detector.report import as_json, build_week, render_week, write_report
from detector.report.press import inline_json, policy
from detector.workspace import open_memory, open_workspace
from tests.report import scans
from tests.sample import sample

TEMPLATES = sorted(
    file
    for file in files("detector.report").joinpath("templates").iterdir()
    if file.name.endswith((".html", ".js", ".css"))
)
ACCUSING = re.compile(r"smuggl|illegal|guilty|criminal|\bprov(e|es|ed|en|ing)\b|\bfraud", re.I)


@pytest.fixture(scope="module")
def page(week):
    return render_week(week)


def scripts_of(page):
    return re.findall(r"<script>(.*?)</script>", page, re.S)


def without_plotly(page):
    longest = max(scripts_of(page), key=len)
    return page.replace(longest, "")


def test_the_same_workspace_gives_the_same_bytes(con, tmp_path):
    scans.shipments(con, 400)
    scans.scan(con, 20)
    one, two = (write_report(con, tmp_path / name, single_file=True) for name in "ab")
    assert one.read_bytes() == two.read_bytes()
    assert one.with_suffix(".json").read_bytes() == two.with_suffix(".json").read_bytes()


def test_a_workspace_made_again_gives_the_same_bytes():
    pages = []
    for threads in (1, 2):
        con = open_memory(memory_limit="1GB", threads=threads)
        scans.shipments(con, 400)
        scans.scan(con, 20)
        pages.append(render_week(build_week(con)))
        con.close()
    assert pages[0] == pages[1]


def test_nothing_is_left_half_written_and_the_folder_is_made(con, tmp_path):
    scans.shipments(con, 60)
    scans.scan(con, 3)
    page = write_report(con, tmp_path / "new" / "folder", single_file=True)
    assert sorted(path.name for path in page.parent.iterdir()) == ["2026-W38.html", "2026-W38.json"]


def test_only_scripts_whose_hash_the_policy_names_may_run(page):
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    policy = policy.replace("&#39;", "'")
    named = set(re.findall(r"'sha256-([^']+)'", policy))
    carried = {b64encode(sha256(text.encode()).digest()).decode() for text in scripts_of(page)}
    assert named == carried
    assert len(carried) == 4
    assert "default-src 'none'" in policy
    assert not re.search("unsafe-eval|script-src [^;]*unsafe-inline", policy)


def test_plotly_is_embedded_once(page):
    assert page.count("plotly.js (basic - minified) v") == 1


def test_what_is_vendored_is_what_its_table_says_and_may_stand_in_a_page():
    vendored = Path(detector.__file__).parent / "report" / "vendored"
    told = (vendored / "README.md").read_text(encoding="utf-8")
    kept = {file.name: file.read_bytes() for file in vendored.iterdir()}
    del kept["README.md"]
    assert sorted(kept) == sorted(re.findall(r"^\| `(\S+)`", told, re.M))
    assert all(sha256(whole).hexdigest() in told for whole in kept.values())
    assert not re.search(b"</script|<!--|\r", kept["plotly-basic.min.js"])


def test_nothing_outside_the_page_is_named(page):
    rest = without_plotly(page).replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|//cdn|@import|url\(", rest)


def test_no_element_carries_code_or_style(page):
    carried = []
    parser = HTMLParser()
    parser.handle_starttag = lambda _tag, attrs: carried.extend(name for name, _ in attrs)
    parser.feed(without_plotly(page))
    assert len(carried) > 1_000
    assert not [name for name in carried if name.startswith("on") or name == "style"]


def test_each_page_says_what_a_flag_is_not(page):
    text = without_plotly(page)
    assert text.count("reason to look, not evidence") >= 2
    assert "Verify against the original documents" in text
    assert "o automated decision" in text


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_no_template_accuses(file):
    assert not ACCUSING.search(file.read_text(encoding="utf-8"))


def test_no_sentence_that_code_writes_on_a_page_accuses():
    for room in ("report", "cases", "narrate", "review", "evaluate"):
        for file in (Path(detector.__file__).parent / room).rglob("*.py"):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            told = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
            for text in (str(node.value) for node in told if id(node) not in docs):
                assert not ACCUSING.search(text), f"{file.name}: {text[:80]}"


def test_every_page_stands_in_the_shell_that_says_what_a_flag_is_not():
    pages = [file for file in TEMPLATES if "<main" in (text := file.read_text("utf-8"))]
    assert [file.name for file in pages] == ["shell.html"]
    text = pages[0].read_text("utf-8")
    assert "reason to look, not evidence. Verify against the original documents. No auto" in text


def test_no_policy_allows_scripts_to_be_made_from_text():
    for scripts in ([], ["one"], ["one", "two"]):
        told = policy(scripts, "style")
        assert "unsafe-eval" not in told
        assert "default-src 'none'" in told
        assert ("script-src" in told) is bool(scripts)


def test_no_sentence_on_the_page_accuses(page):
    assert not ACCUSING.search(without_plotly(page))


def test_five_thousand_rows_fit_in_seven_megabytes(con):
    scans.shipments(con, 6_000)
    scans.scan(con, 5_000, reasons=14)
    findings = build_week(con)
    assert len(findings.queue) == 5_000
    assert len(render_week(findings).encode()) < 7_000_000


def test_rows_beyond_the_limit_are_counted_not_dropped_in_silence(con):
    scans.shipments(con, 200)
    scans.scan(con, 50)
    findings = build_week(con, rows=30)
    assert (len(findings.queue), findings.totals.queue_left_out) == (30, 20)
    assert "20 more flagged shipments are not shown" in render_week(findings)


def test_the_json_twin_holds_what_the_page_shows(week):
    told = json.loads(as_json(week))
    assert told["brief"] == list(week.brief)
    assert len(told["queue"]) == len(week.queue)
    assert told["queue"][0]["reasons"][0]["text"] == week.queue[0].reasons[0].text
    assert {"cases", "trend", "lanes", "signals", "sources", "files", "rejected", "made"} <= set(
        told
    )


def test_markup_in_any_text_is_escaped(week):
    row = replace(week.queue[0], exporter="<script>alert(1)</script>", lane=("<b>", "US"))
    page = without_plotly(render_week(replace(week, queue=(row,))))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert '"<b>"' not in page


def test_json_in_the_page_cannot_end_its_script():
    text = str(inline_json(["</script>", "<!--", "\u2028"]))
    assert "<" not in text
    assert json.loads(text) == ["</script>", "<!--", "\u2028"]


def test_the_folder_form_links_each_case_to_its_file(scanned, tmp_path):
    with open_workspace(scanned, read_only=True) as con:
        page = write_report(con, tmp_path)
    links = re.findall(r'href="([^"#]+/case-[^"]+)"', page.read_text("utf-8"))
    assert links
    assert all((tmp_path / link).exists() for link in links)
    assert len(links) == len(list((tmp_path / f"{page.stem}-cases").glob("case-*.html")))


def test_statistics_are_told_only_where_they_are_loaded(scanned, tmp_path):
    copy = tmp_path / "w.duckdb"
    shutil.copy(scanned, copy)
    with open_workspace(copy) as con:
        assert build_week(con).flows is None
        sample().trade_flows.to_csv(tmp_path / "trade_flows.csv", index=False)
        load_files(con, [tmp_path / "trade_flows.csv"])
        found = build_week(con)
    assert found.flows is not None
    page = render_week(found)
    gap = found.flows.mirror.gaps[0]
    assert 'id="flows"' in page
    assert gap.product in page
