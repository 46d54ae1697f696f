"""A small simulated world, written as a user would receive it."""

from functools import cache
from pathlib import Path

from detector.simulate import Simulated, simulate

LINES, SEED = 2_000, 11


@cache
def sample() -> Simulated:
    """Simulate once for all tests that need records."""
    return simulate(LINES, SEED)


def write_sample(path: Path) -> Path:
    """Write its shipments as a CSV file."""
    sample().shipments.to_csv(path, index=False)
    return path
