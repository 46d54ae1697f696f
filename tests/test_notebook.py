"""The tutorial runs from the first cell to the last, as it stands."""

import json
from pathlib import Path

NOTEBOOK = json.loads(
    (Path(__file__).parent.parent / "docs" / "retrain.ipynb").read_text(encoding="utf-8")
)


def test_the_tutorial_retrains_a_detector_from_load_to_promotion():
    told: dict[str, object] = {}
    for cell in NOTEBOOK["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), cell["id"], "exec"), told)
    assert told["first"].trained
    assert told["promoted"].name == told["challenger"].name != told["first"].model
    assert told["challenger"].labels == len(told["decisions"])
    assert told["card"].exists()


def test_the_tutorial_is_kept_without_outputs():
    code = [cell for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert (NOTEBOOK["nbformat"], len({cell["id"] for cell in NOTEBOOK["cells"]})) == (
        4,
        len(NOTEBOOK["cells"]),
    )
