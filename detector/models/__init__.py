"""Says which lines are stranger than comparable ones, in which way, and how rare that is."""

from detector.models.champion import Champion, Plan, train_champion
from detector.models.combine import ViewsDetector
from detector.models.contract import ShipmentDetector
from detector.models.counterfactual import find_counterfactuals
from detector.models.forest import ExtendedIsolationForest
from detector.models.nearest import find_nearest
from detector.models.neighbours import NeighbourDistance
from detector.models.queue import rank_queue
from detector.models.ranker import Ranker, weigh_in
from detector.models.reasons import write_reasons
from detector.models.registry import champion_name, load_model, save_model
from detector.models.rehearsal import rehearse
from detector.models.scoring import Scored, score_with
from detector.models.tail import TailSurprise
from detector.models.views import ViewDetector

DETECTORS: tuple[type[ShipmentDetector], ...] = (
    ExtendedIsolationForest,
    NeighbourDistance,
    TailSurprise,
    ViewDetector,
    ViewsDetector,
)

__all__ = [
    "DETECTORS",
    "Champion",
    "ExtendedIsolationForest",
    "NeighbourDistance",
    "Plan",
    "Ranker",
    "Scored",
    "ShipmentDetector",
    "TailSurprise",
    "ViewDetector",
    "ViewsDetector",
    "champion_name",
    "find_counterfactuals",
    "find_nearest",
    "load_model",
    "rank_queue",
    "rehearse",
    "save_model",
    "score_with",
    "train_champion",
    "weigh_in",
    "write_reasons",
]
