"""How odd is it? One portable .sql per family; its header is its contract."""

FAMILIES = (
    "price",
    "declaration",
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
)
