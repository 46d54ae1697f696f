"""Scores the layout guess on the 40 headers that were set aside; every run is kept in the log.

Usage: python -m benchmarks.layout_guess.run HEADERS.json [WHY]
"""

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.layout_guess.measure import measure

HERE = Path(__file__).parent
RESULTS = HERE.parent / "results" / "layout_guess.json"
TARGETS = {"recall": 0.90, "wrong_share": 0.05}


def main() -> None:
    headers = Path(sys.argv[1])
    why = " ".join(sys.argv[2:]) or "re-run"
    log = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {"runs": []}
    figures = measure(headers, HERE / "labels.toml")
    run = {
        "run": len(log["runs"]) + 1,
        "why": why,
        "revision": revision(),
        "is_met": figures["recall"] >= TARGETS["recall"]
        and figures["wrong_share"] <= TARGETS["wrong_share"],
        **figures,
    }
    log = {
        "about": "Header names alone, no cells: 40 of 188 headers, seed 20261124, labelled by "
        "hand before the guessing code was written. recall = found / mappable; "
        "wrong_share = wrong / proposed.",
        "targets": TARGETS,
        "development": short(measure(headers, HERE / "labels_development.toml")),
        "runs": [*log["runs"], run],
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(log, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"run {run['run']}: recall {run['recall']:.1%} of {run['mappable']} mappable fields, ")
    print(f"wrong {run['wrong_share']:.1%} of {run['proposed']} proposed -> {RESULTS}")


def short(figures: dict[str, object]) -> dict[str, object]:
    return {key: told for key, told in figures.items() if not isinstance(told, list)}


def revision() -> str:
    git = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(git, capture_output=True, text=True, check=True, cwd=HERE).stdout.strip()


if __name__ == "__main__":
    main()
