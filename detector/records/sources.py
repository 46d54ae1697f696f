"""Names the source of a file."""

import re
from pathlib import Path

_YEAR, _GAP, _TWO = r"(?:19|20)\d\d", r"[-_. ]*", r"[-_.]?\d\d"
_PART = rf"[-_.]?(?:w\d\d|q[1-4]|m?\d\d(?:{_TWO}(?:[-_.t]?\d\d{_TWO}(?:{_TWO})?)?)?)"
_DATED = re.compile(
    rf"{_GAP}(?<!\d)(?:\d\d[-_.]\d\d[-_.]{_YEAR}|{_YEAR}(?:{_PART})?)(?!\d){_GAP}", re.IGNORECASE
)
_TEXT = (".csv", ".tsv", ".txt", ".psv", ".dat", ".gz", ".zst", ".json", ".jsonl", ".ndjson")
_SUFFIXES = frozenset((*_TEXT, ".parquet", ".pq", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"))


def default_source(name: str) -> str:
    """Name the source of a file: its name without a date and without suffixes.

    Examples
    --------
    >>> default_source("exports_2025-03.csv.gz"), default_source("ams_2025_W12_final.csv")
    ('exports', 'ams_final')
    >>> default_source("20250309.csv")
    '20250309'
    """
    stem = Path(name)
    while stem.suffix.lower() in _SUFFIXES:
        stem = stem.with_suffix("")
    bare = _DATED.sub(" ", stem.name).strip(" -_.")
    return re.sub(r"\s+", "_", bare) or stem.name
