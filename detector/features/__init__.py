"""How odd is it? One portable .sql per family; its header is its contract."""

from detector.features.watermark import (
    begin,
    build_from,
    last_day_that_stands,
    mark_records,
    remember,
    stands,
)
from detector.features.wording import lay_out_wordings
from detector.features.yardsticks import YARDSTICKS, lay_out_yardsticks

__all__ = [
    "FAMILIES",
    "YARDSTICKS",
    "begin",
    "build_from",
    "last_day_that_stands",
    "lay_out_wordings",
    "lay_out_yardsticks",
    "mark_records",
    "remember",
    "stands",
]

FAMILIES = (
    "price",
    "declaration",
    "wording",
    "counterparty",
    "roles",
    "premises",
    "corridor",
    "lots",
    "timing",
    "cliff",
    "network",
    "windows",
    "shapes",
    "gathering",
    "pass_through",
    "onward",
    "disguise",
    "build_out",
    "returns",
    "serials",
    "mirror",
    "company",
)
