"""Lay out what two names are compared by: one row per key, the columns that Splink reads."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from detector.parties.name_parts import NameParts, place_word, take_apart
from detector.parties.sounds import skeleton_of, sound_of

BLOCKS = (
    "block_words",
    "block_sound",
    "block_skeleton",
    "block_head",
    "block_tail",
    "block_ends",
    "block_head_trade",
    "block_tail_trade",
    "block_letters",
    "block_word",
    "block_door",
    "block_site",
)
TEXTS = ("stem", "sorted_stem", "sound", "letters", "skeleton", "trade_text", "numbers")
LISTS = ("stem_words", "trade", "places", "forms")
COLUMNS = (*TEXTS, *LISTS, "plain")
LEAST_NAMES = 2_000
PLAIN_SHARE = 1 / 512
PAIRS_PER_NAME = 3
LEAST_PAIRS = 50_000


def lay_out_names(names: pd.DataFrame) -> pd.DataFrame:
    """Lay out the comparison columns of distinct names.

    Parameters
    ----------
    names : DataFrame of shape (n_names, n_columns)
        As `detector.parties.evidence.gather_evidence` gives it.

    Returns
    -------
    DataFrame of shape (n_names, n_columns)
        The given columns and: stem (distinctive words run together, all words where none is
        distinctive), plain (none is), stem_words, sorted_stem, sound, letters, skeleton, trade,
        trade_text, numbers, places, forms, tf_sorted_stem (share of names with that
        sorted_stem), and `BLOCKS`.
    """
    parts = take_apart(names["name"].tolist())
    at_home = names["countries"].map(_own_places)
    rows = [_row(one, home) for one, home in zip(parts, at_home, strict=True)]
    laid = names.reset_index(drop=True).join(pd.DataFrame(rows, columns=list(COLUMNS)))
    laid = laid.astype(dict.fromkeys(TEXTS, "str") | {"plain": "bool"})
    counts = laid.groupby("sorted_stem")["key"].transform("size")
    share = (counts - 1).clip(lower=1) / max(len(laid), LEAST_NAMES)
    laid["tf_sorted_stem"] = np.where(laid["plain"], np.maximum(share, PLAIN_SHARE), share)
    return _capped(laid.assign(**_blocks(laid)))


def _own_places(countries: Sequence[str] | None) -> frozenset[str]:
    return frozenset(place_word(country) for country in countries or ())


def _row(parts: NameParts, home: frozenset[str]) -> dict[str, object]:
    words = parts.distinctive or (*parts.trade, *parts.places, *parts.numbers)
    stem, plain = "".join(words), not parts.distinctive
    places = [place for place in parts.places if place not in home]
    sound = sound_of(stem)
    return {
        "stem": stem,
        "plain": plain,
        "stem_words": sorted(set(words)),
        "sorted_stem": "".join(sorted(words)),
        "sound": sound,
        "letters": "".join(sorted(stem)),
        "skeleton": skeleton_of(stem),
        "trade": None if plain else list(parts.trade) or None,
        "trade_text": "" if plain else " ".join(parts.trade),
        "numbers": " ".join(parts.numbers),
        "places": places or None,
        "forms": list(parts.forms) or None,
    }


def _blocks(laid: pd.DataFrame) -> dict[str, pd.Series]:
    stem, fuzzy = laid["sound"], ~laid["plain"]
    long = fuzzy & (stem.str.len() >= 5)
    trade = laid["trade_text"] + "|"
    several = laid["stem_words"].map(lambda words: max(words, key=len) if len(words) > 1 else None)
    return {
        "block_words": laid["sorted_stem"],
        "block_sound": stem.where(fuzzy),
        "block_skeleton": laid["skeleton"].where(fuzzy & (laid["skeleton"].str.len() >= 4)),
        "block_head": stem.str[:6].where(long),
        "block_tail": stem.str[-6:].where(long),
        "block_ends": (stem.str[:3] + stem.str[-3:]).where(long),
        "block_head_trade": (trade + stem.str[:4]).where(long),
        "block_tail_trade": (trade + stem.str[-4:]).where(long),
        "block_letters": laid["letters"].where(long),
        "block_word": several.where(several.str.len() >= 5),
        "block_door": laid["doors"].map(_first),
        "block_site": laid["sites"].map(_first),
    }


def _first(places: Sequence[str] | None) -> str | None:
    return places[0] if places else None


def _capped(laid: pd.DataFrame) -> pd.DataFrame:
    """Blank the largest blocks of each kind once the pairs would be more than allowed."""
    most = max(LEAST_PAIRS, PAIRS_PER_NAME * len(laid))
    for name in BLOCKS:
        sizes = laid[name].value_counts()
        sizes = sizes[sizes > 1].sort_index().sort_values(kind="stable")
        pairs = (sizes * (sizes - 1) // 2).cumsum()
        kept: Sequence[object] = sizes.index[pairs.to_numpy() <= most].tolist()
        laid[name] = laid[name].where(laid[name].isin(kept), None)
    return laid
