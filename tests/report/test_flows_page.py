"""The page of the statistics: whole, silent, without script, the same bytes again."""

import dataclasses
import html
import json
import re

import pandas as pd
import pytest

from detector.cli import main
from detector.errors import InputError
from detector.flows import FlowPlan
from detector.movements import find_twins
from detector.records import load_frame
from detector.report import gather_flows, render_flows, write_flows
from detector.report.flows_sheets import START, WIDTH, draw_gaps, read_once
from detector.report.sheet import Sheet
from detector.workspace import open_memory, open_workspace
from tests.flows.statistics import load
from tests.flows.test_balance import LINES, SITE
from tests.flows.test_pairing import closed
from tests.ledgers import ledger
from tests.pages import faults_of
from tests.report.test_page import ACCUSING

HOSTILE = "</script><img src=x onerror=window.ran=1>"
NAMES = {"F0": "TW", "F1": "US", "F2": "KR", "H0": "SG", "H1": "MY", "H2": "TH", "H3": "HK"}


def closing_hub():
    """Both sides of a hub's closing in July 2022, months of six years."""
    laid = closed(1)
    rows = []
    for row in range(len(laid.origins)):
        out, into = NAMES[laid.origins[row]], NAMES[laid.destinations[row]]
        for place, amount in enumerate(laid.amounts[row]):
            rows.append((laid.label(place), out, into, "export", amount))
            rows.append(
                (laid.label(place), into, out, "import", amount * (3 if into == "MY" else 1))
            )
    cells = pd.DataFrame(rows, columns=["period", "reporter", "partner", "flow", "value_usd"])
    return cells.assign(hs_code="8542", value_usd=cells["value_usd"].round(2))


@pytest.fixture(scope="module")
def found():
    con = open_memory(memory_limit="1GB")
    load(con, closing_hub(), HOSTILE)
    ledger(con, LINES)
    find_twins(con)
    load_frame(con, "clusters", pd.DataFrame([SITE]))
    yield gather_flows(con)
    con.close()


@pytest.fixture
def hostile(found):
    gap = dataclasses.replace(found.mirror.gaps[0], product=HOSTILE, innocent=HOSTILE)
    date = dataclasses.replace(found.displacement.dates[0], event=HOSTILE * 50)
    dates = (date, *found.displacement.dates[1:])
    return dataclasses.replace(
        found,
        mirror=dataclasses.replace(found.mirror, gaps=(gap, *found.mirror.gaps[1:])),
        displacement=dataclasses.replace(found.displacement, dates=dates),
    )


def test_every_part_is_there_with_bands_and_innocent_readings(found):
    page = html.unescape(render_flows(found))
    assert found.missing == ()
    for title in ("books differ most", "never arrived", "ways that opened", "what stands"):
        assert title in page
    assert found.mirror.gaps[0].innocent.split(":")[0] in page
    assert found.balance.countries[0].innocent in page
    assert "90 % band" in page


def test_the_same_findings_give_the_same_bytes_and_the_json_holds_them(found, tmp_path):
    one, two = (write_flows(found, tmp_path / name) for name in "ab")
    assert one.read_bytes() == two.read_bytes()
    told = json.loads(one.with_suffix(".json").read_text(encoding="utf-8"))
    assert told["mirror"]["gaps"][0]["product"] == "8542"
    assert sorted(path.name for path in one.parent.iterdir()) == ["flows.html", "flows.json"]


def test_nothing_outside_the_page_is_named_nothing_runs_and_no_sentence_accuses(hostile):
    page = render_flows(hostile)
    assert not re.search(r"https?:|//cdn|@import|url\(|<script", page)
    assert "<img" not in page
    assert not ACCUSING.search(page)


def test_what_is_not_there_is_told_and_not_left_out_in_silence(con):
    load(con, closing_hub())
    told = gather_flows(con)
    assert [name for name, _ in told.missing] == ["Balance"]
    assert "Balance is not told: The shipments have not been scanned" in render_flows(told)


def test_an_empty_workspace_gives_a_page_that_says_so(con):
    told = gather_flows(con)
    assert len(told.missing) == 3
    assert "no statistics that could be compared" in render_flows(told)


def test_a_publisher_that_is_not_there_is_refused(con):
    load(con, closing_hub())
    with pytest.raises(InputError, match="no statistics of"):
        gather_flows(con, FlowPlan(publisher="nobody"))


def test_every_drawn_gap_lies_on_the_scale_and_zero_too(found):
    bars, zero = draw_gaps(found.mirror.gaps[:10])
    for bar in bars:
        assert START - 0.2 <= bar.low <= bar.at <= bar.low + bar.wide + 0.2
        assert bar.low + bar.wide <= START + WIDTH + 0.2
    assert START <= zero <= START + WIDTH
    assert draw_gaps(()) == ((), 0.0)


def test_the_commands_tell_and_write_the_page(tmp_path, capsys):
    workspace = tmp_path / "w.duckdb"
    with open_workspace(workspace) as con:
        load(con, closing_hub())
    for command in ("mirror", "displacement"):
        given = ["flows", command, "-w", str(workspace), "--out", str(tmp_path / command)]
        assert main(given) == 0
        assert "The page lies at" in capsys.readouterr().out
        assert (tmp_path / command / "flows.html").exists()
    assert main(["flows", "mirror", "-w", str(workspace), "--json", "--most", "2"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["data"]["gaps"]) == 2
    assert main(["flows", "balance", "-w", str(workspace)]) == 4
    assert "not been scanned" in capsys.readouterr().err


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["found", "hostile"])
def test_the_page_has_no_fault(browser, tmp_path, request, kind):
    page = write_flows(request.getfixturevalue(kind), tmp_path)
    assert faults_of(browser, page) == []


def test_a_reading_that_each_row_repeats_is_told_once_in_the_note():
    head, same = ("Country", "Left", "Innocent reading"), "Spares also leave such a gap."
    rows = (("India", "9", same), ("Italy", "7", same))
    told = read_once(Sheet("k", "K", "Title", "Note.", head, rows, texts=(2,)))
    assert told.head == head[:2]
    assert told.rows == (("India", "9"), ("Italy", "7"))
    assert told.note == f"Note. Innocent reading of all of them: {same}"
    apart = Sheet("k", "K", "Title", "Note.", head, (rows[0], ("Italy", "7", "Another.")))
    assert read_once(apart) == apart
