"""Gather what the records say beside a name: its doors, its countries, how often it stands."""

from collections.abc import Hashable

import pandas as pd

from detector.parties.keys import address_key, site_key

QUIET_NAMES = 6
MOST_PLACES = 8
PLACES = ("countries", "doors", "sites", "crowds")


def gather_evidence(mentions: pd.DataFrame) -> pd.DataFrame:
    """Gather, per key of a name, one spelling, its countries and its addresses.

    Parameters
    ----------
    mentions : DataFrame of shape (n_mentions, 5)
        Columns key, name, country, address (None where not stated) and records (count).

    Returns
    -------
    DataFrame of shape (n_keys, 7)
        Columns key, name (the spelling with most records), records, countries, doors (addresses
        with at most `QUIET_NAMES` keys), sites (street numbers) and crowds (other addresses);
        lists are sorted and hold at most `MOST_PLACES`, None where nothing is stated.
    """
    spellings = mentions.groupby(["key", "name"], as_index=False)["records"].sum()
    spellings = spellings.sort_values(["key", "records", "name"], ascending=[True, False, True])
    told = spellings.drop_duplicates("key").set_index("key")[["name"]]
    told["records"] = spellings.groupby("key")["records"].sum()
    placed = mentions.dropna(subset=["address"])[["key", "country", "address"]].drop_duplicates()
    written = placed["address"].unique()
    doors = {address: address_key(address) for address in written}
    sites = {address: site_key(address) for address in written}
    countries = placed["country"].fillna("").tolist()
    placed["door"] = _beside(placed["address"].map(doors), countries)
    placed["site"] = _beside(placed["address"].map(sites), countries)
    told["countries"] = _lists(mentions["key"], mentions["country"])
    told["doors"] = _lists(placed["key"], _quiet(placed, "door"))
    told["sites"] = _lists(placed["key"], _quiet(placed, "site"))
    told["crowds"] = _lists(placed["key"], placed["door"])
    told = told.astype(object).where(told.notna(), None)
    return told.reset_index().sort_values("key", ignore_index=True)


def _beside(places: pd.Series, countries: list[str]) -> list[str | None]:
    pairs = zip(places, countries, strict=True)
    return [f"{place} {country}" if isinstance(place, str) else None for place, country in pairs]


def _quiet(placed: pd.DataFrame, column: str) -> pd.Series:
    names = placed.drop_duplicates(["key", column])[column].value_counts()
    return placed[column].where(placed[column].map(names) <= QUIET_NAMES, None)


def _lists(keys: pd.Series, values: pd.Series) -> pd.Series:
    pairs = pd.DataFrame({"key": keys, "value": values}).dropna().drop_duplicates()
    pairs = pairs.sort_values(["key", "value"])
    pairs = pairs[pairs.groupby("key").cumcount() < MOST_PLACES]
    found: dict[Hashable, list[str]] = {}
    for key, value in zip(pairs["key"], pairs["value"], strict=True):
        found.setdefault(key, []).append(value)
    return pd.Series(found, dtype=object)
