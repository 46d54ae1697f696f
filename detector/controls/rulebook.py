"""The rows of law as the reference tables give them, and which chips and places they reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from detector.reference import read_table

_BOUNDS = (
    ("tpp_min", "tpp", False),
    ("tpp_max", "tpp", True),
    ("density_min", "density", False),
    ("density_max", "density", True),
    ("interconnect_gb_s_min", "interconnect_gb_s", False),
    ("dram_gb_s_max", "dram_gb_s", True),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of ``reference/rules.csv``; its attributes are the columns of that table."""

    rule_id: str
    jurisdiction: str
    title: str
    valid_from: date
    valid_to: date | None
    origin_scope: str | None
    destination_scope: str | None
    headquarters_scope: str | None
    owner_scope: str | None
    item_scope: str
    policy: str
    state: str
    replaces: str | None
    note: str | None
    source: str
    mark: str

    def holds_on(self, day: date) -> bool:
        """Say whether the day lies between the row's first and last."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@cache
def rules() -> tuple[Rule, ...]:
    """Give every row, in the order of the file."""
    return tuple(Rule(**row) for row in _rows("rules"))


@cache
def rule(rule_id: str) -> Rule:
    """Give one row by its id."""
    return next(row for row in rules() if row.rule_id == rule_id)


@cache
def policies() -> dict[str, dict[str, Any]]:
    """Give each policy's outcome, strictness and words."""
    return {row["policy"]: row for row in _rows("rule_policies")}


@cache
def known_through() -> date:
    """Give the last day up to which all rows are known to hold."""
    last: date = min(row["known_through"] for row in _rows("rule_coverage"))
    return last


@cache
def places_of(scope: str) -> frozenset[str]:
    """Give the countries of a scope, which is a name of ``rule_scopes`` or a country itself."""
    countries = _rows("countries")
    sides: dict[str, set[str]] = {"in": set(), "out": set()}
    for member in (row for row in _rows("rule_scopes") if row["scope"] == scope):
        sides[member["side"]] |= {
            row["iso2"] for row in countries if _belongs(row, member["kind"], member["member"])
        }
    alone = {row["iso2"] for row in countries if row["iso2"] == scope}
    return frozenset((sides["in"] - sides["out"]) | alone)


def _belongs(country: dict[str, Any], kind: str, member: str) -> bool:
    if kind == "country":
        return bool(country["iso2"] == member)
    return member == "all" or bool(country[f"group_{member.replace(':', '').lower()}"])


@cache
def is_country(code: str | None) -> bool:
    """Say whether a code is known."""
    return any(row["iso2"] == code for row in _rows("countries"))


@cache
def chip_of(item: str | None) -> str | None:
    """Give the accelerator that a catalogue id stands for; None where that is not one chip.

    Raises
    ------
    ValueError
        If the catalogue has no such id.
    """
    if item is None or any(row["id"] == item for row in _rows("accelerators")):
        return item
    for row in _rows("servers"):
        if row["id"] == item:
            (first, *others) = str(row["accelerator_ids"]).split("|")
            return None if others else first
    raise ValueError(f"the catalogue has no item {item!r}")


@cache
def control_row_of(item_scope: str, chip: str | None) -> tuple[bool | None, str | None]:
    """Say whether an accelerator is in an item scope, and by which row of the control list.

    Parameters
    ----------
    item_scope : str
    chip : str, optional
        Catalogue id; None = not known which.

    Returns
    -------
    tuple of bool or None, str or None
        None where a figure is missing that would decide.

    Examples
    --------
    >>> control_row_of("3A090.a", "h100-sxm")
    (True, '3A090.a.1')
    >>> control_row_of("3A090.a", "h20")
    (False, None)
    """
    items = [row for row in _rows("rule_items") if row["item_scope"] == item_scope]
    figures = next((row for row in _rows("accelerators") if row["id"] == chip), None)
    told = [(_meets(row, figures), row["control_row"]) for row in items]
    met = sorted(row for fits, row in told if fits)
    if met:
        return True, met[0]
    return (None if any(fits is None for fits, _ in told) else False), None


def _meets(item: dict[str, Any], chip: dict[str, Any] | None) -> bool | None:
    if chip is None:
        return True if item["control_row"] == "any" else None
    parts: list[bool | None] = []
    for bound, figure, is_upper in _BOUNDS:
        if item[bound] is not None:
            value = chip[figure]
            below = None if value is None else value < item[bound]
            parts.append(below if is_upper or below is None else not below)
    if item["dc_use"] is not None:
        parts.append((item["dc_use"] == "no") == (chip["dc_use"] == "no"))
    if item["chips"] is not None:
        parts.append(chip["id"] in item["chips"].split("|"))
    return all_of(parts)


def all_of(parts: Iterable[bool | None]) -> bool | None:
    """Join by "and" with None for not known: one False decides."""
    told = list(parts)
    if any(part is False for part in told):
        return False
    return None if None in told else True


@cache
def _rows(name: str) -> tuple[dict[str, Any], ...]:
    rows = read_table(name).to_dict("records")
    return tuple({str(key): _plain(value) for key, value in row.items()} for row in rows)


def _plain(value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value
