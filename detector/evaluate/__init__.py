"""An honest yardstick: figures, the truth held against a queue, and what simple methods reach."""

from detector.evaluate.comparing import Evaluation, EvaluationPlan, Method, evaluate
from detector.evaluate.judgement import Judgement
from detector.evaluate.judging import judge, judge_scan, read_truth
from detector.evaluate.metrics import Interval
from detector.evaluate.page import write_evaluation
from detector.evaluate.planted import evaluate_planted
from detector.evaluate.planting import Planted, plant_schemes
from detector.evaluate.replay import Replay, ReplayPlan, backtest, last_weeks, scan_week

__all__ = [
    "Evaluation",
    "EvaluationPlan",
    "Interval",
    "Judgement",
    "Method",
    "Planted",
    "Replay",
    "ReplayPlan",
    "backtest",
    "evaluate",
    "evaluate_planted",
    "judge",
    "judge_scan",
    "last_weeks",
    "plant_schemes",
    "read_truth",
    "scan_week",
    "write_evaluation",
]
