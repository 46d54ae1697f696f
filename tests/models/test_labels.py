from datetime import date

import pandas as pd
import pytest

from detector.models import read_labels
from detector.records import load_frame
from detector.workspace import open_memory

LINES = pd.DataFrame(
    {
        "shipment_no": [1, 2, 3, 4, 5],
        "source": "books",
        "shipment_id": ["S1", "S2", "S3", "S4", "S5"],
    }
)


@pytest.fixture
def con():
    with open_memory() as opened:
        yield opened


def decide(con, *rows):
    names = ("shipment_id", "case_id", "decision", "decided_on", "reason_code")
    frame = pd.DataFrame([dict(zip(names, row, strict=False)) for row in rows])
    load_frame(con, "dispositions", frame.assign(decided_by="ana"), "desk")


def labels(con, **asked):
    return read_labels(con, LINES, **asked)["positive"].to_dict()


def test_without_decisions_there_are_no_labels(con):
    assert labels(con) == {}


def test_diverted_is_positive_cleared_negative_and_the_rest_no_label(con):
    decide(
        con,
        ("S1", None, "diverted", "2025-03-01"),
        ("S2", None, "cleared", "2025-03-01"),
        ("S3", None, "referred", "2025-03-01"),
        ("S4", None, "insufficient", "2025-03-01"),
    )
    assert labels(con) == {1: True, 2: False}


@pytest.mark.parametrize(
    ("decision", "code", "told"),
    [
        ("referred", "D61", {1: True}),
        ("cleared", "D11:B04", {1: False}),
        ("cleared", "D12", {}),
        ("insufficient", "D10", {}),
    ],
)
def test_reason_codes_say_what_was_found_out(con, decision, code, told):
    decide(con, ("S1", None, decision, "2025-03-01", code))
    assert labels(con) == told


def test_the_latest_decision_counts_and_later_ones_are_not_seen(con):
    decide(
        con,
        ("S1", None, "cleared", "2025-03-01"),
        ("S1", None, "diverted", "2025-05-01"),
        ("S2", None, "cleared", "2025-03-01"),
        ("S2", None, "insufficient", "2025-04-01"),
    )
    assert labels(con) == {1: True}
    assert labels(con, as_of=date(2025, 4, 30)) == {1: False}


def test_a_clearance_expires_and_a_finding_does_not(con):
    decide(con, ("S1", None, "cleared", "2024-01-01"), ("S2", None, "diverted", "2024-01-01"))
    assert labels(con, as_of=date(2024, 12, 31), keep_days=365) == {1: False, 2: True}
    assert labels(con, as_of=date(2025, 1, 1), keep_days=365) == {2: True}


def test_a_decision_on_a_case_weighs_once_and_one_on_its_line_goes_first(con):
    con.execute(
        "create table scores as select * from (values (1, 'C-1', 'books', 'S1'), "
        "(1, 'C-1', 'books', 'S2'), (1, 'C-2', 'books', 'S3')) "
        "as told(scan_id, case_id, source, shipment_id)"
    )
    decide(
        con,
        (None, "C-1", "cleared", "2025-03-01"),
        (None, "C-2", "diverted", "2025-03-01"),
        ("S2", None, "diverted", "2025-01-01"),
    )
    told = read_labels(con, LINES)
    assert told["positive"].to_dict() == {1: False, 2: True, 3: True}
    assert told["weight"].to_dict() == {1: 0.5, 2: 1.0, 3: 1.0}


def test_labels_weigh_by_the_logged_chance_at_most_twentyfold(con):
    con.execute(
        "create table scores as select * from (values (1, 'books', 'S3', 0.4)) "
        "as told(scan_id, source, shipment_id, selection_probability)"
    )
    frame = pd.DataFrame(
        {
            "shipment_id": ["S1", "S2", "S3", "S4"],
            "decision": "cleared",
            "decided_on": "2025-03-01",
            "selection_probability": [0.5, 0.001, None, None],
        }
    )
    load_frame(con, "dispositions", frame, "desk")
    assert read_labels(con, LINES)["weight"].to_dict() == {1: 2.0, 2: 20.0, 3: 2.5, 4: 1.0}
