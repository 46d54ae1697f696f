from detector.engine import read_family
from detector.features import FAMILIES
from detector.models import rehearse
from detector.models.rehearsal import sides_of
from detector.settings import Settings


def test_a_rehearsal_learns_on_every_scored_feature_and_repeats():
    families = tuple(read_family("detector.features", name) for name in FAMILIES)
    settings = Settings(rehearsal_shipments=2_000)
    names, trees = rehearse(settings)
    again, others = rehearse(settings)
    assert names == again == sides_of(families)[0]
    assert trees.cuts_.tolist() == others.cuts_.tolist()
