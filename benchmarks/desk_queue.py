"""A workspace whose queue holds 50,000 cases, for the benchmark of the desk.

A simulated world is scanned as it is; then every line of the first 50,000 by rank becomes a case of
its own in the results, with the reasons of a flagged line. What pages read else is real.
"""

from pathlib import Path

from detector.pipeline import ScanPlan, load, scan
from detector.settings import Settings
from detector.simulate import simulate, write_world
from detector.workspace import open_workspace

LINES, FLAGS, SEED = 60_000, 50_000, 8
QUICK = Settings(trees=40, neighbours=10, folds=3, rehearsal_shipments=0)
_KEY = "format('C-{:08X}', rank * 7919)"
_STEPS = (
    "create temp table told as select * from reasons where scan_id = 1",
    "create temp table chosen as select shipment_no, row_number() over (order by shipment_no) - 1 "
    "as n from (select distinct shipment_no from told)",
    f"update scores set flagged = true, selected_by = 'rank', case_id = {_KEY} "
    "where rank <= $flags",
    "delete from reasons", "delete from cases",
    """insert into reasons by name select told.* replace (score.shipment_no as shipment_no,
        score.shipment_id as shipment_id, score.source as source)
    from scores score join chosen on chosen.n = score.rank % (select count(*) from chosen)
    join told on told.shipment_no = chosen.shipment_no where score.flagged""",
    """insert into cases by name select 1 as scan_id, score.case_id,
        'About ' || coalesce(round(score.units)::integer, 1) || ' accelerators in 1 shipment, '
        || line.exporter_country || ' to ' || line.consignee_country as title,
        score.score, 1 as shipments, score.units, line.value_usd,
        [line.exporter, line.consignee] as parties,
        [line.exporter_country, line.consignee_country] as route,
        line.shipped_on as first_shipped_on, line.shipped_on as last_shipped_on,
        'unusual' as typology, 'open' as status
    from scores score join shipment_versions line using (shipment_no) where score.flagged
    qualify row_number() over (partition by score.case_id order by score.rank) = 1""",
)  # fmt: skip


def make_queue(folder: Path) -> Path:
    """Write the workspace into a folder, unless it is there."""
    workspace = folder / "w.duckdb"
    if workspace.exists():
        return workspace
    write_world(simulate(LINES, SEED), folder)
    with open_workspace(workspace, memory_limit="3GB") as con:
        load(con, [folder / f"{name}.csv" for name in ("shipments", "parties")])
        scan(con, ScanPlan(budget=500), QUICK)
        for step in _STEPS:
            con.execute(step, {"flags": FLAGS} if "$flags" in step else None)
    return workspace
