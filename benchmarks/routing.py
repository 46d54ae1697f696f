"""chiptrace's own families windows, shapes and gathering on the labelled transfers."""

import numpy as np
import pandas as pd

from detector.engine import build_family, feature_matrix, read_family
from detector.workspace import Connection, open_memory

FAMILIES = ("windows", "shapes", "gathering")
# Chosen by the rolling windows of `transfer_judging`, days before 70 alone.
GATHERED = (
    "gathering.exporter_in_source",
    "gathering.exporter_in_mean_source",
    "gathering.exporter_out_mean_meeting",
    "gathering.consignee_in_mean_source",
    "gathering.consignee_in_mean_meeting",
)
STARTS = (20, 30, 40, 50, 60)  # of the rolling windows
SHAPES = {1: "fan-out", 2: "fan-in", 3: "cycle", 4: "bipartite", 7: "scatter-gather"}
LEDGER = """
    create table ledger as
    select transfer_id as shipment_no, day::integer as day_no, sender::bigint as exporter_group,
        receiver::bigint as consignee_group, greatest(amount, 0.01) as units, true as is_computing
    from transfers
"""


def lay_out(con: Connection, transfers: pd.DataFrame) -> None:
    """Lay transfers out as a ledger: account as party, amount as quantity."""
    con.register("transfers", transfers)
    con.execute(LEDGER)


def routing(transfers: pd.DataFrame) -> pd.DataFrame:
    """Build the families by the files that a scan uses.

    Returns
    -------
    DataFrame of shape (n_transfers, 1 + n_columns)
        The columns as the families give them, and the amount, in the order of the transfers.
    """
    families = [read_family("detector.features", name) for name in FAMILIES]
    con = open_memory(threads=1)
    try:
        lay_out(con, transfers)
        for family in families:
            build_family(con, family, {})
        matrix = feature_matrix(con, families).reindex(transfers["transfer_id"])
    finally:
        con.close()
    matrix["shapes.last_source"] = matrix["shapes.last_source"].fillna(40)
    return matrix.set_axis(transfers.index).assign(amount=transfers["amount"].clip(lower=0.01))


def hits(transfers: pd.DataFrame, score: np.ndarray) -> dict[str, list[int]]:
    """Count the illicit transfers of each shape that lie in the first hundredth."""
    first = np.zeros(len(score), dtype=bool)
    first[np.argsort(-score, kind="stable")[: max(1, len(score) // 100)]] = True
    codes = transfers["scheme_code"].to_numpy()
    return {
        name: [int((first & (codes == code)).sum()), int((codes == code).sum())]
        for code, name in SHAPES.items()
    }
