import dataclasses
import re
from datetime import date

import pandas as pd
import pytest

from detector.errors import RecordError
from detector.flows import Event, FlowPlan, watch_displacement
from detector.flows.displacement import rule_events, watch_panel
from tests.flows.statistics import load
from tests.flows.test_pairing import closed

ACCUSING = re.compile(r"smuggl|illegal|guilty|criminal|\bprov(e|es|ed|en|ing)\b|evade", re.I)
ON = Event(date(2022, 7, 1), "A hub is closed")


@pytest.fixture
def statistics_of_a_closing(con):
    laid = closed(1)
    names = {"F0": "TW", "F1": "US", "F2": "KR", "H0": "SG", "H1": "MY", "H2": "TH", "H3": "HK"}
    rows = [
        (laid.label(place), names[laid.origins[row]], names[laid.destinations[row]], amount)
        for row in range(len(laid.origins))
        for place, amount in enumerate(laid.amounts[row])
    ]
    cells = pd.DataFrame(rows, columns=["period", "reporter", "partner", "value_usd"])
    load(con, cells.assign(flow="export", hs_code="8542"))
    return con


def test_the_pair_stands_under_its_date_with_its_placebo_share(statistics_of_a_closing):
    found = watch_displacement(statistics_of_a_closing, FlowPlan(), [ON])
    (watched,) = found.dates
    first = watched.pairs[0]
    assert (first.closed, first.opened, first.began) == ("HK", "SG", "2022-07")
    assert first.offset_low < first.offset < first.offset_high
    assert found.placebo_dates >= 10
    assert first.placebo_share == pytest.approx(1 / (1 + found.placebo_dates), abs=1e-4)
    assert ("TW→HK", "TW→SG") in first.lanes


def test_dates_that_the_statistics_do_not_reach_are_told_as_not_covered(statistics_of_a_closing):
    early, late = Event(date(2019, 1, 1), "early"), Event(date(2030, 1, 1), "late")
    found = watch_displacement(statistics_of_a_closing, FlowPlan(), [early, late])
    assert [watched.is_covered for watched in found.dates] == [False, False]


def test_few_placebo_dates_give_no_share():
    laid = closed(1)
    events = [Event(date(2021 + n // 12, n % 12 + 1, 1), "any") for n in range(0, 36, 3)]
    found = watch_panel(laid, events, "own")
    assert found.placebo_dates < 10
    assert all(pair.placebo_share is None for one in found.dates for pair in one.pairs)


def test_the_same_lanes_give_the_same_findings(statistics_of_a_closing):
    one, two = (watch_displacement(statistics_of_a_closing, FlowPlan(), [ON]) for _ in "ab")
    assert one == two
    assert not ACCUSING.search(str(dataclasses.asdict(one)))


def test_shipments_must_have_been_scanned(con):
    with pytest.raises(RecordError, match="not been scanned"):
        watch_displacement(con, by_shipments=True)


def test_rule_dates_come_from_the_reference_with_their_source():
    events = rule_events()
    assert date(2022, 10, 7) in {event.on for event in events}
    assert all(event.source for event in events)
