"""The draws of all assumptions: each from a stream of its own, made when first asked for."""

from dataclasses import dataclass, field

import numpy as np

from detector.flows.estimate.assumptions import Assumptions
from detector.flows.estimate.findings import Amount, Interval
from detector.flows.estimate.quantities import HALF_OF_90, Draws, stream_of
from detector.reference import read_table

H100_TPP = 15_832.0
POINTS = (5, 25, 50, 75, 95)


@dataclass(slots=True)
class Book:
    """Draws by the name of the assumption; the same seed gives the same draws.

    Attributes
    ----------
    assumptions : Assumptions
    year : int
    seed : int
    draws : int
    """

    assumptions: Assumptions
    year: int
    seed: int
    draws: int
    _drawn: dict[str, Draws] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Draws:
        if name not in self._drawn:
            stream = stream_of(self.seed, name)
            self._drawn[name] = self.assumptions[name].draw(stream, self.draws)
        return self._drawn[name]

    def activity(self) -> str:
        """Name the factor of this year."""
        return f"activity.{self.year}"

    def chip_shares(self, year: int) -> tuple[list[str], Draws]:
        """Draw the shares of the chips of a year.

        Returns
        -------
        tuple of (list of str, ndarray of shape (draws, n_chips))
            Ids of the reference table, and shares that add up to 1.
        """
        told = self.assumptions.mix.years[str(year)]
        stream = stream_of(self.seed, f"mix.{year}")
        weights = np.array(list(told.values())) / sum(told.values())
        return list(told), _shares(stream, weights, self.assumptions.mix.concentration, self.draws)

    def quarter_shares(self, seen: tuple[float, ...]) -> Draws:
        """Draw the shares of the four quarters around those seen.

        Parameters
        ----------
        seen : tuple of float
            Four weights; all 0 or equal = an even year.

        Returns
        -------
        ndarray of shape (draws, 4)
        """
        weights = np.array(seen) + 0.02 * (sum(seen) or 1.0)
        stream = stream_of(self.seed, "quarters")
        firmly = self.assumptions.quarter_shares.concentration
        return _shares(stream, weights / weights.sum(), firmly, self.draws)

    def h100e_per_chip(self) -> Draws:
        """Draw how many H100 one chip of the year is worth by processing power.

        Returns
        -------
        ndarray of shape (draws,)
        """
        if "h100e" not in self._drawn:
            chips, shares = self.chip_shares(self.year)
            power = read_table("accelerators").set_index("id")["tpp"]
            self._drawn["h100e"] = shares @ np.array([power[chip] / H100_TPP for chip in chips])
        return self._drawn["h100e"]

    def usd_per_chip(self) -> Draws:
        """Draw the price of one chip of the year, all chips dear or cheap together.

        Returns
        -------
        ndarray of shape (draws,)
            US dollars.
        """
        if "usd" not in self._drawn:
            chips, shares = self.chip_shares(self.year)
            ends = np.log(np.array([price_range(chip, self.year) for chip in chips]))
            dear = stream_of(self.seed, "price").standard_normal(self.draws) / (2 * HALF_OF_90)
            prices = np.exp(ends.mean(axis=1) + dear[:, None] * (ends[:, 1] - ends[:, 0]))
            self._drawn["usd"] = (shares * prices).sum(axis=1)
        return self._drawn["usd"]

    def amount(self, chips: Draws) -> Amount:
        """Tell draws of chips in the three units.

        Parameters
        ----------
        chips : ndarray of shape (draws,)
        """
        return Amount(
            chips=interval(chips),
            h100e=interval(chips * self.h100e_per_chip()),
            usd=interval(chips * self.usd_per_chip()),
        )


def interval(draws: Draws) -> Interval:
    """Sum draws up as an interval, to three digits.

    Parameters
    ----------
    draws : ndarray of shape (draws,)

    Examples
    --------
    >>> interval(np.arange(0.0, 100.1, 0.1)).middle
    50.0
    """
    return Interval(*(float(f"{point:.3g}") for point in np.percentile(draws, POINTS)))


def price_range(chip: str, year: int) -> tuple[float, float]:
    """Give the lowest and highest price of a chip in the middle of a year, in US dollars.

    Before its first listed day a chip has its first price.

    Examples
    --------
    >>> price_range("h20", 2024)
    (10000.0, 13000.0)
    """
    prices = read_table("prices")
    rows = prices[prices["item"] == chip].sort_values("valid_from")
    begun = rows[rows["valid_from"] <= f"{year}-07-01"]
    row = begun.iloc[-1] if len(begun) else rows.iloc[0]
    return float(row["usd_low"]), float(row["usd_high"])


def _shares(stream: np.random.Generator, weights: Draws, firmly: float, draws: int) -> Draws:
    return stream.dirichlet(np.maximum(weights * firmly, 1e-3), draws)
