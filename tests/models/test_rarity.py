import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.models.rarity import Rarity

scores = st.lists(st.floats(0, 1e6, allow_subnormal=False), min_size=1, max_size=60).map(np.array)


@given(scores, scores)
@settings(max_examples=100, deadline=None)
def test_a_higher_score_is_never_less_rare(fitted, asked):
    nats = Rarity().fit(fitted).nats(np.sort(asked))
    assert (np.diff(nats) >= -1e-12).all()
    assert (nats >= 0).all()
    assert (nats <= 2 * np.log(len(fitted) + 1)).all()


def test_exponential_scores_come_back_as_nats():
    random = np.random.default_rng(0)
    curve = Rarity().fit(random.exponential(size=20_000))
    np.testing.assert_allclose(curve.nats(np.array([0.5, 2.0, 6.0])), [0.5, 2.0, 6.0], rtol=0.1)


def test_it_goes_on_beyond_the_strangest_fitted_score():
    curve = Rarity().fit(np.arange(1000.0))
    assert curve.nats(np.array([1005.0])) > curve.nats(np.array([999.0]))


def test_equal_scores_are_not_rare():
    assert Rarity().fit(np.full(100, 0.4)).nats(np.array([0.4])).tolist() == [0.0]
