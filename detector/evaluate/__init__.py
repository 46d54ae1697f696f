"""An honest yardstick: figures, the truth held against a queue, and what simple methods reach."""

from detector.evaluate.judging import Judgement, judge, judge_scan, read_truth
from detector.evaluate.metrics import Interval

__all__ = ["Interval", "Judgement", "judge", "judge_scan", "read_truth"]
