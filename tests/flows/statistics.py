"""Small statistics, written as a person would write them, and mirrors of many cells."""

import numpy as np
import pandas as pd

from detector.records import load_frame

COUNTRIES = ("AU", "BR", "CL", "DE", "ES", "FR", "GB", "IT", "JP", "KR", "MX", "PL")


def statistics(con, text, source="office"):
    """Load aligned text as trade_flows; a dash is blank."""
    head, *lines = (line.split() for line in text.splitlines() if line.strip())
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    load_frame(con, "trade_flows", pd.DataFrame(rows).replace("-", ""), source)


def mirrored(seed, periods, *, margin=0.05, late=0, countries=COUNTRIES):
    """Make both sides of every lane between countries, months from 2020 on; late in months."""
    rng = np.random.default_rng(seed)
    months = pd.period_range("2020-01", periods=periods + 4, freq="M").astype(str)
    rows = []
    for origin in countries:
        for end in countries:
            if origin == end:
                continue
            level = rng.normal(15, 1) + np.cumsum(rng.normal(0, 0.3, periods + 4))
            sent = np.exp(level)
            came = np.roll(sent, late) * np.exp(margin + rng.normal(0, 0.1, periods + 4))
            rows += [
                (m, origin, end, "export", v) for m, v in zip(months[4:], sent[4:], strict=True)
            ]
            rows += [
                (m, end, origin, "import", v) for m, v in zip(months[4:], came[4:], strict=True)
            ]
    told = pd.DataFrame(rows, columns=["period", "reporter", "partner", "flow", "value_usd"])
    return told.assign(hs_code="847150", value_usd=told["value_usd"].round(2))


def load(con, cells, source="office"):
    """Load cells as trade_flows."""
    load_frame(con, "trade_flows", cells.astype(str), source)
