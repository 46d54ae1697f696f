from datetime import date
from pathlib import Path

import numpy as np

from detector.narrate import CAVEAT, plain, tell_layouts, tell_load, tell_scan
from detector.narrate.scanning import tell_section
from detector.pipeline import ScanSummary
from detector.records import FileReport, known_layouts
from detector.report import Fact, Section

SUMMARY = ScanSummary(1, date(2025, 3, 1), 4_000, 20, 7, 12.0, "m", True)


def test_a_load_tells_lines_and_the_commonest_reasons_first():
    report = FileReport(
        "may.csv",
        "shipments",
        "canonical",
        "may",
        "utf-8",
        physical_lines=1_005,
        loaded=1_000,
        rejected=4,
        skipped=1,
        reasons={"no usable date": 4, "not a number": 9},
    )
    first, *others = tell_load([report]).splitlines()
    assert "1,000 lines loaded" in first
    assert [line.split(maxsplit=1)[1] for line in others] == ["not a number", "no usable date"]


def test_a_file_that_was_loaded_before_is_told_so():
    report = FileReport("may.csv", "shipments", "canonical", "may", "utf-8", 5, already_loaded=True)
    assert "loaded before" in tell_load([report])


def test_a_scan_tells_what_to_do_next_and_what_a_flag_is():
    told = tell_scan(SUMMARY, Path("w.duckdb"))
    assert "4,000 lines scored, 20 flagged in 7 cases" in told
    assert "chiptrace report --workspace w.duckdb" in told
    assert told.endswith(CAVEAT)


def test_every_layout_is_listed():
    assert len(tell_layouts(known_layouts()).splitlines()) == len(known_layouts())


def test_results_become_what_json_can_hold():
    told = plain({"scan": SUMMARY, "n": np.float64(2.5), "days": (date(2025, 1, 2),)})
    assert told["scan"]["as_of"] == "2025-03-01"
    assert told["n"] == 2.5
    assert told["days"] == ["2025-01-02"]


def test_a_section_names_whom_its_facts_are_about_once_and_shows_the_evidence():
    facts = (
        Fact("", "best belief", "network equipment", "by words"),
        Fact("consignee Oak", "parent", "Elm"),
        Fact("consignee Oak", "activity", "Restaurants", "table parties"),
    )
    assert tell_section(Section("all", "All of it", facts)) == [
        "  all of it:",
        "    best belief: network equipment  [by words]",
        "    consignee Oak",
        "      parent: Elm",
        "      activity: Restaurants  [table parties]",
    ]
