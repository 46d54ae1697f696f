"""What the simulated world trades in, and where: goods and countries as arrays."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detector.reference import read_table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PRICED_ON = pd.Timestamp("2025-01-01")  # prices drift from here by the yearly share
EPOCH = np.datetime64("2020-01-01")


def left_blank(blank: NDArray[np.bool_], values: NDArray[np.object_]) -> NDArray[np.object_]:
    """Give values as objects, None where blank.

    Parameters
    ----------
    blank, values : ndarray of shape (n,)
    """
    told = np.array(values, dtype=object)
    told[blank] = None
    return told


def day_of(iso: str) -> int:
    """Days from the simulator's epoch to an ISO date.

    Examples
    --------
    >>> day_of("2020-01-31")
    30
    """
    return int((np.datetime64(iso) - EPOCH).astype(int))


@dataclass(frozen=True, eq=False)
class Goods:
    """The goods of the world, one array entry per item of ``goods.csv``."""

    table: pd.DataFrame
    number: dict[str, int]
    released: Ints
    gpus: Ints
    stripped: Ints
    strip_count: Ints
    is_accelerator: NDArray[np.bool_]
    is_restricted: NDArray[np.bool_]
    holds: NDArray[np.object_]
    control_row: NDArray[np.object_]

    def group(self, *names: str) -> Ints:
        """Numbers of the items in any of the groups."""
        held = self.table["groups"].str.split("|").map(lambda own: bool(set(own) & set(names)))
        return np.flatnonzero(held.to_numpy())

    def price(self, items: Ints, days: Ints) -> Floats:
        """Middle price in US dollars per piece of each item on each day."""
        low = self.table["usd_low"].to_numpy()[items]
        high = self.table["usd_high"].to_numpy()[items]
        years = (days - day_of("2025-01-01")) / 365.25
        drift = self.table["yearly"].to_numpy(dtype=float)[items]
        return np.asarray(np.sqrt(low * high) * np.exp(drift * years))


@dataclass(frozen=True, eq=False)
class Places:
    """The countries of the world, one array entry per row of ``countries.csv``."""

    table: pd.DataFrame
    number: dict[str, int]
    region: Ints
    near: Floats

    def numbers(self, codes: list[str]) -> Ints:
        """Numbers of the countries with these ISO codes."""
        return np.array([self.number[code] for code in codes], dtype=np.int64)


def _read(name: str) -> pd.DataFrame:
    with files("detector.simulate").joinpath(name).open(encoding="utf-8") as source:
        return pd.read_csv(source, dtype={"hs": str, "country": str}, keep_default_na=False)


@cache
def read_goods() -> Goods:
    """Read ``goods.csv``; what the reference catalogue knows comes from there."""
    table = _with_catalogue(_read("goods.csv"))
    number = {item: position for position, item in enumerate(table["item"])}
    released = np.array([day_of(f"{day}-01") if day else 0 for day in table["released"]])
    stripped = np.array([number.get(item, -1) for item in table["stripped"]])
    count = pd.to_numeric(table["strip_count"]).fillna(0).to_numpy(dtype=np.int64)
    kinds = table["goods_class"].str.startswith(("accelerator", "gaming")).to_numpy()
    restricted = table["eccn"].isin(["3A090.a", "4A090"]).to_numpy()
    note_2 = table["groups"].str.startswith("gaming").to_numpy()
    window = table["groups"].str.startswith("window").to_numpy()
    gpus = table["gpus"].to_numpy(dtype=np.int64)
    held = kinds & (restricted | note_2 | window)
    holds = np.where(table["catalogue"] != "", table["catalogue"], table["holds"])
    rows = read_table("accelerators").set_index("id")["control_row"].to_dict() | {"": ""}
    row = np.array([rows[held] for held in holds.tolist()], dtype=object)
    return Goods(
        table,
        number,
        released,
        gpus,
        stripped,
        count,
        kinds,
        held,
        holds.astype(object),
        row,
    )


def _with_catalogue(table: pd.DataFrame) -> pd.DataFrame:
    """Fill weight, price and release of catalogued accelerators from the reference tables."""
    facts = read_table("accelerators").set_index("id")
    prices = read_table("prices")
    known = prices[prices["valid_from"] <= PRICED_ON]
    first = prices.sort_values("valid_from").drop_duplicates("item")
    band = pd.concat([first, known.sort_values("valid_from")]).drop_duplicates("item", keep="last")
    band = band.set_index("item")
    ids = table["catalogue"]
    for column in ("kg_low", "kg_high", "usd_low", "usd_high"):
        told = facts[column] if column.startswith("kg") else band[column]
        table[column] = pd.to_numeric(table[column]).fillna(ids.map(told))
    table["released"] = table["released"].mask(ids != "", ids.map(facts["released"]))
    return table


@cache
def read_places() -> Places:
    """Read ``countries.csv`` and say which countries lie near each other."""
    table = _read("countries.csv")
    number = {code: position for position, code in enumerate(table["country"])}
    region = np.unique(table["region"], return_inverse=True)[1]
    near = np.where(region[:, None] == region[None, :], 2.5, 1.0)
    eastern = np.isin(table["region"], ["asia", "hub"])
    near[np.ix_(eastern, eastern)] = 2.5
    return Places(table, number, region, near)


@cache
def read_wording() -> pd.DataFrame:
    """Read ``wording.csv``: how goods are described, by kind of goods and language."""
    return _read("wording.csv")
