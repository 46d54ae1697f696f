"""Search names on a list: exact after normalisation, in one run of letters, or word by word."""

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from detector.parties.screening_index import ListIndex, find_alike, heaviest, lay_out, weigh
from detector.parties.screening_loops import MOST_WORDS, best_names
from detector.parties.screening_words import Name, cut_name, fold, names_in

KEPT = 5
JOINED_STRENGTH = 0.97
LEAST_JOINED = 6
AT_ONCE = 250_000
COLUMNS = ("asked", "listed", "entry", "strength", "how")


def build_index(listed: Sequence[str], entry: Sequence[int]) -> ListIndex:
    """Cut listed names into words; names in brackets count as names of the entry too.

    Parameters
    ----------
    listed : sequence of str
        Names and aliases.
    entry : sequence of int
        Entry of the list that each is of.
    """
    told = [
        (cut_name(one), number)
        for name, number in zip(listed, entry, strict=True)
        for one in names_in(name)
    ]
    kept = sorted(set(told), key=lambda one: (one[0].words, one[0].plain, one[1]))
    return ListIndex(
        tuple(name for name, _ in kept), np.array([number for _, number in kept], np.int32)
    )


def search_names(index: ListIndex, asked: Sequence[str], floor: float) -> pd.DataFrame:
    """Find for each name the entries of the list that it may stand for.

    What is found for a name does not depend on the other names asked.

    Parameters
    ----------
    index : ListIndex
    asked : sequence of str
    floor : float
        Least strength, 0 to 1, that is told.

    Returns
    -------
    DataFrame of shape (n_found, 5)
        ``asked`` (place in the names), ``listed`` (place in the index), ``entry``, ``strength``
        and ``how`` (exact, joined or words); one row per name and entry, strongest first.
    """
    names = [cut_name(name) for name in asked]
    parts = [
        _equal(index, names, lambda name: name.key, ("exact", 1.0)),
        _equal(index, names, joined_run, ("joined", JOINED_STRENGTH)),
    ]
    for first in range(0, len(names), AT_ONCE):
        found = _by_words(index, names[first : first + AT_ONCE], floor)
        parts.append(found.assign(asked=found["asked"] + first))
    together = pd.concat(parts, ignore_index=True)
    together = together.sort_values(
        ["asked", "entry", "strength", "how", "listed"], ascending=[True, True, False, True, True]
    ).drop_duplicates(["asked", "entry"])
    order = ["asked", "strength", "how", "entry"]
    together = together.sort_values(order, ascending=[True, False, True, True])
    return together.reset_index(drop=True)[list(COLUMNS)]


def _equal(
    index: ListIndex,
    names: Sequence[Name],
    key_of: Callable[[Name], str],
    told: tuple[str, float],
) -> pd.DataFrame:
    by_key = defaultdict(list)
    for at, name in enumerate(index.names):
        by_key[key_of(name)].append(at)
    by_key.pop("", None)
    rows = [
        (asked, listed, index.entry[listed], told[1], told[0])
        for asked, name in enumerate(names)
        for listed in by_key.get(key_of(name), ())
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def joined_run(name: Name) -> str:
    """Give the name as one run of letters, blanks and ways of transliteration left aside."""
    run = fold("".join(name.plain))
    is_telling = len(run) >= LEAST_JOINED and any(heaviest(word) == 1 for word in name.plain)
    return run if is_telling else ""


def _by_words(index: ListIndex, names: Sequence[Name], floor: float) -> pd.DataFrame:
    words = sorted({word for name in names for word in name.plain[:MOST_WORDS]})
    place = {word: at for at, word in enumerate(words)}
    alike = find_alike(index, words)
    weight = weigh(index, words, alike)
    digits = {
        told: at for at, told in enumerate(sorted({n.digits for n in (*names, *index.names)}))
    }
    starts, laid = lay_out(names, place)
    told = np.array([digits[name.digits] for name in names], np.int32)
    listed_told = np.array([digits[name.digits] for name in index.names], np.int32)
    found = np.full((len(names), KEPT), -1, np.int32), np.zeros((len(names), KEPT), np.float32)
    best_names(
        (starts, laid, weight, told),
        alike,
        (*index.laid_out, index.weight, index.telling, listed_told, index.entry, *index.posted),
        floor,
        found,
    )
    asked, at = np.nonzero(found[0] >= 0)
    listed = found[0][asked, at]
    return pd.DataFrame(
        {
            "asked": asked,
            "listed": listed,
            "entry": index.entry[listed],
            "strength": found[1][asked, at].astype(float),
            "how": "words",
        }
    )
