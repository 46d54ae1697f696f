"""A run is laid out as MLflow's file store reads it; with MLflow at hand, MLflow reads it."""

import json
from dataclasses import replace

import pytest

from detector.models import write_run
from detector.models.shelf import StoredModel

MODEL = StoredModel(
    "2026-06-30-ad01f2",
    "2026-06-30",
    True,
    ("price.value_gap", "roles.forwarder_door"),
    {"seed": 1, "trees": 200},
    "f" * 64,
    "5" * 64,
    123_456,
    {
        "lines": 20_000,
        "rehearsal_helps": True,
        "unseen": [
            {"kinds": ["T09", "T13"], "strange": 0.41, "rehearsed": 0.66, "low": 0.1, "high": 0.3}
        ],
        "borrowed": [{"view": "price", "path": "pyod.models.pca.PCA", "parameters": {}}],
    },
)


def test_parameters_figures_and_card_are_in_their_places(tmp_path):
    run = write_run(MODEL, tmp_path, {"card.html": b"<p>card</p>"})
    assert run.parent.parent == tmp_path
    assert (run / "params" / "trees").read_text() == "200"
    assert (run / "params" / "borrowed.1").read_text() == "price: pyod.models.pca.PCA {}"
    stamp, value, step = (run / "metrics" / "unseen.T09-T13.rehearsed").read_text().split()
    assert (stamp, value, step) == ("1782777600000", "0.66", "0")
    assert not (run / "metrics" / "rehearsal_helps").exists()
    assert (run / "artifacts" / "card.html").read_bytes() == b"<p>card</p>"
    assert (run / "tags" / "fingerprint").read_text() == "f" * 64


def test_the_same_model_again_is_the_same_run_and_another_is_not(tmp_path):
    first = write_run(MODEL, tmp_path, {})
    before = {file: file.read_bytes() for file in first.rglob("*") if file.is_file()}
    assert write_run(MODEL, tmp_path, {}) == first
    assert {file: file.read_bytes() for file in before} == before
    assert write_run(replace(MODEL, name="other"), tmp_path, {}).parent == first.parent
    assert len(list(first.parent.glob("*/meta.yaml"))) == 2


def test_a_hostile_name_stays_within_the_folder(tmp_path):
    hostile = replace(MODEL, name='../../x\n"y"')
    run = write_run(hostile, tmp_path / "runs", {"../../out.html": b""})
    assert {file.name for file in tmp_path.iterdir()} == {"runs"}
    told = dict(line.split(": ", 1) for line in (run / "meta.yaml").read_text().splitlines())
    assert json.loads(told["run_name"]) == hostile.name


def test_mlflow_reads_the_run_where_it_is_installed(tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_ALLOW_FILE_STORE", "true")
    tracking = pytest.importorskip("mlflow.tracking", reason="MLflow is not installed: no reader")
    write_run(MODEL, tmp_path, {"card.html": b"card"})
    client = tracking.MlflowClient(tracking_uri=tmp_path.as_uri())
    experiment = client.get_experiment_by_name("chiptrace")
    (run,) = client.search_runs([experiment.experiment_id])
    assert run.data.params["trees"] == "200"
    assert run.data.metrics["unseen.T09-T13.rehearsed"] == 0.66
    assert run.info.run_name == MODEL.name
