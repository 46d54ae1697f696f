import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.parties.screening_index import starts_of
from detector.parties.screening_loops import best_names

KINDS = 6
NAME = st.lists(st.integers(0, KINDS - 1), min_size=1, max_size=5)
LIKENESS = {(0, 0): 1.0, (1, 1): 0.9, (1, 2): 0.8, (2, 2): 1.0, (3, 3): 1.0, (4, 3): 0.75}
WEIGHT = np.array([0.3, 1.0, 0.8, 0.9, 0.5, 0.7], np.float32)


def flat(names):
    return starts_of([len(name) for name in names]), np.array(
        [word for name in names for word in name], np.int32
    )


def plainly(name, listed):
    """Pair words as a person would: likest first, each at most once."""
    pairs = sorted(
        (-LIKENESS[one, two], at, other)
        for at, one in enumerate(name)
        for other, two in enumerate(listed)
        if (one, two) in LIKENESS
    )
    left, right, gained, paired, told = set(), set(), 0.0, 0.0, 0.0
    for minus, at, other in pairs:
        if at not in left and other not in right:
            left.add(at)
            right.add(other)
            both = WEIGHT[name[at]] + WEIGHT[listed[other]]
            gained, paired = gained - minus * both, paired + both
            told -= minus * WEIGHT[listed[other]] * 5
    whole = sum(WEIGHT[word] for word in (*name, *listed))
    doubt = 0.2 * min(1, (whole - paired) / 0.6) * max(0, 1 - told / 6)
    return gained / whole - doubt


@settings(max_examples=60, deadline=None)
@given(NAME, st.lists(NAME, min_size=1, max_size=4))
def test_the_loop_pairs_words_as_the_plain_way_does(name, listed):
    near = [[(-like, two) for (a, two), like in LIKENESS.items() if a == one] for one in range(6)]
    near = [sorted(some) for some in near]
    alike = (
        starts_of([len(some) for some in near]),
        np.array([two for some in near for _, two in some], np.int32),
        np.array([-minus for some in near for minus, _ in some], np.float32),
    )
    posts = [[at for at, words in enumerate(listed) if word in words] for word in range(KINDS)]
    numbers = np.zeros(len(listed), np.int32)
    entry = np.arange(len(listed), dtype=np.int32)
    out = np.full((1, 4), -1, np.int32), np.zeros((1, 4), np.float32)
    best_names(
        (*flat([name]), WEIGHT, np.zeros(1, np.int32)),
        alike,
        (*flat(listed), WEIGHT, WEIGHT * 5, numbers, entry, *flat(posts)),
        0.4,
        out,
    )
    want = sorted(
        ((-plainly(name, words), at) for at, words in enumerate(listed)), key=lambda one: one
    )
    kept = [(at, -minus) for minus, at in want if -minus >= 0.4 + 1e-5]
    got = {int(at): float(s) for at, s in zip(*(part[0] for part in out), strict=True) if at >= 0}
    for at, strength in kept:
        assert abs(got[at] - strength) < 1e-4
    assert list(out[1][0]) == sorted(out[1][0], reverse=True)
