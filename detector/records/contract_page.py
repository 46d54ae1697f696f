"""Writes the page that tells the records contract, from the contract itself."""

from detector.records.column import Column
from detector.records.contract import DERIVED, LINEAGE, TABLES, Table

_HEAD = """# The records that chiptrace reads

This page is written by `detector/records/contract_page.py` from `detector/records/contract.py`;
a test keeps the two alike.

**Spelling.** Dates as `2025-03-09`, countries as ISO 3166-1 alpha-2, ports as UN/LOCODE,
currencies as ISO 4217, tariff codes as digits without dots; lists in one cell are parted by
`|`; an empty cell says nothing. Layouts translate other spellings. Columns that are not named
here are kept in `extra`.

**What is not loaded.** A shipment is left out only when it has no usable date; when the
shipping date is missing but the arrival is known, the arrival stands in and a remark says so.
Blank parties, countries and tariff codes are loaded as nulls: they are signals themselves. A
line of any other kind is left out only when a needed column cannot be used. A cell that cannot
be read is null, its text stands in `rejects` with `line_kept = true`. Negative amounts, weights
and values cannot be read.

**Ids.** A shipment without an id gets one made of its source, the fingerprint of its file and
its line. When an id comes again from the same source, the later line is current and the earlier
one stays as a version. The same content loaded twice adds nothing.

**Dates.** `2025-03` is the first of March with `date_precision = month`. Whether `03/04/2025` is in
March or April is inferred from the other dates of its column; where nothing tells, the day comes
first, and a remark for the whole file (line 0) says so.

**Money.** A blank currency is US dollars. `value_usd` takes the rate that you loaded for the
month (`rates`), else the European Central Bank's rate of the day, or of up to 31 days before.
Where there is none it is null, and a remark says so.
"""


def contract_page() -> str:
    """Write the contract as Markdown."""
    return "\n".join((_HEAD, *(_section(table) for table in TABLES.values()), _common()))


def _section(table: Table) -> str:
    rows = [_row(column) for column in table.columns]
    derived = [
        f"| `{name}` | {kind} | worked out | {meaning} |"
        for name, (kind, meaning) in DERIVED.get(table.kind, {}).items()
    ]
    either = " or ".join(f"`{name}`" for name in table.one_of)
    needs = f"One of {either} is needed. " if either else ""
    key = ", ".join(f"`{name}`" for name in table.key)
    return "\n".join(
        (
            f"## `{table.kind}`: {table.grain}",
            "",
            f"{needs}Kept in `{table.versions}`; `{table.current}` shows the current versions. A",
            f"later line with the same source and {key} replaces an earlier one.",
            "",
            "| column | kind | need | meaning |",
            "|---|---|---|---|",
            *rows,
            *derived,
            "",
        )
    )


def _row(column: Column) -> str:
    meaning = column.meaning
    if column.unit and column.unit not in ("currency", "quantity_unit"):
        meaning += f" [{column.unit}]"
    if column.choices:
        meaning += ": " + ", ".join(f"`{word}`" for word in column.choices)
    return f"| `{column.name}` | {column.cell} | {'needed' if column.needed else ''} | {meaning} |"


def _common() -> str:
    rows = [f"| `{name}` | {kind} | {meaning} |" for name, (kind, meaning) in LINEAGE.items()]
    return "\n".join(
        ("## Beside every line", "", "| column | kind | meaning |", "|---|---|---|", *rows, "")
    )
