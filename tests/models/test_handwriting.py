import numpy as np
import pytest

from detector.models.handwriting import LIMIT, tell_apart
from tests.models.worlds import small_world

_, LINES = small_world()


def values(random):
    return random.normal(size=(len(LINES), 4))


def test_lines_of_one_hand_are_told_apart_by_chance_alone():
    random = np.random.default_rng(1)
    planted = random.random(len(LINES)) < 0.3
    assert abs(tell_apart(values(random), LINES, planted, 1) - 0.5) < 0.1


@pytest.mark.parametrize("clumsy", ["blank", "round", "cheap"])
def test_a_clumsy_planter_is_caught(clumsy):
    random = np.random.default_rng(2)
    planted = random.random(len(LINES)) < 0.3
    told = values(random)
    if clumsy == "blank":
        told[planted & (random.random(len(planted)) < 0.6), 1] = np.nan
    elif clumsy == "round":
        told[planted, 2] = np.round(told[planted, 2])
    else:
        told[planted, 3] -= 1.0
    assert tell_apart(told, LINES, planted, 1) > LIMIT


def test_too_few_lines_to_ask_count_as_told_apart():
    told = values(np.random.default_rng(3))[:5]
    assert tell_apart(told, LINES.head(5), np.zeros(5, dtype=bool), 1) == 1.0


def test_a_feature_that_is_silent_in_some_folds_is_no_hindrance():
    random = np.random.default_rng(4)
    told = values(random)
    told[:, 0] = np.nan
    told[:1, 0] = 1.0
    planted = random.random(len(LINES)) < 0.3
    assert abs(tell_apart(told, LINES, planted, 1) - 0.5) < 0.1
