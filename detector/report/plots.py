"""Dots and intervals on a scale of powers of ten, as places in percent; templates draw them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from detector.flows.estimate import Interval


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale; ``place`` in percent of the width."""

    place: float
    told: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Reach:
    """One row: where its 5, 25, 50, 75 and 95 % points lie, in percent of the width."""

    name: str
    note: str
    kind: str
    low90: float
    low50: float
    middle: float
    high50: float
    high90: float
    told: str

    @property
    def half(self) -> float:
        """Width of the middle half."""
        return round(self.high50 - self.low50, 2)


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a tornado: where the answer lies at either end of one assumption."""

    name: str
    start: float
    width: float
    at_low: float
    at_high: float
    told: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Rows over one scale; ``centre`` is a line to compare with, in percent."""

    rows: tuple[Reach, ...]
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    centre: float | None
    words: str


@dataclass(frozen=True, slots=True)
class EstimateSection:
    """What the report shows of an estimate: the headline, the ways, what is not seen."""

    year: int
    brief: tuple[str, ...]
    about: str
    plot: Plot
    unseen: str
    command: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A logarithmic scale between two numbers above 0."""

    low: float
    high: float

    def place(self, number: float) -> float:
        """Say where a number stands, in percent; numbers beyond an end stand on it.

        Examples
        --------
        >>> Scale(10.0, 1000.0).place(100.0), Scale(10.0, 1000.0).place(1.0)
        (50.0, 0.0)
        """
        held = min(max(number, self.low), self.high)
        return round(100 * math.log(held / self.low) / math.log(self.high / self.low), 2)

    def ticks(self, steps: Sequence[int] = (1,)) -> tuple[Tick, ...]:
        """Give the round numbers on the scale."""
        first = math.floor(math.log10(self.low))
        powers = range(first, math.ceil(math.log10(self.high)) + 1)
        round_numbers = [step * 10.0**power for power in powers for step in steps]
        on_scale = [one for one in round_numbers if self.low <= one <= self.high]
        return tuple(
            Tick(self.place(one), short(one), _anchor(self.place(one))) for one in on_scale
        )


def scale_over(numbers: Sequence[float]) -> Scale:
    """Choose ends a little beyond the numbers.

    Examples
    --------
    >>> scale_over([2_300.0, 560_000.0])
    Scale(low=1840.0, high=700000.0)
    """
    seen = [max(one, 1.0) for one in numbers]
    return Scale(min(seen) / 1.25, max(seen) * 1.25)


def reaches(
    named: Sequence[tuple[str, str, str, Interval]], words: str, centre: float | None = None
) -> Plot:
    """Lay intervals over one scale.

    Parameters
    ----------
    named : sequence of (name, note, kind, Interval)
    words : str
        What a reader who cannot see the plot is told.
    centre : float, optional
        A number to draw a line at.
    """
    ends = [end for *_, one in named for end in (one.low90, one.high90)]
    scale = scale_over(ends)
    rows = tuple(
        Reach(
            name=name,
            note=note,
            kind=kind,
            low90=scale.place(one.low90),
            low50=scale.place(one.low50),
            middle=scale.place(one.middle),
            high50=scale.place(one.high50),
            high90=scale.place(one.high90),
            told=f"{short(one.low90)} – {short(one.high90)}",
        )
        for name, note, kind, one in named
    )
    steps = (1,) if max(ends) / max(min(ends), 1) > 300 else (1, 3)
    line = scale.place(centre) if centre else None
    return Plot(rows, (), scale.ticks(steps), line, words)


def tornado(named: Sequence[tuple[str, float, float]], middle: float, words: str) -> Plot:
    """Lay the two ends of each assumption over one scale, around the middle.

    Parameters
    ----------
    named : sequence of (name, answer at its low end, answer at its high end)
    middle : float
    words : str
    """
    scale = scale_over([*(end for _, *ends in named for end in ends), middle])
    bars = []
    for name, at_low, at_high in named:
        low, high = scale.place(at_low), scale.place(at_high)
        start, end = min(low, high), max(low, high)
        told = f"{short(at_low)} → {short(at_high)}"
        bars.append(Bar(name, start, round(max(end - start, 0.3), 2), low, high, told))
    return Plot((), tuple(bars), scale.ticks((1, 2, 5)), scale.place(middle), words)


def short(number: float) -> str:
    """Write a number with two digits, shortly.

    Examples
    --------
    >>> short(12_900.0), short(435_000.0), short(1_860_000_000.0), short(274.0), short(0.047)
    ('13,000', '440,000', '1.9 bn', '270', '0.047')
    """
    two = float(f"{number:.2g}")
    for size, word in ((1e9, "bn"), (1e6, "m")):
        if two >= size:
            return f"{two / size:g} {word}"
    return f"{two:,.0f}" if two >= 10 else f"{two:g}"


def _anchor(place: float) -> str:
    return "start" if place < 6 else "end" if place > 94 else "middle"
