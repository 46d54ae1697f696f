"""Balances each country: what arrived, what went on, what stands, what may lie in a warehouse."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from detector.errors import RecordError
from detector.flows.balance_findings import Assumption, BalanceFindings, CountryBalance
from detector.flows.groups import Numbers
from detector.flows.sheets import build_sheet
from detector.records import TABLES
from detector.workspace import Connection, table_exists

DRAWS = 4_000
SEED = 7
Z_90 = 1.645
INNOCENT_MORE = (
    "Sites that no list names, goods in a warehouse or being built in, spares, and forwarding that "
    "another office's records hold all leave such a gap."
)
INNOCENT_LESS = (
    "The country makes such goods, or more came in than these records show: no gap can be told."
)
NOTES = (
    "Accelerators as estimated from the declared goods; each movement counts once.",
    "What stands is the larger of the listed clusters and of what the stated power could feed: the "
    "same site may be in both.",
    "A gap is what these records leave unexplained, not a count of diverted goods: the records "
    "hold a part of the trade, and lists a part of the sites.",
)


def balance_countries(con: Connection, hold_days: int = 120, most: int = 20) -> BalanceFindings:
    """Balance the countries that accelerators were sent to.

    Parameters
    ----------
    con : Connection
        A scanned workspace; ``clusters`` and ``parties`` are read where they are loaded.
    hold_days : int
        Days for which goods that arrived may lawfully lie in a warehouse.
    most : int
        Most countries told.

    Returns
    -------
    BalanceFindings
        The largest gap first. The same workspace gives the same figures.

    Raises
    ------
    RecordError
        If the shipments have not been scanned, or none of them holds accelerators.
    """
    if not table_exists(con, "ledger"):
        raise RecordError(
            "The shipments have not been scanned",
            "table ledger",
            "Run: chiptrace scan --workspace W.",
        )
    as_of = con.execute("select max(shipped_on) from ledger").fetchall()[0][0]
    values: dict[str, int | float | str] = {"as_of": str(as_of), "hold_days": hold_days}
    build_sheet(con, "balance_moves", values)
    with _tables_of_sites(con):
        build_sheet(con, "balance_sites", values)
    moves = con.execute("select * from balance_moves where arrived > 0 order by country").df()
    if moves.empty:
        raise RecordError(
            "No accelerator crosses a border in these records",
            "table ledger, column units",
            "Load shipments of accelerators, and scan them.",
        )
    sites = con.execute(
        "select * from balance_sites order by country, kind, name, since, accelerators"
    ).df()
    told = [_balance(row, sites[sites["country"] == row["country"]]) for _, row in moves.iterrows()]
    told.sort(key=lambda one: (-one.gap, one.country))
    return BalanceFindings(
        str(as_of), hold_days, len(sites), tuple(told[:most]), assumptions(), NOTES
    )


@contextmanager
def _tables_of_sites(con: Connection) -> Iterator[None]:
    """Stand in for tables that a workspace of an earlier version does not have."""
    lacking = [name for name in ("clusters", "parties") if not table_exists(con, name)]
    for name in lacking:
        columns = ", ".join(f'"{column.name}" {column.stored}' for column in TABLES[name].columns)
        con.execute(f"create temp table {name} ({columns})")
    yield
    for name in lacking:
        con.execute(f"drop table {name}")


def assumptions() -> tuple[Assumption, ...]:
    """Give what the balance assumes, with source and mark."""
    return tuple(
        Assumption(
            name.replace("_", " "),
            ", ".join(
                f"{key} {value:g}" for key, value in told.items() if isinstance(value, float)
            ),
            str(told["source"]),
            str(told["mark"]),
        )
        for name, told in _priors().items()
    )


@cache
def _priors() -> dict[str, dict[str, float | str]]:
    text = files("detector.flows").joinpath("balance_priors.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _balance(row: pd.Series, sites: pd.DataFrame) -> CountryBalance:
    seed = [SEED, *(ord(letter) for letter in str(row["country"]))]
    rng = np.random.default_rng(seed)
    arrived = _between(rng, row, "arrived")
    forwarded = _between(rng, row, "forwarded")
    since = row["first_day"]
    installed = _installed(rng, sites, since.date() if hasattr(since, "date") else since)
    share = _priors()["stocked_share_of_recent"]
    stocked = float(row["recent"]) * rng.beta(
        _number(share, "alpha"), _number(share, "beta"), DRAWS
    )
    rest = np.maximum(arrived - forwarded - installed, 0)
    stocked = np.minimum(stocked, rest)
    gap = arrived - forwarded - installed - stocked
    return CountryBalance(
        str(row["country"]),
        int(row["lines"]),
        *_band(arrived),
        *_band(forwarded),
        *_band(installed),
        *_band(stocked),
        *_band(gap),
        round(float((gap > 0).mean()), 3),
        int((sites["kind"] == "cluster").sum()),
        int((sites["kind"] == "company").sum()),
        INNOCENT_MORE if np.median(gap) > 0 else INNOCENT_LESS,
    )


def _band(draws: Numbers) -> tuple[int, int, int]:
    """Give the median and the ends of the middle 90 %."""
    middle, low, high = np.quantile(draws, [0.5, 0.05, 0.95])
    return round(float(middle)), round(float(low)), round(float(high))


def _between(rng: np.random.Generator, row: pd.Series, name: str) -> Numbers:
    """Draw between the fewest and the most that the lines can hold; they err together."""
    middle = float(row[name])
    low = min(float(row[f"{name}_low"]), middle)
    high = max(float(row[f"{name}_high"]), middle)
    if high <= low:
        return np.full(DRAWS, middle)
    return rng.triangular(low, middle, high, DRAWS)


def _installed(rng: np.random.Generator, sites: pd.DataFrame, since: date) -> Numbers:
    """Draw what stands in a country: listed clusters, or what the stated power could feed."""
    kilowatts = _lognormal(rng, "kw_per_accelerator")
    share = _priors()["accelerator_share_of_power"]
    used = rng.beta(_number(share, "alpha"), _number(share, "beta"), DRAWS)
    listed, powered = np.zeros(DRAWS), np.zeros(DRAWS)
    for site in sites.to_dict("records"):
        power = site["capacity_mw"]
        fed = (0.0 if pd.isna(power) else float(power)) * 1000 / kilowatts
        if site["kind"] == "company":
            powered += fed * used
            continue
        count = site["accelerators"]
        size = fed if pd.isna(count) else float(count) * _lognormal(rng, "size_of_a_listed_cluster")
        listed += size * (rng.random(DRAWS) < _chance(site, since))
    return np.maximum(listed, powered)


def _chance(site: dict[str, object], since: date) -> float:
    """Say how likely a listed cluster stands and was filled by what these records can show."""
    told = _priors()["chance_that_a_listed_cluster_stands"]
    certainty = site["certainty"]
    word = certainty if isinstance(certainty, str) and certainty in told else "unstated"
    chance = _number(told, word)
    if site["may_repeat"]:
        chance *= _number(told, "repeated")
    day = site["since"]
    if not isinstance(day, date) or pd.isna(day):
        return chance
    return chance if pd.Timestamp(day) >= pd.Timestamp(since) else 0.0


def _lognormal(rng: np.random.Generator, name: str) -> Numbers:
    told = _priors()[name]
    low, high = np.log(_number(told, "low")), np.log(_number(told, "high"))
    return np.exp(rng.normal((low + high) / 2, (high - low) / (2 * Z_90), DRAWS))


def _number(told: dict[str, float | str], key: str) -> float:
    return float(told[key])
