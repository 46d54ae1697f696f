"""Says which lines are stranger than comparable ones, in which way, and how rare that is."""

from detector.models.champion import Champion, Plan, scored_columns, train_champion
from detector.models.combine import ViewsDetector
from detector.models.contract import ShipmentDetector
from detector.models.counterfactual import find_counterfactuals
from detector.models.drift import Drift, measure_drift, share_kept
from detector.models.feedback import learn_labels, weigh_relations
from detector.models.forest import ExtendedIsolationForest
from detector.models.labels import last_word, read_labels
from detector.models.nearest import find_nearest
from detector.models.neighbours import NeighbourDistance
from detector.models.own_rehearsal import own_in_words
from detector.models.queue import rank_queue
from detector.models.ranker import Ranker, weigh_in
from detector.models.reasons import write_reasons
from detector.models.registry import champion_name, load_model, save_model
from detector.models.rehearsal import rehearse, sides_of
from detector.models.runs_folder import write_run
from detector.models.scoring import Judged, explain_lines, judge_lines, score_with
from detector.models.shelf import StoredModel, find_model, list_models, promote_model
from detector.models.tail import TailSurprise
from detector.models.training import train_model
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
    "Drift",
    "ExtendedIsolationForest",
    "Judged",
    "NeighbourDistance",
    "Plan",
    "Ranker",
    "ShipmentDetector",
    "StoredModel",
    "TailSurprise",
    "ViewDetector",
    "ViewsDetector",
    "champion_name",
    "explain_lines",
    "find_counterfactuals",
    "find_model",
    "find_nearest",
    "judge_lines",
    "last_word",
    "learn_labels",
    "list_models",
    "load_model",
    "measure_drift",
    "own_in_words",
    "promote_model",
    "rank_queue",
    "read_labels",
    "rehearse",
    "save_model",
    "score_with",
    "scored_columns",
    "share_kept",
    "sides_of",
    "train_champion",
    "train_model",
    "weigh_in",
    "weigh_relations",
    "write_reasons",
    "write_run",
]
