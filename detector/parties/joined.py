"""From names as written to companies: equal keys first, then what Splink finds among keys."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pandas as pd

from detector.engine import DUCKDB, Engine
from detector.parties.apart import own_key
from detector.parties.clusters import join_names
from detector.parties.evidence import gather_evidence
from detector.parties.matching import score_pairs
from detector.parties.signature import lay_out_names
from detector.parties.stated import stated_names
from detector.workspace import Connection

LEAST_COMPARED = -5.0
Pair = tuple[int, int]


@dataclass(frozen=True)
class Joined:
    """Names joined into companies.

    Attributes
    ----------
    names : DataFrame of shape (n_keys, n_columns)
        Comparison columns per key; company: the key that stands for its company; number: that
        key's place.
    pairs : DataFrame of shape (n_pairs, n_columns)
        Pairs of keys compared, as `detector.parties.matching.score_pairs` gives them.
    stated, apart : frozenset of (int, int)
        Pairs of places in names that records state to be one, and that a person has told apart.
    """

    names: pd.DataFrame
    pairs: pd.DataFrame
    stated: frozenset[Pair]
    apart: frozenset[Pair]


def keyed(mentions: pd.DataFrame, split: frozenset[str] = frozenset()) -> pd.DataFrame:
    """Give mentions their key, and the key of another name that the cell states.

    Parameters
    ----------
    mentions : DataFrame of shape (n_mentions, n_columns)
        Column name.
    split : frozenset of str
        As `detector.parties.apart.keys_apart` gives it.

    Returns
    -------
    DataFrame of shape (n_mentions, n_columns + 3)
        With own (the name without what else the cell states), key and stated_key (None where the
        cell states one name).
    """
    keys: dict[str, tuple[str, str, str | None]] = {}
    for name in mentions["name"].unique():
        own, other = stated_names(name)
        keys[name] = own, own_key(own, split), own_key(other, split) if other else None
    found = [keys[name] for name in mentions["name"]]
    columns = ("own", "key", "stated_key")
    told = {column: [one[at] for one in found] for at, column in enumerate(columns)}
    return mentions.assign(**told)


def join_mentions(
    con: Connection,
    mentions: pd.DataFrame,
    apart: Collection[tuple[str, str]] = (),
    on: Engine = DUCKDB,
) -> Joined:
    """Join the keys of names into companies.

    Parameters
    ----------
    con : Connection
        Nothing is left there.
    mentions : DataFrame of shape (n_mentions, n_columns)
        Columns own, key, stated_key, country, address and records.
    apart : collection of (str, str)
        Keys that a person has told apart.
    on : Engine
        Where Splink works.
    """
    laid = lay_out_names(gather_evidence(mentions.assign(name=mentions["own"])))
    pairs = score_pairs(con, laid, LEAST_COMPARED, on)
    said = mentions.dropna(subset=["stated_key"])[["key", "stated_key"]].drop_duplicates()
    stated = _places(laid, said.itertuples(index=False, name=None))
    foes = _places(laid, apart)
    stands_for = join_names(pairs, laid["records"].tolist(), foes, stated)
    keys = laid["key"].to_numpy(dtype=object)
    return Joined(laid.assign(company=keys[stands_for], number=stands_for), pairs, stated, foes)


def _places(laid: pd.DataFrame, pairs: Iterable[tuple[str, str]]) -> frozenset[Pair]:
    at = {key: place for place, key in enumerate(laid["key"])}
    found = ((at.get(one), at.get(other)) for one, other in pairs)
    return frozenset(
        (min(one, other), max(one, other))
        for one, other in found
        if one is not None and other is not None and one != other
    )
