import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.models.rarity import BulkRarity, Rarity

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


@given(scores, scores, st.sampled_from([0.0, 0.19]))
@settings(max_examples=100, deadline=None)
def test_read_in_bulk_a_higher_score_is_never_less_rare(fitted, asked, bend):
    nats = BulkRarity(bend).fit(fitted).nats(np.sort(asked))
    assert (np.diff(nats) >= -1e-9 * np.abs(nats[1:])).all()
    assert (nats >= 0).all()


def test_read_in_bulk_a_handful_at_the_top_changes_little():
    lines = np.random.default_rng(0).exponential(size=5_000)
    alone = BulkRarity().fit(lines).nats(np.array([6.0]))
    crowded = BulkRarity().fit(np.r_[lines, np.full(25, 50.0)]).nats(np.array([6.0]))
    np.testing.assert_allclose(crowded, alone, rtol=0.1)
    np.testing.assert_allclose(alone, 6.0, rtol=0.1)
