import numpy as np
import skops.io

from detector.models import weigh_in
from detector.models.ranker import EXPLAINED, SHARE
from detector.models.registry import TRUSTED
from tests.models.test_boosting import POSITIVE, TREES, VALUES

PARTS = np.abs(np.random.default_rng(8).normal(size=VALUES.shape))
RANKER = weigh_in(TREES, VALUES[~POSITIVE], PARTS[~POSITIVE].sum(axis=1))
WEIGHED = RANKER.weigh(VALUES, PARTS)


def test_the_parts_add_up_to_likeness_and_strangeness_as_weighed():
    alike = RANKER.likeness.nats(TREES.log_odds(VALUES))
    strange = RANKER.oddness.nats(PARTS.sum(axis=1))
    np.testing.assert_allclose(WEIGHED.sum(axis=1), SHARE * alike + (1 - SHARE) * strange)
    assert (WEIGHED >= 0).all()


def test_a_line_is_weighed_the_same_alone_as_in_a_batch():
    for row in range(40):
        alone = RANKER.weigh(VALUES[[row]], PARTS[[row]])
        np.testing.assert_allclose(alone, WEIGHED[[row]], rtol=1e-12)


def test_the_likest_lines_are_explained_by_what_the_trees_read():
    likest = np.argsort(-TREES.log_odds(VALUES))[:5]
    assert (RANKER.likeness.nats(TREES.log_odds(VALUES[likest])) >= EXPLAINED).all()
    quiet = RANKER.weigh(VALUES[likest], np.zeros((5, VALUES.shape[1])))
    assert quiet[:, :2].sum() > quiet[:, 2:].sum()


def test_a_ranker_comes_back_from_storage_as_it_was():
    back = skops.io.loads(skops.io.dumps(RANKER), trusted=list(TRUSTED))
    np.testing.assert_array_equal(back.weigh(VALUES, PARTS), WEIGHED)
