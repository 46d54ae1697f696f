"""What a scan leaves in the workspace: scans, scores, reasons and cases, and their export.

The columns are those of the contract; every scan is kept under its number, the latest is the one
that pages and exports read unless they ask for all.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from detector.cases import told_cases
from detector.engine import comment_on
from detector.errors import InputError, WorkspaceError
from detector.workspace import Connection, table_exists, transaction

VIEWS = ("goods", "price", "parties", "routing", "timing", "movements", "statistics")
FORMATS = {
    "csv": "(format csv, header)",
    "parquet": "(format parquet)",
    "json": "(format json, array true)",
}

CONTRACT = {
    "scores": {
        "shipment_id": ("VARCHAR", "as loaded"),
        "as_of": ("DATE", "the last day that the scan was allowed to see"),
        "score": ("DOUBLE", "0 to 1, higher = more consistent with diversion; not a probability"),
        "p_value": (
            "DOUBLE",
            "share of comparable lawful shipments expected to look at least this unusual",
        ),
        "rank": ("BIGINT", "1 = review first; no ties"),
        "source": ("VARCHAR", "as loaded"),
        "selected_by": ("VARCHAR", "rank, fdr, exploration or null"),
        "flagged": ("BOOLEAN", "within the budget, or in the chosen set under a rate"),
        "case_id": ("VARCHAR", "the case that it belongs to; null when not flagged"),
        "units": (
            "DOUBLE",
            "accelerators (GPU packages) estimated; null when not computing goods",
        ),
    },
    "reasons": {
        "shipment_id": ("VARCHAR", "as loaded"),
        "position": ("BIGINT", "1 = strongest"),
        "signal": ("VARCHAR", "the feature's name"),
        "view": ("VARCHAR", "the family of questions that it belongs to"),
        "value": ("DOUBLE", "the shipment's value"),
        "typical": ("DOUBLE", "what comparable shipments show"),
        "unit": ("VARCHAR", "unit of value and typical"),
        "share": ("DOUBLE", "share of the score; adds up to 1 within a shipment"),
        "red_flag": ("VARCHAR", "the published red flag that it stands for, with its source"),
        "text": ("VARCHAR", "one sentence for an analyst"),
    },
    "cases": {
        "case_id": ("VARCHAR", "stays with the case as it grows"),
        "title": ("VARCHAR", "in plain words"),
        "score": ("DOUBLE", "the highest score of its shipments"),
        "shipments": ("BIGINT", "how many flagged lines"),
        "units": ("DOUBLE", "accelerators; each physical lot once"),
        "value_usd": ("DOUBLE", "US dollars; each physical lot once"),
        "parties": ("VARCHAR[]", "names as declared"),
        "route": ("VARCHAR[]", "countries in the order the goods moved"),
        "first_shipped_on": ("DATE", "first departure"),
        "last_shipped_on": ("DATE", "last departure"),
        "typology": ("VARCHAR", "the named pattern that it looks most like, or unusual"),
        "status": ("VARCHAR", "open, diverted, cleared, referred or insufficient"),
    },
}
_OWN = {
    "scores": {
        "scan_id": "BIGINT",
        "shipment_no": "BIGINT",
        "age_days": "BIGINT",
        "selection_probability": "DOUBLE",
    }
    | {f"view_{view}": "DOUBLE" for view in VIEWS},
    "reasons": {
        "scan_id": "BIGINT",
        "shipment_no": "BIGINT",
        "source": "VARCHAR",
        "peers": "BIGINT",
        "innocent": "VARCHAR",
        "below": "DOUBLE",
    },
    "cases": {"scan_id": "BIGINT"},
}
KEPT = {
    "counterfactuals": {
        "scan_id": ("BIGINT", "the scan"),
        "shipment_no": ("BIGINT", "the flagged line"),
        "signals": ("VARCHAR[]", "features set to what is usual, the strongest first"),
        "combined": ("DOUBLE", "nats: the combined score"),
        "combined_after": ("DOUBLE", "nats: as the models judge the changed line"),
        "is_below": ("BOOLEAN", "whether that brings it below the weakest flagged line"),
    },
    "nearest": {
        "scan_id": ("BIGINT", "the scan"),
        "shipment_no": ("BIGINT", "the flagged line"),
        "position": ("BIGINT", "1 = most like it"),
        "ordinary_no": ("BIGINT", "shipment_no of an unflagged line of the same goods"),
        "likeness": ("DOUBLE", "0 to 1: one less the mean distance of ranks over all features"),
    },
}
_ORDER = {
    "scores": "scan_id, rank",
    "reasons": "scan_id, shipment_no, position",
    "cases": "scan_id, score desc, case_id",
}
_AS_DECIDED = """
    select cases.* replace (coalesce(standing.status, 'open') as status)
    from cases left join case_standing standing using (case_id)
