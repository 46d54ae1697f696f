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

__all__ = [
    "FAMILIES",
    "begin",
    "build_from",
    "last_day_that_stands",
    "lay_out_wordings",
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
    "network",
    "windows",
    "shapes",
    "pass_through",
    "onward",
    "disguise",
    "build_out",
    "returns",
    "serials",
    "mirror",
    "company",
)
