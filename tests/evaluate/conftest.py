"""One small evaluation."""

import numpy as np
import pytest

from detector.evaluate import Evaluation, Method
from detector.evaluate.replay import Replay, Verdict, Week
from detector.evaluate.splits import Split
from tests.evaluate.test_judging import LINES, judged


@pytest.fixture(scope="package")
def evaluation():

    rng = np.random.default_rng(8)
    ours, other = judged(np.arange(LINES)), judged(rng.permutation(LINES))
    split = Split("2025-04-01", 3_000, LINES, 4, 12, 300, 120)
    methods = (Method("chiptrace", "Ours.", ours), Method("random", "By chance.", other))
    return Evaluation(methods, split, "2025-12-31", "m1", "ab12", "0.1.0", 17)


@pytest.fixture(scope="package")
def replay():
    week = Week("2025-09-07", 100, 20, 2, 3, 0, 0.16, 24.0, 2)
    return Replay((week,), 0.16, 0.004, 0.5, 0.4, 6.0, Verdict(False, True, 0.01, True))
