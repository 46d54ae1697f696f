"""Parties linked to a listed one: by the same resolved company, a parent, or an address."""

import numpy as np
import pandas as pd

from detector.parties.screening_words import cut_name

MOST_COMPANIES = 10
COLUMNS = ["row", "entry", "tier", "strength", "evidence", "has_number"]


def find_links(
    by_name: pd.DataFrame, names: pd.DataFrame, addresses: pd.DataFrame, at_door: pd.DataFrame
) -> pd.DataFrame:
    """Find what links parties to listed ones.

    Parameters
    ----------
    by_name : DataFrame of shape (n_found, 6)
        Matches by name: row of names, entry, tier, strength and more.
    names : DataFrame of shape (n_names, 6)
        name, country, party_id, group_id, parent, kind.
    addresses : DataFrame of shape (n_addresses, 3)
        party_id, address, parties.
    at_door : DataFrame of shape (n_found, 5)
        Entries at the addresses of each party: party_id, entry, share, address, parties.

    Returns
    -------
    DataFrame of shape (n_links, 6)
        As by_name, tier ``linked``.
    """
    rows = names.reset_index(names="row")
    exact = by_name[by_name["tier"] == "listed"].merge(rows, on="row")
    parts = [
        _same_company(exact, rows),
        _parents(exact, rows),
        _listed_address(at_door, rows),
        _neighbours(exact, rows, addresses),
    ]
    linked = pd.concat(parts, ignore_index=True)
    linked = linked.assign(tier="linked", has_number=False)
    own = set(zip(exact["row"], exact["entry"], strict=True))
    is_own = [pair in own for pair in zip(linked["row"], linked["entry"], strict=True)]
    return linked.loc[~np.array(is_own, bool), COLUMNS]


def _same_company(exact: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    known = exact[["group_id", "entry", "name"]].rename(columns={"name": "listed_here"})
    found = rows.merge(known.drop_duplicates(), on="group_id")
    same = [
        cut_name(name).key == cut_name(listed).key
        for name, listed in zip(found["name"], found["listed_here"], strict=True)
    ]
    found = found[~np.array(same, bool)]
    told = [
        f"resolved to the same company as '{name}', which is listed"
        for name in found["listed_here"]
    ]
    return found.assign(strength=1.0, evidence=told)[["row", "entry", "strength", "evidence"]]


def _parents(exact: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    keys = exact.assign(key=[cut_name(name).key for name in exact["name"]])[["key", "entry"]]
    with_parent = rows[rows["parent"].notna()]
    with_parent = with_parent.assign(
        key=[cut_name(str(name)).key for name in with_parent["parent"]]
    )
    found = with_parent.merge(keys.drop_duplicates(), on="key")
    told = [f"its parent '{name}' is listed" for name in found["parent"]]
    return found.assign(strength=1.0, evidence=told)[["row", "entry", "strength", "evidence"]]


def _listed_address(at_door: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    found = rows.merge(at_door, on="party_id")
    told = [
        f"its address '{address}' is that of the entry (numbers agree, {share:.0%} of the words); "
        f"{_crowd(crowd)}"
        for address, share, crowd in zip(
            found["address"], found["share"], found["parties"], strict=True
        )
    ]
    return found.assign(strength=found["share"], evidence=told)[
        ["row", "entry", "strength", "evidence"]
    ]


def _neighbours(exact: pd.DataFrame, rows: pd.DataFrame, addresses: pd.DataFrame) -> pd.DataFrame:
    """Link the parties at the door of a listed one, but not at a crowded or a forwarder's door."""
    quiet = addresses[addresses["parties"] <= MOST_COMPANIES]
    listed = exact[["party_id", "group_id", "entry", "name", "kind"]]
    listed = listed[listed["kind"].isna()].drop(columns="kind").merge(quiet, on="party_id")
    listed = listed.rename(columns={"name": "listed_here", "group_id": "listed_group"})
    found = rows[rows["kind"].isna()].merge(quiet[["party_id", "address"]], on="party_id")
    found = found.merge(listed.drop(columns="party_id"), on="address")
    found = found[found["group_id"] != found["listed_group"]]
    told = [
        f"shares the address '{address}' with '{name}', which is listed; {_crowd(crowd)}"
        for address, name, crowd in zip(
            found["address"], found["listed_here"], found["parties"], strict=True
        )
    ]
    strength = 1.0 / found["parties"].clip(lower=2) + 0.5
    return found.assign(strength=strength, evidence=told)[["row", "entry", "strength", "evidence"]]


def _crowd(companies: float) -> str:
    count = int(companies)
    return f"{count} companies seen there" if count > 1 else "no other company seen there"
