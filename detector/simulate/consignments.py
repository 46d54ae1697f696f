"""Consignments: what physically moves, before anybody declares it."""

import numpy as np
import pandas as pd

NOBODY = -1
ROLES_IN_SCHEME = ("", "inbound", "onward", "cover", "decoy")
PROCEDURES = ("definitive", "repair", "temporary", "return", "transit")
ORDINARY: dict[str, object] = {
    "day": 0,
    "exporter": NOBODY,
    "consignee": NOBODY,
    "intermediate": NOBODY,
    "end_user": NOBODY,
    "payer": NOBODY,
    "buyer": NOBODY,
    "forwarder": NOBODY,
    "item": 0,
    "shown": -1,  # declared as this item; -1 = as what it is
    "pieces": 1,
    "price_log": 0.0,  # ln of price over the catalogue's middle price that day
    "false_value": 0.0,  # 0 = true value, 1 = priced as the goods that it is declared as
    "false_weight": 0.0,
    "origin": -1,
    "used": False,
    "procedure": 0,
    "detours": 0,
    "vague": False,
    "odd_brand": False,
    "licensed": False,
    "unmatched": False,
    "related": False,
    "routed": False,
    "by_hand": False,
    "serials": -1,  # lots with the same number share serial numbers
    "serial_from": 0,
    "story": -1,
    "role": 0,
}


def consign(n: int, columns: dict[str, object]) -> pd.DataFrame:
    """Make ``n`` consignments; columns not named take ordinary values.

    Returns
    -------
    DataFrame of shape (n, n_columns)
        Columns as in ``ORDINARY``.
    """
    unknown = columns.keys() - ORDINARY.keys()
    if unknown:
        raise ValueError(f"no such columns: {sorted(unknown)}")
    return pd.DataFrame(
        {
            name: np.broadcast_to(np.asarray(columns.get(name, value)), (n,)).copy()
            for name, value in ORDINARY.items()
        }
    )
