"""What the workspace shows that an estimate can start from: flagged accelerators, by quarter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from detector.cases import told_cases
from detector.flows.estimate.rows import Gap
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
    balance : tuple of Gap
        Chips that hub countries received in these records in the year and neither sent on nor can
        have installed or stocked, where that is above 0.
    """

    units: float
    quarters: tuple[float, ...]
    diverted: int
    cleared: int
    covered: float
    schemes: tuple[str, ...]
    scan: str
    balance: tuple[Gap, ...] = ()


_CASES = """
    select first_shipped_on, units, status, parties from told_case order by case_id
"""
_SCANS = "select scan_id, as_of, model_name from scans order by scan_id desc"
_DAYS = """
    select min(shipped_on), max(shipped_on) from ledger
    where year(shipped_on) = $year and shipped_on <= $as_of
    order by all
"""
_BALANCE = """
    select place, last_low - first_high as low, last_high - first_low as high from (
        select place,
            coalesce(arg_max(gap_low, month) filter (month < $following), 0) as last_low,
            coalesce(arg_max(gap_high, month) filter (month < $following), 0) as last_high,
            coalesce(arg_max(gap_low, month) filter (month < $first), 0) as first_low,
            coalesce(arg_max(gap_high, month) filter (month < $first), 0) as first_high
        from mass_balance join ref_countries on ref_countries.iso2 = mass_balance.place
        where scope = 'country' and hub_role is not null and not group_d5
        group by place
    ) ends
    order by place
"""


def latest_year(con: Connection) -> int | None:
    """Give the year of the latest scan's last day; None where nothing was scanned."""
    found = _scans(con)
    return int(found[0][1].year) if found else None


def read_flags(con: Connection, year: int, scan_id: int | None = None) -> Flags | None:
    """Read the flagged accelerators of a year from a scan.

    Parameters
    ----------
    con : Connection
        Only read.
    year : int
    scan_id : int, optional
        Default: the latest scan.

    Returns
    -------
    Flags or None
        None where nothing was scanned.
    """
    scans = [scan for scan in _scans(con) if scan_id in (None, scan[0])]
    if not scans:
        return None
    number, as_of, model = scans[0]
    with told_cases(con, number):
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
        scan=f"scan {number} as of {as_of}, model {model}",
        balance=_balance(con, year),
    )


def _scans(con: Connection) -> list[tuple[int, date, str]]:
    return con.execute(_SCANS).fetchall() if table_exists(con, "scans") else []


def keys_of(names: Iterable[str]) -> tuple[str, ...]:
    """Give the keys of names, each once, in order.

    Examples
    --------
    >>> keys_of(["Brightwell Asia Pte. Ltd.", "BRIGHTWELL ASIA", ""])
    ('brightwell asia',)
    """
    return tuple(sorted({key for name in names if (key := name_key(name))}))


def _balance(con: Connection, year: int) -> tuple[Gap, ...]:
    """Take the change of each hub country's gap over the year, from the mass balance."""
    if not (table_exists(con, "mass_balance") and table_exists(con, "ref_countries")):
        return ()
    days = {"first": date(year, 1, 1), "following": date(year + 1, 1, 1)}
    return tuple(
        Gap(place=place, year=year, low=max(low, 0.0), high=high, source="records")
        for place, low, high in con.execute(_BALANCE, days).fetchall()
        if high > 0
    )


def _covered(first: date | None, last: date | None, year: int) -> float:
    if first is None or last is None:
        return 0.0
    whole = (date(year, 12, 31) - date(year, 1, 1)).days + 1
    return ((last - first).days + 1) / whole
