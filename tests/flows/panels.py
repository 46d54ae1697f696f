"""Lanes of months, written down or made."""

import numpy as np
import pandas as pd

from detector.flows.panel import lay_out_panel

FIRST = 2020 * 12 + 1


def panel(lanes, *, is_monthly=True, first=FIRST):
    """Lay out lanes given as {(origin, destination, product): amounts}."""
    rows = [
        (origin, end, product, first + place, float(amount), origin)
        for (origin, end, product), amounts in lanes.items()
        for place, amount in enumerate(amounts)
        if np.isfinite(amount)
    ]
    names = ["origin", "destination", "product", "period_no", "amount", "teller"]
    return lay_out_panel(pd.DataFrame(rows, columns=names), is_monthly, "USD")


def steady(seed, months=48, *, spread=0.1):
    """Make three factories that send to four hubs at their own steady levels."""
    rng = np.random.default_rng(seed)
    shock = np.exp(np.cumsum(rng.normal(0, 0.05, months)))
    return {
        (f"F{a}", f"H{b}", "8542"): np.round(
            1e6 * (1 + a + b) * shock * np.exp(rng.normal(0, spread, months)), 2
        )
        for a in range(3)
        for b in range(4)
    }
