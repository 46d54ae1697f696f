"""The balance of countries as plain frozen data; accelerators, with the ends of 90 % ranges."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CountryBalance:
    """One country's accelerators; each figure with the ends of its 90 % range.

    Attributes
    ----------
    country : str
    lines : int
    arrived, forwarded, installed, stocked : int
        Medians; installed since the first arrival, and what may lawfully lie in a warehouse.
    gap, gap_low, gap_high : int
        What arrived less the other three; below 0 more is explained than arrived.
    chance_of_gap : float
        Part of the draws in which something is left.
    clusters, companies : int
        Sites that it rests on.
    innocent : str
    """

    country: str
    lines: int
    arrived: int
    arrived_low: int
    arrived_high: int
    forwarded: int
    forwarded_low: int
    forwarded_high: int
    installed: int
    installed_low: int
    installed_high: int
    stocked: int
    stocked_low: int
    stocked_high: int
    gap: int
    gap_low: int
    gap_high: int
    chance_of_gap: float
    clusters: int
    companies: int
    innocent: str


@dataclass(frozen=True, slots=True)
class Assumption:
    """One thing that a balance assumes, with its source and how sure it is."""

    name: str
    value: str
    source: str
    mark: str


@dataclass(frozen=True, slots=True)
class BalanceFindings:
    """The balance of every country that accelerators were sent to."""

    as_of: str
    hold_days: int
    sites: int
    countries: tuple[CountryBalance, ...]
    assumptions: tuple[Assumption, ...]
    notes: tuple[str, ...]
