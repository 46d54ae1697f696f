"""The companies on the lines of a case: what each is taken for, how surely, and screening."""

import hashlib
from collections.abc import Mapping, Sequence

from detector.report.explain.screening import read_matches
from detector.report.explain.standing import Row, role_words, standing_on
from detector.report.findings import CaseCompany
from detector.report.numerals import clipped, number
from detector.workspace import Connection, table_exists

MOST_COMPANIES = 24
MOST_PAGES = 12  # of a case's companies, those that stand on its first lines
NO_LIST = "no list loaded"
NOT_FOUND = "not found"


def read_companies_of(
    con: Connection, members: Mapping[str, Sequence[int]]
) -> dict[str, tuple[CaseCompany, ...]]:
    """List the companies of each case, those on the lines that rank first on top.

    Parameters
    ----------
    con : Connection
    members : mapping of str to sequence of int
        shipment_no of the lines of each case, by rank.
    """
    by_line: dict[int, list[Row]] = {}
    for row in standing_on(con, [line for each in members.values() for line in each]):
        by_line.setdefault(int(row["shipment_no"]), []).append(row)
    tiers = _tiers(con, [row for rows in by_line.values() for row in rows])
    found = {}
    for case_id, numbers in members.items():
        held: dict[tuple[int, str, str], list[Row]] = {}
        for line in numbers:
            for row in by_line.get(line, ()):
                key = (int(row["group_id"]), str(row["declared"]), str(row["country"] or ""))
                held.setdefault(key, []).append(row)
        found[case_id] = _companies(held, tiers)
    return found


def page_id(first_name: str) -> str:
    """Name the page of a company, by the first of its spellings: equal records, equal names.

    Examples
    --------
    >>> page_id("Oakfield Compute")
    'P-D18B76EA'
    """
    return f"P-{hashlib.sha256(first_name.encode()).hexdigest()[:8].upper()}"


def _companies(
    held: Mapping[tuple[int, str, str], list[Row]], tiers: Mapping[tuple[str, str], str] | None
) -> tuple[CaseCompany, ...]:
    pages = list(dict.fromkeys(group for group, _, _ in held))[:MOST_PAGES]
    told = []
    for (group, declared, country), rows in list(held.items())[:MOST_COMPANIES]:
        weight = rows[0]["match_weight"]
        roles = dict.fromkeys(role_words(str(row["role"])) for row in rows)
        told.append(
            CaseCompany(
                group,
                page_id(str(rows[0]["first_name"])) if group in pages else "",
                clipped(declared),
                clipped(country, 12),
                tuple(roles),
                len({row["shipment_no"] for row in rows}),
                clipped(rows[0]["name"]),
                "equal" if weight is None else f"{number(weight)} bits",
                NO_LIST if tiers is None else tiers.get((declared, country), NOT_FOUND),
            )
        )
    return tuple(told)


def _tiers(con: Connection, rows: Sequence[Row]) -> dict[tuple[str, str], str] | None:
    if not table_exists(con, "screening_match"):
        return None
    names = {(str(row["declared"]), str(row["country"] or "")) for row in rows}
    return {pair: str(hits[0]["tier"]) for pair, hits in read_matches(con, names).items()}
