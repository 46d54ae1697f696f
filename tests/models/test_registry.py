from dataclasses import replace

import pytest
import skops.io

from detector.errors import IntegrityError, ModelError
from detector.models import (
    Plan,
    champion_name,
    load_model,
    save_model,
    score_with,
    train_champion,
)
from detector.models.registry import TRUSTED
from tests.models.test_ranker import RANKER
from tests.models.worlds import AS_OF, FAMILIES, explain_all, small_world

MATRIX, LINES = small_world()
CHAMPION = train_champion(MATRIX, FAMILIES, LINES, AS_OF, Plan(1, 10, 5, 3))


def test_a_stored_model_scores_as_the_one_that_was_trained(con):
    name = save_model(con, CHAMPION)
    fetched = load_model(con, name)
    assert (fetched.plan, fetched.features, fetched.as_of) == (
        CHAMPION.plan,
        CHAMPION.features,
        AS_OF,
    )
    ours, theirs = (score_with(model, MATRIX, LINES, AS_OF) for model in (CHAMPION, fetched))
    assert ours.equals(theirs)
    ours, theirs = (explain_all(model, MATRIX, LINES) for model in (CHAMPION, fetched))
    assert ours.equals(theirs)


def test_the_last_one_saved_is_the_champion(con):
    assert champion_name(con) is None
    save_model(con, CHAMPION, "first")
    save_model(con, CHAMPION, "second")
    assert champion_name(con) == "second"
    assert con.execute("select count(*) from models where is_champion").fetchall() == [(1,)]
    assert load_model(con, "first").fingerprint == CHAMPION.fingerprint


def test_saving_under_the_same_name_replaces(con):
    save_model(con, CHAMPION)
    save_model(con, CHAMPION)
    assert con.execute("select count(*) from models").fetchall() == [(1,)]


def test_a_model_that_is_not_there_is_refused(con):
    with pytest.raises(ModelError, match="no model yet"):
        load_model(con)
    with pytest.raises(ModelError, match="no model 'spring'"):
        load_model(con, "spring")


def test_altered_bytes_are_refused(con):
    save_model(con, CHAMPION, "ours")
    con.execute("update models set blob = $blob", {"blob": b"other"})
    with pytest.raises(IntegrityError, match="not the one that was written"):
        load_model(con)


def test_a_foreign_type_is_refused_even_with_a_matching_hash(con, monkeypatch):
    monkeypatch.setattr("detector.models.registry.TRUSTED", TRUSTED[1:])
    save_model(con, replace(CHAMPION, ranker=RANKER), "ours")
    with pytest.raises(IntegrityError, match="not trusted"):
        load_model(con)


def test_the_trusted_list_names_just_what_a_champion_holds():
    fitted = {"models": list(CHAMPION.models), "ranker": RANKER}
    held = skops.io.get_untrusted_types(data=skops.io.dumps(fitted))
    assert sorted(held) == sorted(TRUSTED)


def test_every_column_of_the_table_is_explained(con):
    save_model(con, CHAMPION)
    told = con.execute(
        "select count(*) from duckdb_columns() where table_name = 'models' and comment is null"
    ).fetchall()
    assert told == [(0,)]
