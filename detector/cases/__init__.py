"""Flagged shipments that belong together, with a title in plain words."""

from detector.cases.decided import DESK, Merge, read_merges, told_cases
from detector.cases.grouping import case_of_shipment, group_cases
from detector.cases.innocent import InnocentTest, weigh_innocents
from detector.cases.typology import TYPOLOGIES, pattern_of
from detector.cases.words import country_name, goods_words, joined, plural

__all__ = [
    "DESK",
    "TYPOLOGIES",
    "InnocentTest",
    "Merge",
    "case_of_shipment",
    "country_name",
    "goods_words",
    "group_cases",
    "joined",
    "pattern_of",
    "plural",
    "read_merges",
    "told_cases",
    "weigh_innocents",
]
