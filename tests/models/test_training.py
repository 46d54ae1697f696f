import pandas as pd
import pytest

from detector.models import train_model, training
from detector.models.unseen import Unseen
from detector.settings import Settings
from tests.models.test_unseen import played
from tests.models.worlds import AS_OF, FAMILIES, small_world

SETTINGS = Settings(trees=10, neighbours=5, folds=2, rehearsal_shipments=1_500)
NO_LABELS = pd.DataFrame({"positive": pd.Series(dtype=bool), "weight": pd.Series(dtype=float)})
MATRIX, LINES = small_world()


@pytest.mark.parametrize("rehearsed", [0.6, 0.4])
def test_rehearsal_stays_out_where_it_does_not_help_on_unseen_kinds(monkeypatch, rehearsed):
    monkeypatch.setattr(training, "rehearse", lambda *_given: played(True))
    unseen = (Unseen(("T01",), 9, 0.5, rehearsed, -0.1, 0.1),)
    monkeypatch.setattr(training, "check_unseen", lambda *_given: unseen)
    champion = train_model(SETTINGS, (MATRIX, FAMILIES, LINES, AS_OF), NO_LABELS)
    assert (champion.ranker is not None) is (rehearsed > 0.5)
    assert champion.facts["rehearsal_helps"] is (rehearsed > 0.5)
    assert champion.facts["unseen"][0]["kinds"] == ("T01",)


def test_without_rehearsal_there_is_no_ranker_and_the_facts_say_what_was_read():
    asked = SETTINGS.model_copy(update={"rehearsal_shipments": 0})
    champion = train_model(asked, (MATRIX, FAMILIES, LINES, AS_OF), NO_LABELS)
    assert champion.ranker is None
    assert champion.facts["lines"] == len(LINES)
    assert "of_lines" not in champion.facts
