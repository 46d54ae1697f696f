"""Weighs which column of the contract a header name may stand for."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from detector.records.contract import TABLES
from detector.records.guess_words import concepts
from detector.records.headers import plain
from detector.records.places import country

ANY, EXPORT, IMPORT, UNKNOWN = "any", "export", "import", "unknown"
LEAST = 0.5
_NEUTRAL = frozenset(("language", "in:", "last:unit", "last:quantity"))
_MONEY_FIELDS = ("value", "value_usd")
_FULL_CODE = ("6", "8", "9", "10", "11", "12")
_UNKNOWN_WORD, _OTHER_LANGUAGE, _CODE_OF_IT = 0.85, 0.97, 0.93
_BASES = ("FOB", "CIF")
_NAMED = frozenset(("carrier", "forwarder", "procedure", "transport_mode", "exporter", "consignee"))


@dataclass(frozen=True, slots=True)
class Rule:
    """A column of the contract, and the concepts that a header name of it holds."""

    kind: str
    field: str
    direction: str
    needs: tuple[frozenset[str], ...]
    may: frozenset[str]
    score: float


@dataclass(frozen=True, slots=True)
class Name:
    """A header name and what its words mean.

    Attributes
    ----------
    text : str
    concepts : tuple of str
        In order.
    unknown : tuple of str
        Words without a meaning, numbers among them.
    """

    text: str
    concepts: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def currency(self) -> str | None:
        """The currency that the name states, or None."""
        return next((one[3:] for one in self.concepts if one.startswith("in:") and one[3:]), None)

    @property
    def basis(self) -> str | None:
        """Fob or cif, where the name states one of them."""
        told = [basis.lower() for basis in _BASES if basis.lower() in self.concepts]
        return told[0] if len(told) == 1 else None


def read_name(text: str) -> Name:
    """Read the words of a header name.

    Examples
    --------
    >>> read_name("TOTAL_USD_FOB").currency, read_name("INDIAN_PORT").concepts
    ('USD', ('port', 'home'))
    """
    meant, unknown = concepts(text)
    homes = [word for word in unknown if _is_country(word)]
    extra = ["home"] if homes else []
    if "hs" in meant and any(word in ("2", "4") for word in unknown):
        extra.append("level")
    if meant and meant[-1] in ("unit", "quantity") and {"unit", "quantity"} <= set(meant):
        extra.append(f"last:{meant[-1]}")
    left = tuple(word for word in unknown if word not in homes)
    return Name(text, (*meant, *extra), left)


def weigh(name: Name, kind: str, direction: str) -> dict[str, float]:
    """Say how well a header name fits each column of a kind of records.

    Parameters
    ----------
    name : Name
    kind : str
    direction : str
        any, export or import: what the file is about.

    Returns
    -------
    dict
        By column of the contract: 0 to 1. Columns that do not fit are left out.
    """
    as_is = plain(name.text)
    found = {field: 1.0 for field in TABLES[kind].names if plain(field) == as_is}
    had = frozenset(name.concepts) | {"in:" for one in name.concepts if one.startswith("in:")}
    for rule in _rules()[kind]:
        if not _concerns(rule, direction) or not _fits(had, rule):
            continue
        weight = _weight(name, rule) * _usual_basis(name, rule, direction)
        if weight > found.get(rule.field, 0.0):
            found[rule.field] = weight
    return found


def direction_of(names: Sequence[Name], file_name: str) -> str:
    """Say whether a file is about exports or imports, or any: by its own name and its header."""
    told = set(concepts(file_name)[0])
    balance = 2 * (("export" in told) - ("import" in told))
    for name in names:
        had = set(name.concepts)
        balance += (2 if "date" in had else 1) * (("export" in had) - ("import" in had))
        if "name" in had or len(had) == 1:
            balance += ("buyer" in had) - ("supplier" in had)
    return EXPORT if balance > 0 else IMPORT if balance < 0 else ANY


def _concerns(rule: Rule, direction: str) -> bool:
    return rule.direction in (ANY, direction) or (rule.direction, direction) == (UNKNOWN, ANY)


def _fits(had: frozenset[str], rule: Rule) -> bool:
    if not all(had & group for group in rule.needs):
        return False
    wanted = frozenset().union(*rule.needs) | rule.may | _NEUTRAL
    return all(one in wanted or (one.startswith("in:") and "in:" in wanted) for one in had) and (
        "in:" not in had or "in:" in rule.may or any("in:" in group for group in rule.needs)
    )


def _weight(name: Name, rule: Rule) -> float:
    weight = rule.score
    for word in name.unknown:
        is_length = (rule.field == "hs_code" and word in _FULL_CODE) or (
            "iso2" in name.concepts and word in ("2", "3")
        )
        weight *= 1.0 if is_length else _UNKNOWN_WORD
    if "language" in name.concepts:
        weight *= _OTHER_LANGUAGE
    if rule.field in _NAMED and "id" in name.concepts:
        weight *= _CODE_OF_IT
    if rule.field in _MONEY_FIELDS:
        weight *= _money(name)
    return min(weight, 1.0)


def _money(name: Name) -> float:
    had = set(name.concepts)
    factor = 1.0
    if name.currency:
        factor = 1.07 if name.currency == "USD" else 0.9
    elif "foreign" in had:
        factor = 0.88
    elif "local" in had:
        factor = 0.85
    if "thousand" in had or "million" in had:
        factor *= 0.9
    return factor


def _usual_basis(name: Name, rule: Rule, direction: str) -> float:
    unusual = {EXPORT: "cif", IMPORT: "fob"}.get(direction)
    return 0.99 if rule.field in _MONEY_FIELDS and unusual and name.basis == unusual else 1.0


@cache
def _is_country(word: str) -> bool:
    stems = [word, *(word.removesuffix(end) for end in ("n", "an", "ian", "ese") if end)]
    return any(len(stem) > 3 and country(stem) is not None for stem in stems)


@cache
def _rules() -> dict[str, tuple[Rule, ...]]:
    text = files("detector.records").joinpath("header_rules.csv").read_text(encoding="utf-8")
    found: dict[str, list[Rule]] = {kind: [] for kind in TABLES}
    for row in csv.DictReader(text.splitlines()):
        needs = tuple(frozenset(group.split("|")) for group in row["needs"].split())
        may = frozenset(row["may"].split())
        found[row["kind"]].append(
            Rule(row["kind"], row["field"], row["direction"], needs, may, float(row["score"]))
        )
    return {kind: tuple(rules) for kind, rules in found.items()}
