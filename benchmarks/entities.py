"""Which names are one company: Splink on fixed weights beside equal keys alone.

Run: python -m benchmarks.entities            measure on names no tuning has seen, then a million
     python -m benchmarks.entities --quality  without the million

Weights were fitted on seeds 1 to 3 (`python -m benchmarks.entity_weights`); seeds 11 to 13 are for
measuring, with stems from the simulator's syllables and from a grammar (``foreign``) that no tuning
has seen. No company stands in two of them.
"""

import argparse
import resource
import time

import numpy as np
import pandas as pd

from benchmarks.entity_names import WHOLLY, make_mentions, many_mentions
from benchmarks.recording import earlier, record
from detector.parties.clusters import THRESHOLD
from detector.parties.joined import Joined, join_mentions, keyed
from detector.workspace import open_memory

SEEDS = (11, 12, 13)
GRAMMARS = ("simulator", "foreign")
COMPANIES, MANY = 6_000, 1_000_000
METHODS = ("equal keys", "connected components", "chiptrace")


def pairwise(truth: np.ndarray, told: np.ndarray) -> dict[str, float]:
    """Give precision, recall and F1 over pairs of names."""
    frame = pd.DataFrame({"truth": truth, "told": told})
    both, ours, theirs = (_pairs(frame, by) for by in (["truth", "told"], ["told"], ["truth"]))
    return {
        "precision": round(both / ours, 4) if ours else 1.0,
        "recall": round(both / theirs, 4),
        "f1": round(2 * both / (ours + theirs), 4),
    }


def _pairs(frame: pd.DataFrame, by: list[str]) -> int:
    sizes = frame.groupby(by).size()
    return int((sizes * (sizes - 1) // 2).sum())


def chained(joined: Joined) -> np.ndarray:
    """Give connected components of the same pairs, the plain way."""
    stands_for = list(range(len(joined.names)))

    def root(name: int) -> int:
        while stands_for[name] != name:
            stands_for[name] = stands_for[stands_for[name]]
            name = stands_for[name]
        return name

    kept = joined.pairs[joined.pairs["match_weight"] >= THRESHOLD]
    sides = [*zip(kept["one"], kept["other"], strict=True), *joined.stated]
    for one, other in sides:
        low, high = sorted((root(int(one)), root(int(other))))
        stands_for[high] = low
    return np.array([root(name) for name in range(len(stands_for))])


def measure(seed: int, grammar: str) -> dict[str, object]:
    """Resolve one world of names; judge over its distinct names."""
    mentions = keyed(make_mentions(COMPANIES, seed, grammar))
    with open_memory(memory_limit="4GB", threads=2) as con:
        joined = join_mentions(con, mentions)
    place = {key: at for at, key in enumerate(joined.names["key"])}
    at = mentions["key"].map(place).to_numpy()
    told = dict(
        zip(METHODS, (at, chained(joined)[at], joined.names["number"].to_numpy()[at]), strict=True)
    )
    once = ~mentions.duplicated(["company", "name"])
    fair = (once & (mentions["kind"] != WHOLLY)).to_numpy()
    truth = mentions["company"].to_numpy()
    own = (fair & (mentions["kind"] == "as it is")).to_numpy()
    stands = dict(zip(truth[own], told["chiptrace"][own], strict=True))
    found = told["chiptrace"] == np.array([stands.get(company, -1) for company in truth])
    by_kind = pd.Series(found)[once.to_numpy()].groupby(mentions["kind"][once].to_numpy())
    return {
        "names": int(fair.sum()),
        "methods": {name: pairwise(truth[fair], one[fair]) for name, one in told.items()},
        "found_by_kind": by_kind.mean().to_dict(),
    }


def measure_quality() -> dict[str, object]:
    """Judge all measuring seeds and grammars; means over the seeds."""
    told: dict[str, object] = {}
    for grammar in GRAMMARS:
        runs = [measure(seed, grammar) for seed in SEEDS]
        kinds = pd.DataFrame([run["found_by_kind"] for run in runs])
        told[grammar] = {
            "names": sum(run["names"] for run in runs),
            "f1_lowest": min(run["methods"]["chiptrace"]["f1"] for run in runs),
            "methods": {
                name: {
                    figure: round(float(np.mean([run["methods"][name][figure] for run in runs])), 4)
                    for figure in ("precision", "recall", "f1")
                }
                for name in METHODS
            },
            "found_by_kind": kinds.mean().round(3).to_dict(),
        }
        print(grammar, told[grammar], flush=True)
    return told


def measure_many(names: int) -> dict[str, object]:
    """Resolve a million names: seconds, memory, pairs compared, and quality by the way."""
    mentions = many_mentions(names, seed=21)
    start, cpu = time.perf_counter(), time.process_time()
    with open_memory(memory_limit="4GB", threads=2) as con:
        mentions = keyed(mentions)
        keyed_after = time.perf_counter() - start
        joined = join_mentions(con, mentions)
    seconds = time.perf_counter() - start
    at = mentions["key"].map({key: place for place, key in enumerate(joined.names["key"])})
    told = joined.names["number"].to_numpy()[at.to_numpy()]
    return {
        "names": len(mentions),
        "keys": len(joined.names),
        "seconds": round(seconds, 1),
        "cpu_seconds": round(time.process_time() - cpu, 1),
        "seconds_for_keys": round(keyed_after, 1),
        "peak_gigabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
        "chiptrace": pairwise(mentions["company"].to_numpy(), told),
        "equal_keys": pairwise(mentions["company"].to_numpy(), at.to_numpy()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quality", action="store_true")
    parser.add_argument("--many", type=int, default=MANY)
    asked = parser.parse_args()
    told = {"companies": COMPANIES, "seeds": list(SEEDS), "quality": measure_quality()}
    kept = {key: value for key, value in earlier("entities").items() if key == "million"}
    told["million"] = kept.get("million") if asked.quality else measure_many(asked.many)
    record("entities", told, ("splink", "duckdb", "pandas", "rapidfuzz"))


if __name__ == "__main__":
    main()
