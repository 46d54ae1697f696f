"""Tell in words why two names are one company, or why not."""

import pandas as pd

from detector.parties.joined import Joined
from detector.parties.matching import COMPARISONS, match_start, outcome_of
from detector.reference import read_table

LEAST_TOLD = 0.0
BITS = tuple(f"{name}_bits" for name in COMPARISONS)
COLUMNS = (
    "name",
    "other",
    "key",
    "other_key",
    "match_weight",
    "start_bits",
    *BITS,
    "joined",
    "words",
)


def lay_out_matches(joined: Joined) -> pd.DataFrame:
    """Lay out the pairs of names worth telling: joined, near, stated, or told apart.

    Parameters
    ----------
    joined : Joined

    Returns
    -------
    DataFrame of shape (n_pairs, 8 + 7)
        `COLUMNS`; bits of every comparison add up, with start_bits, to match_weight; those are
        null for a pair that was not compared.
    """
    names, pairs = joined.names, joined.pairs
    number = names["number"].to_numpy()
    one, other = (pairs[side].to_numpy(dtype=int) for side in ("one", "other"))
    together = number[one] == number[other]
    told = pairs[(pairs["match_weight"] >= LEAST_TOLD) | together]
    seen = set(zip(told["one"].tolist(), told["other"].tolist(), strict=True))
    rest = sorted((joined.stated | joined.apart) - seen)
    if rest:
        told = pd.concat([told, pd.DataFrame(rest, columns=["one", "other"])], ignore_index=True)
    one, other = (told[side].to_numpy(dtype=int) for side in ("one", "other"))
    told = told.assign(
        name=names["name"].to_numpy(dtype=object)[one],
        other_name=names["name"].to_numpy(dtype=object)[other],
        key=names["key"].to_numpy(dtype=object)[one],
        other_key=names["key"].to_numpy(dtype=object)[other],
        start_bits=round(match_start(len(names)), 3),
        joined=number[one] == number[other],
    )
    told["words"] = _words(told, joined)
    return told.drop(columns="other").rename(columns={"other_name": "other"})[list(COLUMNS)]


def _words(told: pd.DataFrame, joined: Joined) -> list[str]:
    phrases = _phrases()
    places = [told[f"{name}_place"].fillna(-1).astype(int).tolist() for name in COMPARISONS]
    bits = [told[column].tolist() for column in BITS]
    words = []
    for row, (one, other, weight, is_one) in enumerate(
        zip(told["one"], told["other"], told["match_weight"], told["joined"], strict=True)
    ):
        said = [
            f"{phrases[name][places[at][row]]} ({bits[at][row]:+.1f})"
            for at, name in enumerate(COMPARISONS)
            if places[at][row] >= 0
        ]
        if (one, other) in joined.stated:
            said = ["a record states both names as one company's"]
        end = "taken for one company" if is_one else "kept as two companies"
        if (one, other) in joined.apart:
            end = "told apart by a person"
        total = f"; together {weight:+.1f} bits" if weight == weight and said else ""
        words.append("; ".join(said) + f"{total}: {end}" if said else end)
    return words


def _phrases() -> dict[str, dict[int, str]]:
    table = read_table("match_weights")
    rows = zip(table["comparison"], table["outcome"], table["words"], strict=True)
    words = {(str(name), str(outcome)): str(phrase) for name, outcome, phrase in rows}
    most = len(table)
    return {
        name: {
            place: words[name, outcome]
            for place in range(most)
            if (outcome := outcome_of(name, place)) is not None
        }
        for name in COMPARISONS
    }
