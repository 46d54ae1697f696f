"""Displacement on simulated closings of hubs, and the time that a million statistic cells take."""

import time

import numpy as np
import pandas as pd

from benchmarks.closures import simulate
from benchmarks.recording import record
from detector.flows import FlowPlan, analyse_mirror, watch_displacement
from detector.flows.pairing import MONTHLY, pairs_after, sum_hubs
from detector.records import load_frame
from detector.reference import read_table
from detector.workspace import open_memory

CHOSEN_ON = (1000, 1240)
MEASURED_ON = (6000, 6400)
FIRST_PLACEBO, CLEAR_OF_CLOSING = 26, 5
CELLS = 1_000_000


def measure_closures(seeds: tuple[int, int]) -> dict[str, float | int]:
    """Count closings whose lanes are paired within three months, and placebo dates that alarm."""
    found, hubs_found, alarms = [], [], []
    for seed in range(*seeds):
        panel, truth = simulate(seed)
        hubs = sum_hubs(panel)
        pairs = [
            pair
            for pair in pairs_after(panel, hubs, truth.place, MONTHLY)
            if pair.began <= truth.began
        ]
        ends = (panel.destinations[truth.old], panel.destinations[truth.new])
        found.append(any((truth.old, truth.new) in pair.lanes for pair in pairs))
        hubs_found.append(any((pair.closed, pair.opened) == ends for pair in pairs))
        alarms += [
            bool(pairs_after(panel, hubs, place, MONTHLY))
            for place in range(FIRST_PLACEBO, truth.place - CLEAR_OF_CLOSING)
        ]
    return {
        "closings": len(found),
        "lanes_paired": float(np.mean(found)),
        "hubs_paired": float(np.mean(hubs_found)),
        "placebo_dates": len(alarms),
        "false_alarm_rate": float(np.mean(alarms)),
    }


def million_cells(seed: int = 1) -> pd.DataFrame:
    """Make both sides of a million cells: 60 countries, six headings, months."""
    rng = np.random.default_rng(seed)
    names = read_table("countries")["iso2"].iloc[:60].to_numpy()
    codes = ("847150", "847180", "847330", "851762", "854231", "854232")
    lanes = [(a, b, p) for a in names for b in names if a != b for p in codes]
    months = pd.period_range("2020-01", periods=24, freq="M").astype(str)
    sent = np.exp(rng.normal(13, 2, (len(lanes), 1)) + rng.normal(0, 0.4, (len(lanes), 24)))
    came = sent * np.exp(0.04 + rng.normal(0, 0.3, sent.shape))
    a, b, p = (np.repeat(part, 24) for part in zip(*lanes, strict=True))
    when = np.tile(months, len(lanes))
    sides = [
        pd.DataFrame({"period": when, "reporter": x, "partner": y, "flow": flow, "hs_code": p,
                      "value_usd": value.ravel().round(2), "net_weight_kg": value.ravel() / 90})
        for x, y, flow, value in ((a, b, "export", sent), (b, a, "import", came))
    ]  # fmt: skip
    return pd.concat(sides, ignore_index=True).iloc[:CELLS]


def measure_time() -> dict[str, float | int]:
    """Load a million cells and run both analyses."""
    cells = million_cells().astype(str)
    with open_memory(memory_limit="3GB") as con:
        marks = [_clock()]
        load_frame(con, "trade_flows", cells)
        marks.append(_clock())
        mirror = analyse_mirror(con, FlowPlan())
        marks.append(_clock())
        watch_displacement(con, FlowPlan())
        marks.append(_clock())
    (loading, mirroring, watching), processor = np.diff(np.array(marks), axis=0).T
    return {
        "cells": len(cells),
        "cells_stated_by_both_sides": mirror.both_sides,
        "seconds_to_load": round(float(loading), 1),
        "seconds_to_mirror": round(float(mirroring), 1),
        "seconds_to_watch": round(float(watching), 1),
        "seconds_of_analysis": round(float(mirroring + watching), 1),
        "processor_seconds_of_analysis": round(float(processor[1:].sum()), 1),
    }


def _clock() -> tuple[float, float]:
    """Tell the wall clock and the processor time of all threads, in seconds."""
    return time.perf_counter(), time.process_time()


def main() -> None:
    """Measure once on seeds that no setting was chosen on, and write the result."""
    told: dict[str, object] = {
        "settings_chosen_on_seeds": f"{CHOSEN_ON[0]} to {CHOSEN_ON[1] - 1}",
        "measured_on_seeds": f"{MEASURED_ON[0]} to {MEASURED_ON[1] - 1}",
    }
    record("flows", told | measure_closures(MEASURED_ON) | measure_time())


if __name__ == "__main__":
    main()
