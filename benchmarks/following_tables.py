"""The table of movements and features by size."""

import math

from benchmarks.markdown import Told, table


def following(told: Told) -> str:
    """Write cost by number of lines, then each step's share."""
    runs = {name: run for name, run in told.items() if isinstance(run, dict) and "steps" in run}
    rows = [
        [name, run["processor_seconds"], f"{run['lines_per_second_on_two_cores']:,}",
         run["microseconds_per_line_and_log2"], run["peak_gigabytes"], f"{run['links']:,}"]
        for name, run in runs.items()
    ]  # fmt: skip
    head = (
        "Lines", "Processor seconds", "Lines a second on two cores", "µs a line and log2(lines)",
        "Peak GB", "Links",
    )  # fmt: skip
    steps = sorted({step for run in runs.values() for step in run["steps"]})
    each = [[step, *(run["steps"].get(step) for run in runs.values())] for step in steps]
    return (
        "Processor seconds of all threads, on two cores that others used at the same time, which "
        "makes them larger than on a quiet machine. *µs a line and log2(lines)* does not grow "
        "where cost grows as n log n. *One company*: every other line goes to it and the rest come "
        "from it, so nearly every line is linked." + _growth(runs) + " The peak is that of the "
        f"whole process so far; DuckDB was given {told['memory_limit']}.\n\n"
        + table(head, rows)
        + "\n\nProcessor seconds by step:\n\n"
        + table(("Step", *runs), each)
    )


def _growth(runs: Told) -> str:
    """Say how cost grew between the smallest and the largest size of one kind."""
    parts = []
    for kind, words in (("one company", "one company"), ("", "all companies")):
        own = [run for name, run in runs.items() if name.startswith("one") == bool(kind)]
        if len(own) < 2:
            continue
        few, many = (sorted(own, key=lambda run: run["lines"])[at] for at in (0, -1))
        ratio = many["lines"] / few["lines"]
        wanted = ratio * math.log(many["lines"]) / math.log(few["lines"])
        cost = many["processor_seconds"] / few["processor_seconds"]
        parts.append(
            f" From {few['lines']:,} to {many['lines']:,} lines of {words} cost grows "
            f"{cost:.2f} times; n log n would be {wanted:.2f} times."
        )
    return "".join(parts)
