"""Reads the assumptions: one TOML of ours, overridden by name by the user's own."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from detector.errors import SettingsError
from detector.flows.estimate.quantities import ALL_NUMBERS, Quantity
from detector.flows.estimate.rows import (
    Counted,
    Gap,
    Lawful,
    Lists,
    Mix,
    Purchase,
    QuarterShares,
    Quoted,
)

SHIPPED = "parameters.toml"
OWN_MARK = "given"


@dataclass(frozen=True, slots=True)
class Assumptions:
    """All that an estimate assumes, whole and checked.

    ``given`` names what the user's own file set; ``fingerprint`` is a hash of the content.
    """

    quantities: dict[str, Quantity]
    weights: dict[str, float]
    mix: Mix
    quarter_shares: QuarterShares
    purchases: tuple[Purchase, ...]
    lawful: tuple[Lawful, ...]
    counted: Counted
    quoted: tuple[Quoted, ...]
    mirror_gaps: tuple[Gap, ...]
    balance_gaps: tuple[Gap, ...]
    lists: Lists
    given: tuple[str, ...]
    fingerprint: str

    def __getitem__(self, name: str) -> Quantity:
        return self.quantities[name]

    def years(self) -> tuple[int, ...]:
        """Give the years that an estimate can be made for."""
        told = (name.removeprefix("activity.") for name in self.quantities if "activity." in name)
        return tuple(sorted(int(year) for year in told if year in self.mix.years))


_TABLES: dict[str, tuple[str, Any]] = {
    "purchase": ("purchases", TypeAdapter(list[Purchase])),
    "lawful": ("lawful", TypeAdapter(list[Lawful])),
    "quoted": ("quoted", TypeAdapter(list[Quoted])),
    "mirror_gap": ("mirror_gaps", TypeAdapter(list[Gap])),
    "balance_gap": ("balance_gaps", TypeAdapter(list[Gap])),
    "quarter_shares": ("quarter_shares", TypeAdapter(QuarterShares)),
    "claim_counts": ("counted", TypeAdapter(Counted)),
    "lists": ("lists", TypeAdapter(Lists)),
    "weights": ("weights", TypeAdapter(dict[str, float])),
}
_MERGED = ("weights", "mix", "quarter_shares", "claim_counts")
_ROWS = ("purchase", "lawful", "quoted", "mirror_gap", "balance_gap")


def read_assumptions(path: Path | None = None) -> Assumptions:
    """Read the assumptions that chiptrace ships, and the user's own above them.

    Parameters
    ----------
    path : Path, optional
        The user's TOML; it names only what it changes. A quantity that it changes counts as
        given by it unless it tells its own source and mark.

    Raises
    ------
    SettingsError
        If the file is missing or no TOML, names something unknown, or a number makes no sense.
    """
    whole = dict(_shipped())
    own = _read_own(path) if path else {}
    where = str(path) if path else SHIPPED
    _refuse_unknown(own, whole, where)
    given = tuple(_lay_over(whole, own))
    return _checked(whole, given, where)


@cache
def _shipped() -> dict[str, Any]:
    text = files("detector.flows.estimate").joinpath(SHIPPED).read_text(encoding="utf-8")
    return tomllib.loads(text) | {"mirror_gap": [], "balance_gap": [], "lists": {}}


def _read_own(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(
            f"The parameters cannot be read: {error.strerror}",
            str(path),
            "Name a file that exists.",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"The parameters are no TOML: {error}",
            str(path),
            "Write tables such as [public.share_seen].",
        ) from error


def _refuse_unknown(own: Mapping[str, Any], whole: Mapping[str, Any], where: str) -> None:
    for name, told in own.items():
        if name not in whole:
            raise _unknown(name, whole, where)
        if _is_group(whole[name]):
            if not isinstance(told, dict):
                raise _wrong(name, "a group of quantities was expected", where)
            for inner, quantity in told.items():
                if inner not in whole[name]:
                    raise _unknown(
                        f"{name}.{inner}", [f"{name}.{one}" for one in whole[name]], where
                    )
                if not isinstance(quantity, dict):
                    raise _wrong(f"{name}.{inner}", "a quantity was expected", where)
        elif name == "weights" and isinstance(told, dict):
            for inner in told:
                if inner not in whole[name]:
                    raise _unknown(
                        f"weights.{inner}", [f"weights.{one}" for one in whole[name]], where
                    )


def _is_group(told: object) -> bool:
    """Say whether a table of the shipped file holds quantities."""
    return isinstance(told, dict) and any(
        isinstance(inner, dict) and "kind" in inner for inner in told.values()
    )


def _lay_over(whole: dict[str, Any], own: Mapping[str, Any]) -> list[str]:
    given = []
    for name, told in own.items():
        if _is_group(whole[name]):
            whole[name] = dict(whole[name])
            for inner, quantity in told.items():
                whole[name][inner] = _quantity_over(whole[name][inner], quantity)
                given.append(f"{name}.{inner}")
        elif name in _MERGED and isinstance(told, dict):
            whole[name] = whole[name] | told
            given += [f"{name}.{inner}" for inner in told]
        else:
            whole[name] = told
            given.append(name)
    return given


def _quantity_over(ours: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: told for name, told in ours.items() if name not in ALL_NUMBERS}
    numbers = {} if "kind" in own else {n: told for n, told in ours.items() if n in ALL_NUMBERS}
    return {**kept, **numbers, "source": "your file", "mark": OWN_MARK, **own}


def _checked(whole: Mapping[str, Any], given: tuple[str, ...], where: str) -> Assumptions:
    quantities = {
        f"{group}.{name}": _valid(TypeAdapter(Quantity), told, f"{group}.{name}", where)
        for group, inner in whole.items()
        if _is_group(inner)
        for name, told in inner.items()
    }
    mix = dict(whole["mix"])
    years = {name: mix.pop(name) for name in list(mix) if name.isdigit()}
    parts = {
        field: _valid(adapter, whole[name], name, where)
        for name, (field, adapter) in _TABLES.items()
    }
    parts |= {_TABLES[name][0]: tuple(parts[_TABLES[name][0]]) for name in _ROWS}
    for name, weight in parts["weights"].items():
        if not 0 <= weight < float("inf"):
            raise _wrong(f"weights.{name}", f"{weight!r} is no weight of 0 or more", where)
    return Assumptions(
        quantities=quantities,
        mix=_valid(TypeAdapter(Mix), mix | {"years": years}, "mix", where),
        given=given,
        fingerprint=fingerprint_of(whole),
        **parts,
    )


def fingerprint_of(whole: Mapping[str, Any]) -> str:
    """Hash all assumptions; the order of keys does not matter."""
    text = json.dumps(whole, sort_keys=True, default=str, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def _valid(adapter: Any, told: object, name: str, where: str) -> Any:
    try:
        return adapter.validate_python(told)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join([name, *(str(part) for part in first["loc"])])
        if first["type"] == "extra_forbidden":
            raise SettingsError(
                f"Unknown parameter {place!r}", where, "Remove it, or correct its name."
            ) from error
        raise _wrong(place, first["msg"].removeprefix("Value error, "), where) from error


def _unknown(name: str, known: Any, where: str) -> SettingsError:
    near = get_close_matches(name, list(known), n=1)
    listed = ", ".join(known)
    fix = f"Did you mean {near[0]!r}?" if near else f"Use one of: {listed}."
    return SettingsError(f"Unknown parameter {name!r}", where, fix)


def _wrong(name: str, why: str, where: str) -> SettingsError:
    return SettingsError(
        f"Parameter {name!r} cannot be used: {why}", where, "Correct it; see docs/estimate.md."
    )
