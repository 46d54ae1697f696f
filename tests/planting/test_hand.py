"""The question that decides, asked of the real planter and of a clumsy one."""

import numpy as np

from detector.models.handwriting import LIMIT, tell_apart
from detector.models.rehearsal import sides_of


def asked(sown):
    rows = sown.trade.planted["begins"].to_numpy()
    names, _ = sides_of(sown.trade.families)
    values = sown.trade.matrix[list(names)].to_numpy(dtype=float)[rows]
    planted = (sown.trade.planted["kind"] == "ordinary").to_numpy()[rows]
    return values, sown.trade.lines[rows], planted, names


def test_lawful_lines_that_are_planted_are_not_told_by_their_hand(sown):
    values, lines, planted, _ = asked(sown)
    assert 50 <= planted.sum() < len(planted) / 2
    assert tell_apart(values, lines, planted, 1) <= LIMIT


def test_a_planter_that_forgets_addresses_is_caught(sown):
    values, lines, planted, names = asked(sown)
    doors = [at for at, name in enumerate(names) if name.startswith("premises.")]
    values[np.ix_(planted, doors)] = np.nan
    assert tell_apart(values, lines, planted, 1) > LIMIT
