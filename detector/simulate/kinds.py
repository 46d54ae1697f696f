"""Kinds of stories: innocents B01-B14 and schemes, read from TOML."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np
from pydantic import BaseModel, ConfigDict

Range = tuple[float, float]
WORDS_FROM = 0.3
STRENGTHS = ("blatant", "clear", "subtle", "expert")


class Kind(BaseModel):
    """How stories of one kind run. Shares are probabilities; pairs are ranges, both ends in.

    The settings are told beside their values in ``innocents.toml`` and ``schemes.toml``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = ""
    weight: float = 1.0
    goods: tuple[str, ...] = ("frontier", "pro")
    supplier: tuple[str, ...] = ("builder", "distributor", "odm", "reseller")
    supplier_in: str = "sellers"
    holder: tuple[str, ...] = ("distributor", "reseller", "cloud")
    holder_in: str = "hubs"
    fresh: float = 0.2
    fresh_age: Range = (15, 400)
    buyer: tuple[str, ...] = ("reseller", "trader", "distributor")
    buyer_in: str = "elsewhere"
    buyer_fresh: float = 0.15
    buyers: Range = (1, 3)
    units: Range = (8, 200)
    inbound: Range = (1, 4)
    onward: Range = (0, 0)
    cover: Range = (0, 4)
    support: Range = (0, 0)
    decoys: Range = (0, 0)
    returns: Range = (0, 0)
    span: Range = (10, 120)
    lag: Range = (3, 60)
    onward_share: Range = (0.5, 1.0)
    strip: float = 0.0
    disguise: float = 0.0
    disguise_in: float = 0.0
    masks: tuple[str, ...] = ("near",)
    false_value: Range = (0.0, 0.0)
    false_weight: Range = (0.0, 0.0)
    price: Range = (-0.15, 0.15)
    price_onward: Range = (-0.15, 0.2)
    end_user_blank: float = 0.3
    end_user_other: float = 0.25
    payer_third: float = 0.12
    payer_in: str = "anywhere"
    billed: float = 0.12
    via_forwarder: float = 0.06
    via_agent: float = 0.12
    shared_site: float = 0.08
    detour: float = 0.12
    relay: float = 0.0
    vague: float = 0.15
    odd_brand: float = 0.02
    used: float = 0.05
    before_rule: float = 0.08
    after_rule: float = 0.05
    at_launch: float = 0.0
    equal_lots: float = 0.25
    licensed: float = 0.1
    unmatched: float = 0.05
    related: float = 0.1
    routed: float = 0.2
    power: float = 0.5
    fits: float = 0.9
    by_hand: float = 0.0
    repair: float = 0.0
    temporary: float = 0.0
    serial_doubles: float = 0.0
    foreign_parent: float = 0.05


class Recipe(BaseModel):
    """A combination of typologies seen in public cases."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    like: str
    weight: float = 1.0
    plot: dict[str, object] = {}
    traces: tuple[str, ...]


class Difficulty(BaseModel):
    """How many traces a scheme of this difficulty leaves, and how strong they are."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    traces: tuple[int, int]
    strength: Range


def _toml(name: str) -> dict[str, object]:
    return tomllib.loads(files("detector.simulate").joinpath(name).read_text("utf-8"))


@cache
def innocents() -> dict[str, Kind]:
    """Read the look-alikes: kind by its id."""
    told = _toml("innocents.toml")
    return {name: Kind(**settings) for name, settings in told.items()}  # type: ignore[arg-type]


@cache
def schemes() -> tuple[
    Kind, dict[str, dict[str, object]], dict[str, Recipe], dict[str, Difficulty]
]:
    """Read the schemes: the careful scheme, the traces, the recipes, the difficulties."""
    told: dict[str, dict[str, dict[str, object]]] = _toml("schemes.toml")  # type: ignore[assignment]
    careful = Kind(**told["careful"])
    recipes = {name: Recipe(**settings) for name, settings in told["recipes"].items()}
    levels = {name: Difficulty(**settings) for name, settings in told["difficulty"].items()}
    return careful, told["traces"], recipes, levels


def leave_traces(careful: Kind, traces: list[Mapping[str, object]], strength: float) -> Kind:
    """Move a careful scheme towards its traces.

    Parameters
    ----------
    careful : Kind
        The scheme without a trace.
    traces : list of mapping
        Settings of a scheme that takes no care, one mapping per trace.
    strength : float
        0 = the careful setting, 1 = the careless one; words and lists are taken whole,
        from a strength of ``WORDS_FROM`` on.
    """
    changed: dict[str, object] = {}
    for trace in traces:
        for name, value in trace.items():
            now = changed.get(name, getattr(careful, name))
            changed[name] = _between(now, value, strength)
    return careful.model_copy(update=changed)


def _between(now: object, then: object, strength: float) -> object:
    if isinstance(then, str) or (isinstance(then, list) and isinstance(then[0], str)):
        bold = tuple(then) if isinstance(then, list) else then
        return bold if strength >= WORDS_FROM else now
    low = np.asarray(now, dtype=float)
    moved = low + strength * (np.asarray(then, dtype=float) - low)
    return float(moved) if moved.ndim == 0 else tuple(float(end) for end in moved)
