"""The whole public Entity List against a million names, beside plain Jaro-Winkler.

    python -m benchmarks.screening [--names 1000000]

Entries are parted in two halves by a fingerprint of their first name. On the first half, with
made-up unlisted names, the least strength is chosen: the lowest at which at most 0.7 unlisted names
in 1,000 match. On the other half, with other made-up names, recall and false matches are measured.
Each listed entry is written in every way that it allows: misspelt, transliterated, with another
legal form, reordered, shortened, without a common word, by an alias; two at once stand apart. An
entry counts as found when it is among the five strongest matches of the name. Every run on the
other half is logged in the result.
"""

import argparse
import hashlib
import resource
import time
from collections.abc import Sequence

import numpy as np
import pandas as pd
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cdist

from benchmarks.fairness import interval
from benchmarks.recording import earlier, public, record, revision
from benchmarks.screening_names import count_words, frame_of, made_up, perturbed
from detector.parties.screening import LEAST_STRENGTH, read_entries
from detector.parties.screening_index import ListIndex
from detector.parties.screening_search import build_index, search_names
from detector.parties.screening_words import cut_name
from detector.records import load_files
from detector.workspace import open_memory

NAMES, TUNING_NAMES, FEW = 1_000_000, 100_000, 5_000
MOST_FALSE = 0.7
APART = "two at once"
STEPS = np.round(np.arange(0.7, 0.96, 0.01), 2)


def listed_names() -> list[list[str]]:
    """Give names and aliases of every entry of the public Entity List."""
    con = open_memory()
    load_files(con, [public("watchlists", "bis_entity_list.json")])
    entries = read_entries(con, None)
    con.close()
    pairs = zip(entries["name"], entries["aliases"], strict=True)
    return [[name, *aliases] for name, aliases in pairs]


def written(draw: np.random.Generator, names: list[list[str]], half: int) -> pd.DataFrame:
    """Write the entries of one half as records do: entry, kind, name."""
    counts = count_words([name for told in names for name in told])
    rows = [
        (entry, kind, name)
        for entry, told in enumerate(names)
        if half_of(told[0]) == half and not told[0].startswith("Address ")
        for kind, name in perturbed(draw, told, counts)
    ]
    return pd.DataFrame(rows, columns=["entry", "kind", "name"])


def half_of(name: str) -> int:
    """Part the entries by a fingerprint."""
    return hashlib.sha256(name.encode()).digest()[0] % 2


def unlisted(draw: np.random.Generator, names: list[list[str]], half: int, count: int) -> list[str]:
    """Make up distinct names that equal no listed one but for legal form, case and order."""
    counts = count_words([name for told in names for name in told])
    own = [told for told in names if half_of(told[0]) == half]
    frames = [frame for told in own for name in told if (frame := frame_of(name, counts))]
    seen = {cut_name(name).key for told in names for name in told}
    made: list[str] = []
    while len(made) < count:
        for name in made_up(draw, min(count, 50_000), frames):
            key = cut_name(name).key
            if key not in seen:
                seen.add(key)
                made.append(name)
    return made[:count]


def strengths(index: ListIndex, asked: Sequence[str], entry: Sequence[int] | None) -> pd.Series:
    """Give for each name the strength of its own entry, or of the strongest where none is told."""
    found = search_names(index, asked, float(STEPS[0]))
    if entry is not None:
        found = found[found["entry"] == np.asarray(entry)[found["asked"]]]
    best = found.groupby("asked")["strength"].max()
    return best.reindex(range(len(asked))).fillna(0.0)


def choose(misses: pd.Series) -> float:
    """Give the lowest strength at which unlisted names match seldom enough."""
    return float(min(step for step in STEPS if 1000 * (misses >= step).mean() <= MOST_FALSE))


def told_at(
    least: float, kinds: pd.Series, hits: pd.Series, misses: pd.Series
) -> dict[str, object]:
    """Tell recall by kind and false matches at a strength."""
    main, found = (kinds != APART).to_numpy(), (hits >= least).to_numpy()
    false = int((misses >= least).sum())
    return {
        "least": round(least, 3),
        "recall": round(float(found[main].mean()), 4),
        "recall_interval": interval(int(found[main].sum()), int(main.sum())),
        "false_per_1000": round(1000 * false / len(misses), 3),
        "false_interval": [round(1000 * one, 3) for one in interval(false, len(misses))],
        "by_kind": {
            str(kind): round(float(found[(kinds == kind).to_numpy()].mean()), 4)
            for kind in sorted(kinds.unique())
        },
    }


