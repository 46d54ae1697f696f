"""Brings what the desk decided into a workspace, so that scans, training and pages know of it."""

import json
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from detector.cases import DESK as SOURCE
from detector.cases import Merge
from detector.engine import comment_on
from detector.records import load_frame
from detector.review.desk import snapshot_file
from detector.review.labels import HEAD_KEY, MERGES_KEY
from detector.workspace import Connection, table_exists

_MEANINGS = {
    "case_id": "a case that repeats another, as the review desk said",
    "into_id": "the case that it repeats",
    "decided_on": "the day, ISO 8601",
    "decided_by": "who said so, as declared",
    "note": "what that person saw",
}


def head_of_snapshot(workspace: Path) -> str:
    """Return the head hash that the snapshot of a workspace's desk carries; empty without one."""
    file = snapshot_file(workspace)
    if not file.exists():
        return ""
    marks: dict[bytes, bytes] = pq.read_schema(file).metadata or {}
    return marks.get(HEAD_KEY, b"").decode()


def head_brought(con: Connection) -> str:
    """Return the head hash of the decisions that a workspace holds; empty when it holds none."""
    if not table_exists(con, "desk_head"):
        return ""
    return str(con.execute("select max(head) from desk_head").fetchall()[0][0] or "")


def bring_in(con: Connection, workspace: Path) -> int:
    """Replace the desk's decisions in a workspace by those of its snapshot; return how many.

    Parameters
    ----------
    con : Connection
        The workspace, open for writing.
    workspace : Path
        Its place, beside which the snapshot lies.
    """
    head = head_of_snapshot(workspace)
    if not head or head == head_brought(con):
        return 0
    table = pq.read_table(snapshot_file(workspace))
    _bring_merges(con, json.loads((table.schema.metadata or {}).get(MERGES_KEY, b"[]")))
    frame = table.to_pandas()
    if table_exists(con, "disposition_versions"):
        con.execute("delete from disposition_versions where source = $source", {"source": SOURCE})
    if len(frame):
        load_frame(con, "dispositions", frame, SOURCE)
    con.execute(
        "create or replace table desk_head as select cast($head as varchar) as head", {"head": head}
    )
    return len(frame)


def _bring_merges(con: Connection, merges: list[list[str]]) -> None:
    frame = pd.DataFrame(merges, columns=list(Merge.__slots__), dtype="object")
    con.register("merges", frame)
    try:
        columns = ", ".join(f"{name}::varchar as {name}" for name in Merge.__slots__)
        con.execute(
            f"create or replace table case_merge as select {columns} from merges order by case_id"  # noqa: S608  our names
        )
    finally:
        con.unregister("merges")
    for name, meaning in _MEANINGS.items():
        comment_on(con, "case_merge", name, meaning)
