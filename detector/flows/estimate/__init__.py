"""How big is the leak: several ways to an estimate, each with its interval and assumptions."""

from detector.flows.estimate.assumptions import Assumptions, read_assumptions
from detector.flows.estimate.book import Book, interval
from detector.flows.estimate.findings import Amount, ClaimAnswer, Estimate, Interval, Swing, Way
from detector.flows.estimate.reckoning import EstimatePlan, estimate_year, reckon
from detector.flows.estimate.rows import Gap
from detector.flows.estimate.seen import Flags, latest_year, read_flags

__all__ = [
    "Amount",
    "Assumptions",
    "Book",
    "ClaimAnswer",
    "Estimate",
    "EstimatePlan",
    "Flags",
    "Gap",
    "Interval",
    "Swing",
    "Way",
    "estimate_year",
    "interval",
    "latest_year",
    "read_assumptions",
    "read_flags",
    "reckon",
]