"""


@dataclass(frozen=True, slots=True)
class ScanRecord:
    """What is kept of a scan beside its rows."""

    as_of: str
    model: str
    settings: str
    fingerprint: str
    lines: int
    flagged: int
    note: str


def lay_out(con: Connection) -> None:
    """Create the result tables where they are missing, with a comment on every column."""
    con.execute(
        "create table if not exists scans (scan_id BIGINT, as_of DATE, model_name VARCHAR, "
        "settings VARCHAR, fingerprint VARCHAR, lines BIGINT, flagged BIGINT, note VARCHAR)"
    )
    for table, columns in (CONTRACT | KEPT).items():
        kinds = _OWN.get(table, {}) | {name: kind for name, (kind, _) in columns.items()}
        body = ", ".join(f'"{name}" {kind}' for name, kind in kinds.items())
        con.execute(f"create table if not exists {table} ({body})")
        for name, kind in kinds.items():  # a workspace of an earlier version lacks the newer ones
            con.execute(f'alter table {table} add column if not exists "{name}" {kind}')
        for name, (_, meaning) in columns.items():
            comment_on(con, table, name, meaning)


def record_scan(con: Connection, scan: ScanRecord, frames: dict[str, pd.DataFrame]) -> int:
    """Keep a scan and its rows, all or nothing; return its number.

    Parameters
    ----------
    con : Connection
    scan : ScanRecord
    frames : dict of DataFrame of shape (n_rows, n_columns)
        ``scores``, ``reasons`` and ``cases`` with the contract's columns and ours, and what else
        is kept of a scan; a column that a frame lacks is stored as null.
    """
    lay_out(con)
    scan_id: int = con.execute("select coalesce(max(scan_id), 0) + 1 from scans").fetchall()[0][0]
    for table, frame in frames.items():
        con.register(f"incoming_{table}", frame.assign(scan_id=scan_id))
    try:
        with transaction(con):
            con.execute(
                "insert into scans values ($scan_id, $as_of, $model, $settings, $fingerprint, "
                "$lines, $flagged, $note)",
                {"scan_id": scan_id, **{name: getattr(scan, name) for name in scan.__slots__}},
            )
            for table, frame in frames.items():
                _append(con, table, list(frame.columns))
    finally:
        for table in frames:
            con.unregister(f"incoming_{table}")
    return scan_id


def read_result(con: Connection, table: str, *, all_scans: bool = False) -> pd.DataFrame:
    """Read ``scores``, ``reasons`` or ``cases`` in the contract's columns.

    Returns
    -------
    DataFrame of shape (n_rows, n_columns)
        Of the latest scan, strongest first, the status of a case by all decisions on record;
        with ``all_scans`` of every scan, each as it was left.
    """
    with _selected(con, table, all_scans=all_scans) as query:
        return con.execute(query).df()


def export_result(con: Connection, table: str, out: Path, form: str, *, all_scans: bool) -> int:
    """Write a result table, or the rejects, to a CSV, Parquet or JSON file; return the rows.

    Raises
    ------
    InputError
        If the table or the format is unknown, or the folder does not exist.
    """
    if form not in FORMATS:
        known = ", ".join(FORMATS)
        raise InputError(f"Unknown format {form!r}", "--format", f"Use one of {known}.")
    if not out.parent.is_dir():
        raise InputError("The folder does not exist", str(out.parent), "Make it first.")
    part = out.with_name(out.name + ".part")
    with _selected(con, table, all_scans=all_scans) as query:
        copied = con.execute(f"copy ({query}) to $path {FORMATS[form]}", {"path": str(part)})
        (rows,) = copied.fetchall()[0]
    part.replace(out)
    return int(rows)


def _append(con: Connection, table: str, given: list[str]) -> None:
    columns = (*_OWN.get(table, {}), *(CONTRACT | KEPT)[table])
    names = [name for name in columns if name in [*given, "scan_id"]]
    listed = ", ".join(f'"{name}"' for name in names)
    con.execute(f"insert into {table} ({listed}) select {listed} from incoming_{table}")  # noqa: S608  names of the contract and of KEPT


@contextmanager
def _selected(con: Connection, table: str, *, all_scans: bool) -> Iterator[str]:
    """Give the query of a result table, in the contract's columns."""
    if table == "rejects":
        yield "select * from rejects order by all"
        return
    if table not in CONTRACT:
        known = ", ".join((*CONTRACT, "rejects"))
        raise InputError(
            f"There is no result table {table!r}", "the table's name", f"Use one of {known}."
        )
    if not table_exists(con, table):
        raise WorkspaceError(
            "Nothing has been scanned yet", f"table {table}", "Run: chiptrace scan --workspace W."
        )
    listed, order = ", ".join(f'"{name}"' for name in CONTRACT[table]), _ORDER[table]
    if all_scans:
        yield f"select {listed} from {table} order by {order}"  # noqa: S608  names of the contract
        return
    (latest,) = con.execute("select coalesce(max(scan_id), 0)::integer from scans").fetchall()[0]
    last = f"where scan_id = {latest:d} order by {order}"
    if table != "cases":
        yield f"select {listed} from {table} {last}"  # noqa: S608  names of the contract
        return
    with told_cases(con, latest):
        yield f"select {listed} from ({_AS_DECIDED}) {last}"  # noqa: S608  names of the contract
