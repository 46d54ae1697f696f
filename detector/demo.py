"""The main job on a built-in sample: simulate, load, scan, report."""

from collections.abc import Callable
from pathlib import Path

from detector.pipeline import load, scan
from detector.report import write_report
from detector.simulate import simulate, write_world
from detector.workspace import open_workspace

SHIPMENTS = 20_000
SEED = 7


def run_demo(out: Path, tell: Callable[[str], None]) -> str:
    """Run the main job on a simulated sample and say where the page lies.

    Parameters
    ----------
    out : Path
        Folder for the records, the workspace and the page; made when it is missing, its earlier
        workspace replaced.
    tell : callable
        Called with a line of text when a step begins.
    """
    records, workspace = out / "records", out / "demo.duckdb"
    out.mkdir(parents=True, exist_ok=True)
    workspace.unlink(missing_ok=True)
    tell(f"simulating {SHIPMENTS:,} shipments, all names invented")
    write_world(simulate(SHIPMENTS, SEED), records)
    with open_workspace(workspace) as con:
        files = [records / f"{kind}.csv" for kind in ("shipments", "parties", "watchlist")]
        reports = load(con, [*files, records / "trade_flows.csv"], tell=tell)
        summary = scan(con, tell=tell)
        tell("writing the report")
        page = write_report(con, out)
    return "\n".join(
        (
            f"Loaded {sum(report.loaded for report in reports):,} simulated records; "
            f"scored {summary.lines:,} shipments, flagged {summary.flagged:,} "
            f"in {summary.cases:,} cases.",
            f"The report lies at {page.resolve()}",
            "Go on:",
            f"  chiptrace export scores --workspace {workspace} --out {out / 'scores.csv'}",
            f"  chiptrace explain SHIPMENT_ID --workspace {workspace}",
            f"  what was planted: {records / 'truth.csv'}",
            "  your own records: chiptrace load FILE --workspace W",
        )
    )
