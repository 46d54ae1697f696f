import json
from datetime import date
from functools import lru_cache

import pandas as pd
import pytest

from detector.challenge import compare_models, train, watch
from detector.cli import main
from detector.errors import ModelError
from detector.models import (
    find_model,
    list_models,
    load_model,
    promote_model,
    read_labels,
    rehearse,
    training,
)
from detector.models.rehearsal import POSITIVE
from detector.narrate import tell_watched
from detector.pipeline import ScanPlan, load, scan
from detector.prepare import read_lines
from detector.records import load_frame
from detector.results import read_result
from detector.settings import Settings
from detector.workspace import open_workspace
from tests.sample import sample, write_sample

PLAIN = Settings(trees=10, neighbours=5, folds=2, rehearsal_shipments=0)
OTHER = Settings(trees=10, neighbours=5, folds=2, rehearsal_shipments=0, seed=9)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """Give a workspace with a champion and a challenger of another seed, and their names."""
    folder = tmp_path_factory.mktemp("challenge")
    with open_workspace(folder / "w.duckdb") as con:
        load(con, [write_sample(folder / "shipments.csv")])
        yield con, train(con, PLAIN), train(con, OTHER), folder / "w.duckdb"


def test_the_first_model_is_champion_and_the_next_waits(shelf):
    con, first, second, _ = shelf
    assert (first.is_champion, second.is_champion) == (True, False)
    assert [one.name for one in list_models(con)] == [first.name, second.name]
    assert find_model(con).name == first.name
    assert find_model(con, second.name).plan["seed"] == 9


def test_a_comparison_accounts_for_every_flag_with_a_reason(shelf):
    con, first, second, _ = shelf
    told = compare_models(con, second.name, PLAIN, budget=30)
    assert (told.champion, told.challenger) == (first.name, second.name)
    assert told.kept + len(told.gained) == told.kept + len(told.lost) == told.budget
    assert all(one.challenger_rank <= 30 < one.champion_rank for one in told.gained)
    assert all(one.champion_rank <= 30 < one.challenger_rank for one in told.lost)
    assert all(one.reason for one in (*told.gained, *told.lost))


def test_a_model_compared_with_itself_moves_nothing(shelf):
    con, first, _, _ = shelf
    told = compare_models(con, first.name, PLAIN, budget=30)
    assert (told.gained, told.lost, told.kept, told.rank_correlation) == ((), (), 30, 1.0)


def test_scans_use_the_model_that_was_promoted(shelf):
    con, first, second, _ = shelf
    promote_model(con, second.name)
    try:
        assert scan(con, ScanPlan(budget=20), PLAIN).model == second.name
    finally:
        promote_model(con, first.name)
    assert sum(one.is_champion for one in list_models(con)) == 1


def test_a_name_that_is_not_there_is_refused_and_nothing_changes(shelf):
    con, first, _, _ = shelf
    for ask in (promote_model, find_model, compare_models):
        with pytest.raises(ModelError, match="no model 'spring'"):
            ask(con, "spring")
    assert find_model(con).name == first.name


def test_the_commands_tell_the_life_of_a_model(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    settings = "trees = 5\nneighbours = 5\nfolds = 2\nrehearsal_shipments = 0\n"
    (tmp_path / "quick.toml").write_text(settings)
    (tmp_path / "other.toml").write_text(settings + "seed = 3\n")
    write_sample(tmp_path / "shipments.csv")
    assert main(["models", "list", "-w", "w.duckdb"]) != 0
    assert main(["load", "shipments.csv", "-w", "w.duckdb"]) == 0
    names = []
    for file in ("quick.toml", "other.toml"):
        capsys.readouterr()
        assert main(["train", "-w", "w.duckdb", "--settings", file, "--json"]) == 0
        names.append(json.loads(capsys.readouterr().out)["data"]["name"])
    assert main(["models", "compare", names[1], "-w", "w.duckdb", "--settings", "quick.toml"]) == 0
    assert main(["models", "promote", names[1], "-w", "w.duckdb"]) == 0
    assert main(["models", "show", names[1], "-w", "w.duckdb"]) == 0
    assert main(["models", "show", names[1], "-w", "w.duckdb", "--out", "."]) == 0
    assert (tmp_path / f"model-{names[1]}.html").exists()
    assert main(["models", "list", "-w", "w.duckdb"]) == 0
    told = capsys.readouterr().out
    assert f"Flagged by {names[1]} only:" in told
    assert f"{names[1]} is the champion from the next scan on." in told
    assert "counterparty." in told
    assert told.rindex("champion  " + names[1]) < told.rindex(names[0])


def test_what_was_cleared_falls_in_the_next_scan_until_the_clearance_expires(shelf):
    con = shelf[0]
    scan(con, ScanPlan(budget=20), PLAIN)
    before = read_result(con, "scores").set_index("shipment_id")["score"]
    decide(con, before.index[:2], ["cleared", "cleared"], "2024-01-05")
    scan(con, ScanPlan(budget=20), PLAIN.model_copy(update={"clearance_days": 5_000}))
    held = read_result(con, "scores").set_index("shipment_id")["score"]
    assert (held[before.index[:2]] < before.head(2)).all()
    assert read_labels(con, read_lines(con), date(2025, 12, 31), 365).empty


def test_the_watch_tells_drift_and_how_much_of_the_top_stayed(shelf):
    con = shelf[0]
    con.execute(
        "update scores set as_of = as_of - 7 where scan_id < (select max(scan_id) from scores)"
    )
    told = watch(con, PLAIN, 91)
    assert len(told.scans) == 2
    assert told.flagged == 20
    assert 0.5 <= told.kept < 1.0
    assert told.score.name == "score"
    assert all(one.windows >= 2 for one in told.features)
    assert not {one.name for one in told.features} & {"onward.days_to_onward", "mirror.mirror_gap"}
    page = tell_watched(told)
    assert f"of {len(told.features)} features moved" in page
    assert "Of 20 lines flagged" in page


def test_one_decision_changes_the_next_train(shelf, monkeypatch):
    con = shelf[0]
    monkeypatch.setattr(training, "rehearse", lru_cache(rehearse))
    settings = PLAIN.model_copy(update={"rehearsal_shipments": 1_500})
    truth = sample().truth
    planted = truth.loc[truth["role"].isin(POSITIVE), "shipment_id"].head(6)
    others = sample().shipments["shipment_id"].loc[lambda ids: ~ids.isin(planted)]
    decide(con, [*planted, *others[:5]], ["diverted"] * len(planted) + ["cleared"] * 5)
    told = train(con, settings)
    decide(con, others[5:6], ["cleared"])
    again = train(con, settings)
    assert again.labels == told.labels + 1
    rankers = [load_model(con, one.name).ranker for one in (told, again)]
    assert len({ranker.share for ranker in rankers} | {0.65}) == 3


def decide(con, ids, decisions, day="2025-12-01"):
    frame = pd.DataFrame({"shipment_id": list(ids), "decision": decisions, "decided_on": day})
    load_frame(con, "dispositions", frame, f"desk {len(frame)}")
