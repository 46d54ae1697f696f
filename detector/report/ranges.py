"""Drawn ranges beside a table: a name, a band, and where the figure lies in it."""

from dataclasses import dataclass

START, WIDTH, STEP = 230, 400, 30  # in units of the drawing


@dataclass(frozen=True, slots=True)
class Bar:
    """A drawn range: name, height, where it begins, how wide it is, where the figure lies."""

    name: str
    y: int
    low: float
    wide: float
    at: float
