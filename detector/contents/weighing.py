"""Weigh what speaks for restricted accelerators in a line that names none.

A customs analyst who meets "power cord, 27 pieces, 460,000 USD" asks what such goods cost, what
they weigh, what the exporter took in before, whether it ever dealt in them, whether others send
the consignee such goods, and how the exporter's other lines look. What one record of a movement
leaves empty is taken from the other. Each answer adds or takes bits (reference table
``content_weights``, fitted on simulated worlds: how far it carries to real trade is not known).
First each line by itself, then once more with what the lines beside it tell: those of the same
exporter and consignee (the other record of the movement among them), of the exporter in the same
words, and of the exporter. Counts of lines in a relation are left out, since a simulator's schemes
have sizes of their own. No model of the scan reads any of it.
"""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detector.engine import DUCKDB, Engine, build_table, comment_on, read_family
from detector.reference import read_table
from detector.workspace import Connection

Bits = NDArray[np.float64]
STEPS = ("own", "siblings")
QUERIES = ("contents_line", "contents_hint", "contents_sibling")
LEAST_PEERS = 5
LIKELY = 0.0
AT_ONCE = 1_000_000
_BELIEF = """
    create or replace table contents as
    select shipment_no, own, bits, 1 / (1 + pow(2, -bits)) as sure, bits >= $likely as is_likely
    from contents_weighed order by shipment_no
"""
_COMMENTS = {
    "own": "bits: what the line itself tells for restricted accelerators under other words",
    "bits": "bits: the same with what the lines beside it tell",
    "sure": "0 to 1: share of such lines that hold them in simulated worlds; no probability here",
    "is_likely": "the bits reach the level that held for nine in ten lines of simulated worlds",
}


def weigh_contents(con: Connection, on: Engine = DUCKDB) -> None:
    """Write ``contents``: one row per line that names no accelerators, with bits and how sure.

    Parameters
    ----------
    con : Connection
        Holds ``ledger``, ``twin``, ``line_wording`` and the reference tables.
    on : Engine
        Where the portable queries run.
    """
    keys = ("shipment_no",)
    line, hint, sibling = (read_family("detector.contents", name) for name in QUERIES)
    build_table(con, line, {}, on, keys)
    build_table(con, hint, {"least_peers": LEAST_PEERS}, on, keys)
    con.execute("drop table contents_line")
    _write(con, "contents_own", "select * from contents_hint", "own")
    build_table(con, sibling, {}, on, keys)
    both = "select * from contents_hint join contents_sibling using (shipment_no)"
    _write(con, "contents_weighed", both, "siblings")
    con.execute(_BELIEF, {"likely": LIKELY})
    con.execute("drop table contents_weighed")
    for column, meaning in _COMMENTS.items():
        comment_on(con, "contents", column, meaning)


def queries() -> tuple[str, ...]:
    """Give the text of the queries, which decide what is written."""
    return tuple(read_family("detector.contents", name).query for name in QUERIES)


def add_up(lines: pd.DataFrame, step: str) -> Bits:
    """Add up the bits of lines.

    Parameters
    ----------
    lines : DataFrame of shape (n_lines, n_measures)
    step : str
        own or siblings; the measures that it reads stand in ``content_weights``.

    Returns
    -------
    ndarray of shape (n_lines,)
    """
    start, weights = bands(step)
    total = np.full(len(lines), start)
    for measure, (edges, bits) in weights.items():
        total += bits[band_of(lines[measure], edges)]
    return total


def band_of(values: pd.Series, edges: Sequence[float]) -> NDArray[np.int64]:
    """Give the band that each value lies in, counted from 0; the last stands for a null.

    Parameters
    ----------
    values : Series of shape (n_lines,)
    edges : sequence of float
        Upper ends, each within its band, in rising order.
    """
    told = values.to_numpy(np.float64, na_value=np.nan)
    at = np.searchsorted(np.asarray(edges, np.float64), told, side="left")
    return np.where(np.isnan(told), len(edges) + 1, at)


@cache
def bands(step: str) -> tuple[float, Mapping[str, tuple[tuple[float, ...], Bits]]]:
    """Give the bits that a step starts from; for each measure its edges, and the bits by band."""
    table = read_table("content_weights")
    table = table[table["step"] == step]
    start = float(table.loc[table["measure"] == "start", "bits"].sum())
    told = {}
    for measure, rows in table[table["measure"] != "start"].groupby("measure", sort=False):
        ends = rows["up_to"].dropna().tolist()
        told[str(measure)] = (tuple(ends), rows["bits"].to_numpy(np.float64))
    return start, told


def _write(con: Connection, table: str, query: str, step: str) -> None:
    """Write shipment_no, the bits, and what the line alone tells, a part of the lines at a time."""
    own = "own" if step == "siblings" else "bits as own"
    con.execute(f"create or replace table {table} (shipment_no bigint, bits double, own double)")
    (last,) = con.execute("select coalesce(max(shipment_no), -1) from contents_hint").fetchall()[0]
    for first in range(0, last + 1, AT_ONCE):
        lines = con.execute(
            f"select * from ({query}) where shipment_no >= $first and shipment_no < $end "  # noqa: S608  our own names
            "order by shipment_no",
            {"first": first, "end": first + AT_ONCE},
        ).df()
        con.register("weighed", lines.assign(bits=add_up(lines, step)))
        con.execute(
            f"insert into {table} select shipment_no, bits, {own} from weighed order by shipment_no"  # noqa: S608  our own names
        )
        con.unregister("weighed")
