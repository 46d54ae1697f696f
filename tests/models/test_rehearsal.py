from detector.engine import read_family
from detector.features import FAMILIES
from detector.models import rehearse
from detector.models.rehearsal import sides_of
from detector.settings import Settings


def test_a_rehearsal_learns_on_every_scored_feature_and_repeats():
    families = tuple(read_family("detector.features", name) for name in FAMILIES)
    settings = Settings(rehearsal_shipments=2_000)
    one, other = rehearse(settings), rehearse(settings)
    assert (one.names, one.odd) == (other.names, other.odd) == sides_of(families)
    assert one.trees.cuts_.tolist() == other.trees.cuts_.tolist()
    assert len(one.matrix) == len(one.lines) == len(one.planted)
    assert (one.planted.loc[one.planted["positive"], "scheme"] != "").all()


def test_what_the_records_never_tell_the_rehearsal_does_not_tell_either():
    settings = Settings(rehearsal_shipments=2_000)
    played = rehearse(settings, ("value", "model", "parties"))
    assert played.matrix["price.value_gap"].isna().all()
    assert rehearse(settings).matrix["price.value_gap"].notna().any()
