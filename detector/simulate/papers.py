"""Which papers tell of a consignment, and which of their boxes are filled in."""

import numpy as np
import pandas as pd

SOURCES = (
    "export-declaration",
    "import-declaration",
    "bill-of-lading",
    "air-waybill",
    "company-ledger",
)
# Share of boxes filled, by kind of paper in the order of SOURCES; guilt plays no part in it.
FILLED = {
    "arrived_on": (0.15, 0.97, 0.50, 0.40, 0.50),
    "exporter_address": (0.80, 0.60, 0.90, 0.85, 0.50),
    "consignee_address": (0.90, 0.85, 0.90, 0.90, 0.50),
    "intermediate_consignee": (0.85, 0.50, 0.40, 0.40, 0.30),
    "forwarder": (0.75, 0.40, 0.80, 0.90, 0.30),
    "notify_party": (0.05, 0.05, 0.70, 0.50, 0.02),
    "end_user": (0.80, 0.60, 0.50, 0.50, 0.70),
    "origin_country": (0.60, 0.97, 0.20, 0.20, 0.50),
    "destination_country": (0.90, 0.50, 0.60, 0.60, 0.40),
    "port_of_lading": (0.92, 0.80, 0.98, 0.98, 0.20),
    "port_of_unlading": (0.85, 0.92, 0.98, 0.98, 0.20),
    "transit_ports": (0.50, 0.40, 0.75, 0.75, 0.10),
    "transport_mode": (0.97, 0.95, 1.00, 1.00, 0.60),
    "description": (0.96, 0.97, 0.98, 0.96, 0.99),
    "model": (0.35, 0.40, 0.20, 0.20, 0.90),
    "quantity": (0.97, 0.97, 0.85, 0.85, 1.00),
    "quantity_unit": (0.92, 0.95, 0.70, 0.70, 0.85),
    "gross_weight_kg": (0.92, 0.80, 0.98, 0.98, 0.35),
    "net_weight_kg": (0.50, 0.92, 0.20, 0.15, 0.35),
    "value": (0.99, 0.99, 0.55, 0.60, 1.00),
    "currency": (0.90, 0.98, 0.80, 0.80, 0.98),
    "eccn": (0.55, 0.05, 0.05, 0.08, 0.40),
    "license_code": (0.60, 0.05, 0.03, 0.03, 0.30),
    "license_number": (0.90, 0.30, 0.20, 0.20, 0.60),
    "consignee_type": (0.65, 0.30, 0.20, 0.20, 0.40),
    "payer": (0.30, 0.45, 0.10, 0.10, 0.90),
    "routed_export": (0.70, 0.05, 0.10, 0.10, 0.20),
    "serial_numbers": (0.06, 0.06, 0.03, 0.05, 0.40),
    "buyer": (0.30, 0.40, 0.15, 0.15, 0.80),
    "brand": (0.25, 0.45, 0.15, 0.15, 0.60),
    "packages": (0.60, 0.70, 0.97, 0.97, 0.30),
    "procedure": (0.85, 0.92, 0.10, 0.10, 0.30),
    "transport_document": (0.55, 0.65, 0.99, 0.99, 0.30),
    "carrier": (0.60, 0.55, 0.95, 0.95, 0.20),
    "related_party": (0.70, 0.55, 0.05, 0.05, 0.40),
    "value_basis": (0.60, 0.90, 0.30, 0.30, 0.50),
}
# Boxes that stand or fall together.
TOGETHER = {
    "intermediate_country": "intermediate_consignee",
    "end_user_country": "end_user",
    "payer_country": "payer",
    "buyer_country": "buyer",
    "package_type": "packages",
}


def write_papers(
    rng: np.random.Generator, consignments: pd.DataFrame, told: tuple[float, float]
) -> pd.DataFrame:
    """Say which papers tell of each consignment; many moves are told twice.

    Parameters
    ----------
    rng : Generator
    consignments : DataFrame of shape (n, n_columns)
    told : tuple of float
        Share of moves that the exporter's side tells of, and the importer's.

    Returns
    -------
    DataFrame of shape (n_papers, n_columns + 2)
        The consignments, repeated per paper, with columns ``move`` (which consignment) and
        ``source`` (number in ``SOURCES``).
    """
    n = len(consignments)
    left = rng.random(n) < told[0]
    came = rng.random(n) < told[1]
    neither = ~left & ~came
    first = rng.random(n) < 0.55
    left, came = left | (neither & first), came | (neither & ~first)
    alone = consignments["unmatched"].to_numpy() & left & came
    came = came & ~alone
    flown = rng.random(n) < 0.6
    carried = np.where(flown, 3, 2)
    side = rng.random(n)
    out = np.where(side < 0.80, 0, np.where(side < 0.94, carried, 4))
    side = rng.random(n)
    into = np.where(side < 0.86, 1, np.where(side < 0.96, carried, 4))
    papers = pd.concat(
        [
            consignments[left].assign(move=np.flatnonzero(left), source=out[left]),
            consignments[came].assign(move=np.flatnonzero(came), source=into[came]),
        ],
        ignore_index=True,
    )
    return papers.sort_values("move", kind="stable", ignore_index=True)


def leave_boxes_empty(
    rng: np.random.Generator, declared: pd.DataFrame, source: np.ndarray
) -> pd.DataFrame:
    """Empty the boxes that the papers do not fill in.

    Parameters
    ----------
    rng : Generator
    declared : DataFrame of shape (n, n_columns)
        Every box filled in.
    source : ndarray of shape (n,)
        Kind of paper, a number in ``SOURCES``.
    """
    kept = {}
    for column, shares in FILLED.items():
        kept[column] = rng.random(len(declared)) < np.array(shares)[source]
    emptied = {
        column: values.where(kept[TOGETHER.get(column, column)])
        for column, values in declared.items()
        if TOGETHER.get(column, column) in kept
    }
    return declared.assign(**emptied)
