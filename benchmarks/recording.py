"""Where results are kept, and what is told with each: revision and versions, no clock."""

import json
import subprocess
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
PUBLIC = Path(__file__).parent.parent.parent / "shared" / "data"
LIBRARIES = ("numpy", "pandas", "scikit-learn", "pyod", "lightgbm", "duckdb")


def revision() -> str:
    """Give the git revision that was measured; ``-dirty`` where more than results has changed."""
    changed = _git("status", "--porcelain", "--untracked-files=no", ":!*/results/*.json")
    return _git("describe", "--always") + ("-dirty" if changed else "")


def _git(*words: str) -> str:
    told = subprocess.run(
        ["git", *words], cwd=RESULTS.parent.parent, check=False, capture_output=True, text=True
    )
    return told.stdout.strip()


def record(name: str, figures: dict[str, object], libraries: Iterable[str] = LIBRARIES) -> None:
    """Write ``results/<name>.json`` and print it."""
    told = {
        "benchmark": name,
        "revision": revision(),
        "versions": {library: version(library) for library in libraries},
        **figures,
    }
    text = json.dumps(told, indent=2, allow_nan=False) + "\n"
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(text, encoding="utf-8")
    print(text)


def earlier(name: str) -> dict[str, object]:
    """Read an earlier result; empty where there is none."""
    path = RESULTS / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def public(*parts: str) -> Path:
    """Give a public file that lies beside a development checkout."""
    path = PUBLIC.joinpath(*parts)
    if not path.exists():
        raise SystemExit(f"{path.name} is not beside this checkout; this benchmark needs it")
    return path
