"""Writes ``reports/example/``: what chiptrace makes of a small simulated sample.

    python -m tests.example

A test makes it again and compares every byte.
"""

import tempfile
from pathlib import Path

from detector.pipeline import load, scan
from detector.report import build_week, write_case
from detector.report.press import as_json, write_whole
from detector.settings import Settings
from detector.simulate import write_world
from detector.workspace import Connection, open_workspace
from tests.sample import sample

FOLDER = Path(__file__).parent.parent / "reports" / "example"
QUICK = Settings(trees=20, neighbours=10, folds=3, rehearsal_shipments=0)
LARGEST = """
    select case_id from cases where scan_id = (select max(scan_id) from scans)
    order by shipments desc, units desc nulls last, case_id limit 1
"""


def scan_sample(folder: Path) -> Path:
    """Load and scan the sample in a folder; return the workspace."""
    write_world(sample(), folder)
    with open_workspace(folder / "w.duckdb") as con:
        load(con, [folder / f"{name}.csv" for name in ("shipments", "parties")])
        scan(con, settings=QUICK)
    return folder / "w.duckdb"


def write_example(con: Connection, out: Path) -> None:
    """Write the week as JSON, its largest case, and the pages of that case's companies."""
    (case_id,) = con.execute(LARGEST).fetchall()[0]
    found = build_week(con)
    write_whole(out / f"{found.week}.json", as_json(found))
    write_case(con, case_id, out)


def main() -> None:
    """Make the example anew; its README and pictures stay."""
    for file in [*FOLDER.glob("*.html"), *FOLDER.glob("*.json")]:
        file.unlink()
    with tempfile.TemporaryDirectory() as room:
        workspace = scan_sample(Path(room))
        with open_workspace(workspace, read_only=True) as con:
            write_example(con, FOLDER)


if __name__ == "__main__":
    main()
