"""Results told in the terminal, and as plain data for programs."""

from detector.narrate.estimate import tell_estimate
from detector.narrate.flows import tell_balance, tell_displacement, tell_mirror
from detector.narrate.models import (
    tell_comparison,
    tell_model,
    tell_models,
    tell_trained,
    tell_watched,
)
from detector.narrate.parties import tell_company
from detector.narrate.plainly import plain
from detector.narrate.records import tell_layouts, tell_load
from detector.narrate.reviewing import tell_import, tell_queue
from detector.narrate.rules import tell_rules
from detector.narrate.scanning import CAVEAT, tell_explanation, tell_scan
from detector.narrate.simulating import tell_world
from detector.narrate.weekly import tell_forgotten, tell_weekly
from detector.narrate.yardstick import tell_judgement, tell_replay

__all__ = [
    "CAVEAT",
    "plain",
    "tell_balance",
    "tell_company",
    "tell_comparison",
    "tell_displacement",
    "tell_estimate",
    "tell_explanation",
    "tell_forgotten",
    "tell_import",
    "tell_judgement",
    "tell_layouts",
    "tell_load",
    "tell_mirror",
    "tell_model",
    "tell_models",
    "tell_queue",
    "tell_replay",
    "tell_rules",
    "tell_scan",
    "tell_trained",
    "tell_watched",
    "tell_weekly",
    "tell_world",
]
