"""Ordinary explanations against ledgers in which they hold, and in which they do not."""

from datetime import date

import pytest

from detector.cases import InnocentTest, weigh_innocents
from detector.cases.innocent import EXPLANATIONS, NOT, OPEN, SUPPORTS

ZEROS = """
    customers customer_lines customer_days with_procedure on_return on_loan with_serials came_back
    ancillaries ancillaries_known through_forwarder forwarder_with_user affiliated with_affiliation
    heading_changed buyer_apart with_buyer gaming aged with_chip ambiguous restricted licensed
    licences_known
"""
BLANKS = ("days_to_rule", "rush_of_peers", "sent_on", "stated_mw")
CALM = dict.fromkeys(ZEROS.split(), 0.0) | dict.fromkeys(BLANKS)
CALM |= {"days_of_records": 900.0, "lines": 4.0}


@pytest.mark.parametrize(
    ("key", "counts", "verdict"),
    [
        ("B01", {"customers": 40, "customer_days": 800}, SUPPORTS),
        ("B01", {"customers": 3, "customer_days": 800}, NOT),
        ("B01", {"customers": 3, "customer_days": 40, "days_of_records": 60}, OPEN),
        ("B02", {"on_return": 2, "with_procedure": 4}, SUPPORTS),
        ("B02", {"with_procedure": 4}, NOT),
        ("B02", {}, OPEN),
        ("B03", {"ancillaries": 5, "ancillaries_known": 100}, SUPPORTS),
        ("B03", {"ancillaries_known": 100}, NOT),
        ("B03", {}, OPEN),
        ("B04", {"through_forwarder": 4, "forwarder_with_user": 4}, SUPPORTS),
        ("B04", {"through_forwarder": 4, "forwarder_with_user": 1}, NOT),
        ("B05", {"on_loan": 1}, SUPPORTS),
        ("B05", {"with_procedure": 2}, NOT),
        ("B06", {"days_to_rule": 20, "rush_of_peers": 2.0}, SUPPORTS),
        ("B06", {"days_to_rule": 20, "rush_of_peers": 1.0}, NOT),
        ("B06", {"days_to_rule": 20}, OPEN),
        ("B07", {"affiliated": 2, "heading_changed": 1}, SUPPORTS),
        ("B07", {}, OPEN),
        ("B08", {"with_buyer": 4, "buyer_apart": 1}, SUPPORTS),
        ("B08", {"with_buyer": 4}, NOT),
        ("B09", {"sent_on": 0.0, "ancillaries": 2}, SUPPORTS),
        ("B09", {"sent_on": 0.8, "ancillaries": 2}, NOT),
        ("B09", {}, OPEN),
        ("B10", {"gaming": 3}, SUPPORTS),
        ("B10", {"gaming": 1}, NOT),
        ("B11", {"with_chip": 4, "aged": 4}, SUPPORTS),
        ("B11", {"with_chip": 4}, NOT),
        ("B12", {"affiliated": 1, "with_affiliation": 1}, SUPPORTS),
        ("B12", {"with_affiliation": 4}, NOT),
        ("B13", {"ambiguous": 3}, SUPPORTS),
        ("B13", {"ambiguous": 1}, NOT),
        ("B14", {"restricted": 2, "licensed": 2, "licences_known": 9}, SUPPORTS),
        ("B14", {"restricted": 2, "licences_known": 9}, NOT),
        ("B14", {"restricted": 2}, OPEN),
    ],
)
def test_each_explanation_is_judged_by_its_counts(key, counts, verdict):
    judged, told = EXPLANATIONS[key][1](CALM | counts)
    assert judged == verdict
    assert told.endswith(".")


def test_without_the_tables_of_a_scan_nothing_is_tested(con):
    assert weigh_innocents(con, {"C-1": [1]}, date(2025, 1, 1)) == {}


def test_what_supports_stands_first_and_every_test_names_the_paper_that_settles_it():
    assert all(settles for _, _, settles in EXPLANATIONS.values())
    assert InnocentTest.__slots__ == ("key", "name", "verdict", "told", "settles")
