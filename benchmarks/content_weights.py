"""Fits the weights by which lines are held to carry accelerators under other words.

Run: python -m benchmarks.content_weights           print them
     python -m benchmarks.content_weights --write   write detector/reference/content_weights.csv

Two logistic regressions over bands of the measures, on simulated worlds of the development seeds:
the first on the line alone; the second with what the lines beside it tell by the first, which for
that was fitted without the world in question. The level at which a line is called likely is printed
with them: down to it nine in ten lines of those worlds, weighed without their own world, are right.

Two measures were tried and left out, since the worlds bear out the contrary of what is asked of
them: goods of the declared class that the exporter never took in, and a payer of a country that is
no party's. In the worlds most ordinary exporters make their goods, and schemes seldom show a payer.
Lines of the same consignee, and those under the same words that came to the exporter or left the
consignee, change nothing.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression

import detector
from benchmarks.goods import SHIPMENTS, groups_of, least_sure, open_world
from detector.contents.weighing import band_of

SEEDS = (31, 32, 33, 34, 201, 202, 203, 204, 205)
SPARSENESS = 0.3
SOURCE = (
    "Logistic regression on simulated worlds, seeds 31-34 and 201-205 "
    "(benchmarks/content_weights.py)"
)
OWN = {
    "dear": ((0, 0.7, 1.5, 2.5, 4), "value per piece against goods of the same words [ln]"),
    "price": (
        (300, 1000, 2500, 5000, 10_000, 20_000, 60_000, 150_000, 500_000),
        "value per piece [USD]",
    ),
    "density": ((100, 300, 1000, 3000, 8000, 20_000, 50_000, 120_000), "value per kg [USD]"),
    "weight_off": ((0.3, 0.8, 1.6), "weight per piece off that of goods of the same words [ln]"),
    "class_weight": ((-0.7, -1e-9, 1e-9, 0.7, 1.5), "weight per piece outside its class [ln]"),
    "fit": ((0.3, 0.5, 0.62, 0.7, 0.8), "fit of weight and value to a catalogue item"),
    "heading_dear": ((0, 1, 2, 3.5, 5), "value per piece against goods of the same HS code [ln]"),
    "worth": ((3000, 10_000, 30_000, 100_000, 300_000, 1e6, 3e6), "value of the line [USD]"),
    "vague": ((0.5,), "vague words (1 = yes)"),
    "way": ((0.5, 1.5, 2.5), "way (1 = abroad, 3 = abroad to a D:5 country, Hong Kong or Macau)"),
    "received": ((8, 40, 300, 1500), "accelerators that the exporter received in 180 days"),
    "unaccounted": ((0.3, 0.8, 0.95), "share of these not seen to leave"),
    "since": ((7, 20, 45, 90, 130), "days since it last received accelerators"),
    "price_off": ((0.1, 0.4, 1, 2), "value per piece off that of the accelerators received [ln]"),
    "received_weight_off": (
        (0.1, 0.3, 1, 2),
        "weight per piece off that of the accelerators received [ln]",
    ),
    "own_lines": ((1.5, 3.5, 8.5, 20.5), "lines of the exporter in these words"),
    "bought": ((0.5,), "the exporter received goods of these words before (1 = yes)"),
    "wanted": ((1.5, 3.5), "companies that send the consignee goods of these words"),
    "share_of_missing": (
        (0.01, 0.05, 0.2, 0.6, 1.2),
        "pieces for each accelerator received and not seen to leave",
    ),
}
_BESIDE = (-11, -9, -7, -5, -3, -1, 1, 3)
SIBLINGS = {
    "own": (
        (-11, -10, -9, -8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 4),
        "what the line alone adds up to [bits]",
    ),
    "pair_most": (_BESIDE, "most of another line of the same two companies [bits]"),
    "pair_mean": (_BESIDE, "mean of the other lines of the same two companies [bits]"),
    "worded_most": (_BESIDE, "most of another line of the exporter in these words [bits]"),
    "worded_mean": (_BESIDE, "mean of the exporter's other lines in these words [bits]"),
    "exporter_most": (_BESIDE, "most of another line of the exporter [bits]"),
    "exporter_mean": (_BESIDE, "mean of the exporter's other lines [bits]"),
}
Measures = dict[str, tuple[Sequence[float], str]]


def banded(lines: pd.DataFrame, measures: Measures) -> csr_matrix:
    """Give one column of 0 and 1 per band and one per measure not told."""
    parts = []
    for name, (edges, _) in measures.items():
        at = band_of(lines[name], edges)
        ones, rows = np.ones(len(at)), np.arange(len(at))
        parts.append(csr_matrix((ones, (rows, at)), shape=(len(at), len(edges) + 2)))
    return hstack(parts).tocsr()


def fit(worlds: Sequence[pd.DataFrame], measures: Measures) -> tuple[float, np.ndarray]:
    """Fit bits for every band: those at the start, and those of the bands."""
    known = [world[world["is_judged"]] for world in worlds]
    bands = vstack([banded(world, measures) for world in known]).tocsr()
    truth = np.concatenate([world["is_hidden"] for world in known])
    model = LogisticRegression(C=SPARSENESS, max_iter=500, solver="liblinear").fit(bands, truth)
    return float(model.intercept_[0] / np.log(2)), model.coef_[0] / np.log(2)


def bits_of(lines: pd.DataFrame, measures: Measures, told: tuple[float, np.ndarray]) -> np.ndarray:
    """Add up the bits of lines."""
    return told[0] + banded(lines, measures) @ told[1]


def beside(lines: pd.DataFrame, own: np.ndarray) -> pd.DataFrame:
    """Put beside each line what the lines beside it tell, as contents_sibling.sql does."""
    lines = lines.assign(own=own)
    for name, keys in (
        ("pair", ["exporter_group", "consignee_group"]),
        ("worded", ["exporter_group", "wording_id"]),
        ("exporter", ["exporter_group"]),
    ):
        group = lines.groupby(keys)["own"]
        n, place = group.transform("size"), group.rank(ascending=False, method="first")
        others = [lines[key] for key in keys]
        second = lines["own"].where(place == 2).groupby(others).transform("max")
        most = group.transform("max").where(place > 1, second)
        mean = (group.transform("sum") - lines["own"]) / (n - 1)
        lines[f"{name}_most"], lines[f"{name}_mean"] = most.where(n > 1), mean.where(n > 1)
    return lines


def read_world_of(seed: int) -> pd.DataFrame:
    """Simulate a world; measures, whether a line is judged, and whether it hides accelerators."""
    con, made = open_world(SHIPMENTS, seed, schemes=True)
    lines = con.execute(
        "select s.shipment_id, h.*, g.pieces, g.mass_kg, s.value_usd is not null as has_value "
        "from contents_hint h join shipments s using (shipment_no) "
        "join goods g using (shipment_no) order by shipment_no"
    ).df()
    con.close()
    lines = lines.merge(made.contents, on="shipment_id", how="left")
    groups = groups_of(lines)
    judged = groups["mislabelled"] | groups["ordinary"]
    print(f"seed {seed}: {int(groups['mislabelled'].sum())} of {len(lines)}", flush=True)
    return lines.assign(is_hidden=groups["mislabelled"], is_judged=judged)


def rows_of(step: str, measures: Measures, told: tuple[float, np.ndarray]) -> list[tuple]:
    """Write the bits as rows of the reference table."""
    rows: list[tuple] = [(step, "start", None, "", told[0], "before any evidence")]
    at = 0
    for name, (edges, words) in measures.items():
        bands = [f"up to {end:g}" for end in edges] + [f"over {edges[-1]:g}", "not told"]
        ends = [*edges, None, None]
        bits = told[1][at : at + len(bands)]
        at += len(bands)
        rows += [(step, name, *one, words) for one in zip(ends, bands, bits, strict=True)]
    return rows


def main() -> None:
    """Fit on all worlds; say what each world shows when it is left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args(sys.argv[1:])
    worlds = [read_world_of(seed) for seed in SEEDS]
    apart = []
    for at, world in enumerate(worlds):
        others = worlds[:at] + worlds[at + 1 :]
        apart.append(beside(world, bits_of(world, OWN, fit(others, OWN))))
    both = OWN | SIBLINGS
    scored = []
    for at, world in enumerate(apart):
        told = fit(apart[:at] + apart[at + 1 :], both)
        scored.append(world.assign(bits=bits_of(world, both, told))[world["is_judged"]])
    all_ = pd.concat(scored, ignore_index=True)
    least = least_sure(all_["bits"] + 100, all_["is_hidden"]) - 100
    found = (all_["bits"] >= least)[all_["is_hidden"]].mean()
    print(f"left out in turn: {found:.3f} found at nine in ten right, from {least:.2f} bits on")
    rows = rows_of("own", OWN, fit(worlds, OWN)) + rows_of("siblings", both, fit(apart, both))
    names = ["step", "measure", "up_to", "band", "bits", "words"]
    table = pd.DataFrame(rows, columns=names).assign(source=SOURCE, mark="computed")
    table["bits"] = table["bits"].round(3)
    print(table.to_string())
    if asked.write:
        path = Path(detector.__file__).parent / "reference" / "content_weights.csv"
        table.to_csv(path, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
