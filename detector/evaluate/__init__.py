"""An honest yardstick: figures, the truth held against a queue, and what simple methods reach."""

from detector.evaluate.comparing import Evaluation, EvaluationPlan, Method, evaluate
from detector.evaluate.judging import Judgement, judge, judge_scan, read_truth
from detector.evaluate.metrics import Interval
from detector.evaluate.replay import Replay, ReplayPlan, backtest

__all__ = [
    "Evaluation",
    "EvaluationPlan",
    "Interval",
    "Judgement",
    "Method",
    "Replay",
    "ReplayPlan",
    "backtest",
    "evaluate",
    "judge",
    "judge_scan",
    "read_truth",
]
