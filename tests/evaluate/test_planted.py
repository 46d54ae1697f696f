"""Schemes planted in a copy of the records are found there; the records stay as they are."""

from detector.evaluate import evaluate_planted
from detector.settings import Settings
from detector.workspace import open_workspace

QUICK = Settings(trees=20, neighbours=10, folds=3, rehearsal_shipments=0)


def test_the_planted_are_judged_in_a_copy_and_the_workspace_stays_as_it_was(scanned, monkeypatch):
    monkeypatch.setattr("detector.evaluate.planted.WORLD_LINES", 6_000)
    before = scanned.read_bytes()
    with open_workspace(scanned, read_only=True) as con:
        ours = con.execute("select count(*) from shipments").fetchone()[0]
        told = evaluate_planted(con, 3, QUICK)
    judged = told.methods[0].judgement
    assert 1 <= judged.schemes <= 3
    assert judged.positives <= judged.lines < ours + 200
    assert {method.name for method in told.methods} >= {"chiptrace", "random", "rule screen"}
    assert scanned.read_bytes() == before
