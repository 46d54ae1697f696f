"""Aggregate statistics: mirror gaps, displacement of lanes, balances of countries."""

from detector.flows.findings import (
    LaneGap,
    MirrorFindings,
    OddPeriod,
    ReporterQuality,
    Shortfall,
)
from detector.flows.mirror import analyse_mirror
from detector.flows.sources import FlowPlan, Publisher, publishers

__all__ = [
    "FlowPlan",
    "LaneGap",
    "MirrorFindings",
    "OddPeriod",
    "Publisher",
    "ReporterQuality",
    "Shortfall",
    "analyse_mirror",
    "publishers",
]
