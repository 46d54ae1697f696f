"""Aggregate statistics that the world's countries publish about its trade."""

import numpy as np
import pandas as pd

from detector.simulate.casting import Stage
from detector.simulate.catalogue import EPOCH
from detector.simulate.shown import Shown

KEYS = ["period", "reporter", "partner", "flow", "hs_code"]
UNSEEN = 12.0  # published totals cover all trade; the records here are a sample of it


def trade_statistics(
    rng: np.random.Generator, stage: Stage, moves: pd.DataFrame, shown: Shown
) -> pd.DataFrame:
    """Add up what both sides of every lane report, as declared.

    Parameters
    ----------
    rng : Generator
    stage : Stage
    moves : DataFrame of shape (n_moves, n_columns)
        Consignments, each once.
    shown : Shown
        What they declare.

    Returns
    -------
    DataFrame of shape (n_cells, 8)
        Columns of `trade_flows`; money in US dollars, exports FOB, imports CIF.
    """
    codes = stage.places.table["country"].to_numpy()
    home = stage.companies.frame()["country"].to_numpy()
    out, into = home[moves["exporter"]], home[moves["consignee"]]
    hs6 = stage.goods.table["hs"].str.split("|").str[0].to_numpy()[shown.item]
    origin = stage.goods.table["origins"].str.split("|").str[0].to_numpy()[shown.item]
    lag = rng.integers(0, 12, len(moves))
    sides = []
    for flow, reporter, partner, days, dearer in (
        ("export", out, into, 0, 1.0),
        ("import", into, out, lag, 1.05),
    ):
        seen = np.ones(len(moves), dtype=bool)
        if flow == "import":
            seen = ~moves["unmatched"].to_numpy()
        period = (EPOCH + moves["day"].to_numpy() + days).astype("datetime64[M]").astype(str)
        again = (flow == "export") & (origin != codes[reporter])
        sides.append(
            pd.DataFrame(
                {
                    "period": period,
                    "reporter": codes[reporter],
                    "partner": codes[partner],
                    "flow": np.where(again, "re-export", flow),
                    "hs_code": hs6,
                    "value_usd": shown.usd * dearer * UNSEEN,
                    "net_weight_kg": shown.net_kg * UNSEEN,
                    "quantity": shown.pieces * UNSEEN,
                }
            )[seen]
        )
    return add_up(pd.concat(sides, ignore_index=True))


def add_up(cells: pd.DataFrame) -> pd.DataFrame:
    """Add up cells of the same period, lane, flow and code."""
    summed = cells.groupby(KEYS, sort=True, as_index=False)[
        ["value_usd", "net_weight_kg", "quantity"]
    ].sum()
    summed["value_usd"] = summed["value_usd"].round(0)
    summed["net_weight_kg"] = summed["net_weight_kg"].round(1)
    summed["quantity"] = summed["quantity"].round(0)
    return summed.assign(quantity_unit="unit")