def jaro_winkler(
    names: list[list[str]], asked: Sequence[str], entry: Sequence[int] | None, keyed: bool
) -> pd.Series:
    """Give the likeness of each name to its own entry's names, or to the likest of all."""
    plain = (lambda name: cut_name(name).key) if keyed else str.casefold
    flat = [(plain(name), at) for at, told in enumerate(names) for name in told]
    listed, of = [name for name, _ in flat], np.array([at for _, at in flat])
    best = []
    for first in range(0, len(asked), 500):
        part = [plain(name) for name in asked[first : first + 500]]
        like = cdist(part, listed, scorer=JaroWinkler.similarity, dtype=np.float32)
        if entry is not None:
            like = np.where(of == np.array(entry[first : first + 500])[:, None], like, 0)
        best.append(like.max(axis=1))
    return pd.Series(np.concatenate(best))


def beside(
    names: list[list[str]], halves: list[pd.DataFrame], none: list[list[str]]
) -> dict[str, object]:
    """Measure Jaro-Winkler at the best threshold that the first half gives."""
    told: dict[str, object] = {}
    for title, keyed in (("plain names", False), ("names as screening cuts them", True)):
        rows = [part.sample(min(FEW, len(part)), random_state=1) for part in halves]
        hits = [
            jaro_winkler(names, list(part["name"]), list(part["entry"]), keyed) for part in rows
        ]
        misses = [jaro_winkler(names, some[: 2 * FEW], None, keyed) for some in none]
        least = float(misses[0].sort_values(ascending=False).iloc[int(2 * FEW / 1000) - 1]) + 1e-4
        told[title] = told_at(least, rows[1]["kind"].reset_index(drop=True), hits[1], misses[1])
    return told


def main(count: int = NAMES) -> None:
    """Choose on one half, measure on the other, and time the whole."""
    names = listed_names()
    halves = [
        written(np.random.default_rng(seed), names, half) for half, seed in ((0, 11), (1, 12))
    ]
    none = [
        unlisted(np.random.default_rng(21), names, 0, TUNING_NAMES),
        unlisted(np.random.default_rng(22), names, 1, count - len(halves[1])),
    ]
    flat = [(name, at) for at, told in enumerate(names) for name in told]
    index = build_index([name for name, _ in flat], [at for _, at in flat])
    hits = strengths(index, list(halves[0]["name"]), list(halves[0]["entry"]))
    misses = strengths(index, none[0], None)
    least = choose(misses)
    tuning = told_at(least, halves[0]["kind"], hits, misses)
    print("first half", tuning, flush=True)

    asked = [*halves[1]["name"], *none[1]]
    began, worked = time.perf_counter(), time.process_time()
    index = build_index([name for name, _ in flat], [at for _, at in flat])
    found = search_names(index, asked, least)
    seconds, cpu = time.perf_counter() - began, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    known = len(halves[1])
    own = found[found["asked"] < known]
    own = own[own["entry"] == halves[1]["entry"].to_numpy()[own["asked"]]]
    hit = own.groupby("asked")["strength"].max().reindex(range(known)).fillna(0.0)
    far = found[found["asked"] >= known].groupby("asked")["strength"].max()
    miss = far.reindex(range(known, len(asked))).fillna(0.0)
    other = told_at(least, halves[1]["kind"], hit, miss)
    run = {"revision": revision(), "names": len(asked)}
    run |= {name: other[name] for name in ("recall", "false_per_1000")}
    record(
        "screening",
        {
            "runs": [*earlier("screening").get("runs", []), run],
            "entries": len(names),
            "listed_names": len(flat),
            "names": len(asked),
            "least_strength": least,
            "least_strength_in_use": LEAST_STRENGTH,
            "seconds": round(seconds, 1),
            "cpu_seconds": round(cpu, 1),
            "peak_gigabytes": round(peak, 2),
            "perturbed": known,
            "first_half": tuning,
            "other_half": other,
            "jaro_winkler": beside(names, halves, none),
        },
        ("numpy", "pandas", "duckdb", "rapidfuzz", "numba"),
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=NAMES)
    main(parser.parse_args().names)
