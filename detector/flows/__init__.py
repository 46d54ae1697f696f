"""Aggregate statistics: mirror gaps, displacement of lanes, balances of countries."""

from detector.flows.balance import balance_countries
from detector.flows.balance_findings import Assumption, BalanceFindings, CountryBalance
from detector.flows.breaks import Break
from detector.flows.displacement import Event, rule_events, watch_displacement
from detector.flows.findings import (
    Displacement,
    DisplacementFindings,
    Growth,
    LaneGap,
    MirrorFindings,
    OddPeriod,
    ReporterQuality,
    Shortfall,
    WatchedDate,
)
from detector.flows.mirror import analyse_mirror
from detector.flows.sources import FlowPlan, Publisher, publishers

__all__ = [
    "Assumption",
    "BalanceFindings",
    "Break",
    "CountryBalance",
    "Displacement",
    "DisplacementFindings",
    "Event",
    "FlowPlan",
    "Growth",
    "LaneGap",
    "MirrorFindings",
    "OddPeriod",
    "Publisher",
    "ReporterQuality",
    "Shortfall",
    "WatchedDate",
    "analyse_mirror",
    "balance_countries",
    "publishers",
    "rule_events",
    "watch_displacement",
]
