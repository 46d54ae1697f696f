"""A number that is not known, told as a distribution with its source."""

import math
from typing import Literal, Self
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, model_validator
from scipy.stats import beta as beta_law

Draws = NDArray[np.float64]
Mark = Literal["verified", "computed", "background", "proposal", "given"]
HALF_OF_90 = 1.6448536269514722  # standard deviations from the middle to an end of 90 %
NUMBERS = {
    "lognormal": ("low", "high"),
    "split_lognormal": ("median", "sigma_low", "sigma_high"),
    "beta": ("a", "b"),
    "loguniform": ("low", "high"),
    "fixed": ("value",),
}
ALL_NUMBERS = tuple(dict.fromkeys(name for names in NUMBERS.values() for name in names))


class Quantity(BaseModel):
    """One assumption: its distribution, what it means, where it comes from.

    ``lognormal`` is told by the ends of its 90 % interval, ``loguniform`` by its ends,
    ``split_lognormal`` by its median and a width in logs for each side.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    kind: Literal["lognormal", "split_lognormal", "beta", "loguniform", "fixed"]
    low: float | None = None
    high: float | None = None
    median: float | None = None
    sigma_low: float | None = None
    sigma_high: float | None = None
    a: float | None = None
    b: float | None = None
    value: float | None = None
    says: str
    unit: str
    source: str
    mark: Mark
    narrowed_by: str

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        given = {name for name in ALL_NUMBERS if getattr(self, name) is not None}
        needed = set(NUMBERS[self.kind])
        if given != needed:
            raise ValueError(f"a {self.kind} is told by {' and '.join(NUMBERS[self.kind])}")
        if not all(0 < self._number(name) < math.inf for name in needed):
            raise ValueError("each number must be finite and above 0")
        if "low" in needed and not self._number("low") < self._number("high"):
            raise ValueError("low must lie below high")
        return self

    def draw(self, stream: np.random.Generator, draws: int) -> Draws:
        """Draw from the distribution.

        Returns
        -------
        ndarray of shape (draws,)
            In the quantity's own unit, above 0.
        """
        if self.kind == "fixed":
            return np.full(draws, self._number("value"))
        if self.kind == "beta":
            shares = stream.beta(self._number("a"), self._number("b"), draws)
            return np.asarray(shares, dtype=np.float64)
        if self.kind == "loguniform":
            low, high = math.log(self._number("low")), math.log(self._number("high"))
            return _exp(stream.uniform(low, high, draws))
        middle, below, above = self._log_shape()
        normal = stream.standard_normal(draws)
        return _exp(middle + np.where(normal < 0, below, above) * normal)

    def spread(self) -> tuple[float, float, float]:
        """Give the 5, 50 and 95 % points.

        Examples
        --------
        >>> given = {"says": "", "unit": "", "source": "", "mark": "given", "narrowed_by": ""}
        >>> low, middle, high = Quantity(kind="lognormal", low=1.0, high=100.0, **given).spread()
        >>> round(low, 3), round(middle, 3), round(high, 3)
        (1.0, 10.0, 100.0)
        """
        if self.kind == "fixed":
            return (self._number("value"),) * 3
        if self.kind == "beta":
            low, middle, high = beta_law.ppf(
                [0.05, 0.5, 0.95], self._number("a"), self._number("b")
            )
            return float(low), float(middle), float(high)
        if self.kind == "loguniform":
            start, end = math.log(self._number("low")), math.log(self._number("high"))
            low, middle, high = (math.exp(start + at * (end - start)) for at in (0.05, 0.5, 0.95))
            return low, middle, high
        middle, below, above = self._log_shape()
        return (
            math.exp(middle - HALF_OF_90 * below),
            math.exp(middle),
            math.exp(middle + HALF_OF_90 * above),
        )

    def _log_shape(self) -> tuple[float, float, float]:
        if self.kind == "split_lognormal":
            sides = self._number("sigma_low"), self._number("sigma_high")
            return math.log(self._number("median")), *sides
        low, high = math.log(self._number("low")), math.log(self._number("high"))
        width = (high - low) / (2 * HALF_OF_90)
        return (low + high) / 2, width, width

    def _number(self, name: str) -> float:
        number: float = getattr(self, name)
        return number


def _exp(logs: Draws) -> Draws:
    return np.asarray(np.exp(logs), dtype=np.float64)


def stream_of(seed: int, name: str) -> np.random.Generator:
    """Give each assumption a stream of its own, so that a change of one moves no other."""
    return np.random.Generator(
        np.random.PCG64(np.random.SeedSequence([seed, crc32(name.encode())]))
    )
