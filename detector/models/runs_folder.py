"""Write a stored model as a run in the folder layout that MLflow reads, without MLflow.

The layout is that of MLflow's file store: a folder per experiment, in it a folder per run, with one
small file for each parameter, metric and tag. Nothing is sent anywhere. Times are the day up to
which the model learnt, so that the same model gives the same bytes.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from detector.models.shelf import StoredModel

EXPERIMENT = "chiptrace"
FINISHED, LOCAL = 3, 4  # MLflow's numbers for a run that ended well, and for its source
MOST_TEXT = 500  # characters of a parameter that every version of MLflow takes


def write_run(one: StoredModel, folder: Path, artifacts: Mapping[str, bytes]) -> Path:
    """Write one model as a run; the same model again replaces its files.

    Parameters
    ----------
    one : StoredModel
    folder : Path
        MLflow's tracking folder; other runs in it are left alone.
    artifacts : mapping of str to bytes
        Files to lay beside the run, by name.

    Returns
    -------
    Path
        The folder of the run.
    """
    day = datetime.fromisoformat(one.made_on).replace(tzinfo=UTC)
    millis = int(day.timestamp() * 1000)
    experiment = str(int(hashlib.sha256(EXPERIMENT.encode()).hexdigest()[:14], 16))
    run = hashlib.sha256(f"{one.name} {one.fingerprint}".encode()).hexdigest()[:32]
    home = folder.resolve() / experiment
    _write_meta(
        home,
        {
            "artifact_location": home.as_uri(),
            "creation_time": millis,
            "experiment_id": experiment,
            "last_update_time": millis,
            "lifecycle_stage": "active",
            "name": EXPERIMENT,
        },
    )
    own = home / run
    _write_meta(own, _run_meta(one.name, run, experiment, own, millis))
    for kind, told in (
        ("params", _parameters(one)),
        ("metrics", {name: f"{millis} {value} 0" for name, value in _metrics(one).items()}),
        ("tags", _tags(one)),
    ):
        (own / kind).mkdir(exist_ok=True)
        for name, text in told.items():
            (own / kind / name).write_text(text, encoding="utf-8")
    (own / "artifacts").mkdir(exist_ok=True)
    for name, content in artifacts.items():
        (own / "artifacts" / Path(name).name).write_bytes(content)
    return own


def _run_meta(name: str, run: str, experiment: str, own: Path, millis: int) -> Mapping[str, object]:
    return {
        "artifact_uri": (own / "artifacts").as_uri(),
        "end_time": millis,
        "entry_point_name": "",
        "experiment_id": experiment,
        "lifecycle_stage": "active",
        "run_id": run,
        "run_name": name,
        "run_uuid": run,
        "source_name": "",
        "source_type": LOCAL,
        "source_version": "",
        "start_time": millis,
        "status": FINISHED,
        "tags": [],
        "user_id": "",
    }


def _parameters(one: StoredModel) -> dict[str, str]:
    told = {name: str(value) for name, value in one.plan.items()}
    borrowed = one.facts.get("borrowed")
    rows = borrowed if isinstance(borrowed, list) else []
    told |= {
        f"borrowed.{at}": f"{row['view']}: {row['path']} {json.dumps(row['parameters'])}"
        for at, row in enumerate(rows, start=1)
    }
    return {name: text[:MOST_TEXT] for name, text in told.items()} | {
        "features": str(len(one.features))
    }


def _metrics(one: StoredModel) -> dict[str, float]:
    told = {
        name: float(value)
        for name, value in one.facts.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }
    unseen = one.facts.get("unseen")
    for row in unseen if isinstance(unseen, list) else []:
        kinds = "-".join(row["kinds"])
        for name in ("strange", "rehearsed", "low", "high"):
            told[f"unseen.{kinds}.{name}"] = float(row[name])
    return told


def _tags(one: StoredModel) -> dict[str, str]:
    return {
        "mlflow.runName": one.name,
        "fingerprint": one.fingerprint,
        "stored_sha256": one.sha256,
        "is_champion": str(one.is_champion).lower(),
    }


def _write_meta(folder: Path, told: Mapping[str, object]) -> None:
    """Write YAML whose values are JSON, which YAML can read."""
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{name}: {json.dumps(value)}\n" for name, value in told.items())
    (folder / "meta.yaml").write_text(text, encoding="utf-8")
