"""How odd is it? One portable .sql per family; its header is its contract."""

from detector.features.wording import lay_out_wordings

__all__ = ["FAMILIES", "lay_out_wordings"]

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
    "pass_through",
    "onward",
    "disguise",
    "build_out",
    "returns",
    "serials",
    "mirror",
    "company",
)
