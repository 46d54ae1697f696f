"""What the workspace shows that an estimate can start from: flagged accelerators, by quarter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from detector.parties.keys import name_key
from detector.workspace import Connection, table_exists

LEAST_COVERED = 0.25


@dataclass(frozen=True, slots=True)
class Flags:
    """Flagged accelerators of one year, each physical lot once.

    Attributes
    ----------
    units : float
        Chips in cases that nobody has cleared, by the year of their first departure.
    quarters : tuple of float
        The same by quarter.
    diverted, cleared : int
        Cases of any year that reviewers decided.
    covered : float
        Part of the year between the first and the last record, 0 to 1.
    schemes : tuple of str
        Keys of the parties in the year's cases.
    scan : str
        Which scan this is.
    """

    units: float
    quarters: tuple[float, ...]
    diverted: int
    cleared: int
    covered: float
    schemes: tuple[str, ...]
    scan: str


_CASES = """
    select first_shipped_on, units, status, parties from cases
    where scan_id = (select max(scan_id) from scans)
    order by case_id
"""
_SCAN = "select scan_id, as_of, model_name from scans order by scan_id desc limit 1"
_DAYS = """
    select min(shipped_on), max(shipped_on) from ledger
    where year(shipped_on) = $year and shipped_on <= $as_of
    order by all
"""


def latest_year(con: Connection) -> int | None:
    """Give the year of the latest scan's last day; None where nothing was scanned."""
    found = con.execute(_SCAN).fetchall() if table_exists(con, "scans") else []
    return int(found[0][1].year) if found else None


def read_flags(con: Connection, year: int) -> Flags | None:
    """Read the flagged accelerators of a year from the latest scan.

    Parameters
    ----------
    con : Connection
        Only read.
    year : int

    Returns
    -------
    Flags or None
        None where nothing was scanned.
    """
    scans = con.execute(_SCAN).fetchall() if table_exists(con, "scans") else []
    if not scans:
        return None
    scan_id, as_of, model = scans[0]
    cases = con.execute(_CASES).fetchall()
    first, last = con.execute(_DAYS, {"year": year, "as_of": as_of}).fetchall()[0]
    own = [case for case in cases if case[0] and case[0].year == year]
    quarters = [0.0, 0.0, 0.0, 0.0]
    for day, units, status, _ in own:
        if status != "cleared" and units:
            quarters[(day.month - 1) // 3] += float(units)
    return Flags(
        units=sum(quarters),
        quarters=tuple(quarters),
        diverted=sum(case[2] == "diverted" for case in cases),
        cleared=sum(case[2] == "cleared" for case in cases),
        covered=_covered(first, last, year),
        schemes=keys_of(name for case in own for name in case[3] or ()),
        scan=f"scan {scan_id} as of {as_of}, model {model}",
    )


def keys_of(names: Iterable[str]) -> tuple[str, ...]:
    """Give the keys of names, each once, in order.

    Examples
    --------
    >>> keys_of(["Brightwell Asia Pte. Ltd.", "BRIGHTWELL ASIA", ""])
    ('brightwell asia',)
    """
    return tuple(sorted({key for name in names if (key := name_key(name))}))


def _covered(first: date | None, last: date | None, year: int) -> float:
    if first is None or last is None:
        return 0.0
    whole = (date(year, 12, 31) - date(year, 1, 1)).days + 1
    return ((last - first).days + 1) / whole
