"""Errors of everyday clerks: wrong units, swapped parties, wrong codes, lines entered twice."""

import numpy as np
import pandas as pd

SHARES = {
    "thousandfold": 0.0015,
    "pounds": 0.006,
    "grams": 0.001,
    "swapped": 0.003,
    "wrong_code": 0.004,
    "near_code": 0.015,
    "no_code": 0.004,
    "value_tenfold": 0.001,
    "blank_consignee": 0.002,
}


def slip(rng: np.random.Generator, declared: pd.DataFrame, rate: float) -> pd.DataFrame:
    """Make the errors that clerks make, in place of the boxes they spoil.

    Parameters
    ----------
    rng : Generator
    declared : DataFrame of shape (n, n_columns)
    rate : float
        1 = the shares above, 2 = twice as many slips.
    """
    n = len(declared)
    hit = {name: rng.random(n) < share * rate for name, share in SHARES.items()}
    weights = ["gross_weight_kg", "net_weight_kg"]
    factor = np.where(hit["pounds"], 2.2046, np.where(hit["grams"], 1000.0, 1.0))
    declared[weights] = (declared[weights].mul(factor, axis=0)).round(2)
    declared["quantity"] = declared["quantity"] * np.where(hit["thousandfold"], 1000.0, 1.0)
    declared["value"] = declared["value"] * np.where(hit["value_tenfold"], 10.0, 1.0)
    swapped = hit["swapped"]
    for one, other in (("exporter", "consignee"), ("exporter_country", "consignee_country")):
        ours, theirs = declared.loc[swapped, one].copy(), declared.loc[swapped, other].copy()
        declared.loc[swapped, one], declared.loc[swapped, other] = theirs, ours
    codes = declared["hs_code"].to_numpy()
    codes = np.where(hit["wrong_code"], codes[rng.permutation(n)], codes)
    declared["hs_code"] = np.where(hit["near_code"], _near_codes(rng, codes), codes)
    declared.loc[hit["no_code"], "hs_code"] = None
    declared.loc[hit["blank_consignee"], "consignee"] = None
    return declared


def _near_codes(rng: np.random.Generator, codes: np.ndarray) -> np.ndarray:
    """Give for each code another one of its heading that is in use."""
    heading = pd.Series(codes).str[:4].to_numpy()
    order = np.lexsort((rng.random(len(codes)), heading))
    near = np.empty_like(codes)
    near[order] = np.roll(codes[order], 1)
    return near


def enter_twice(
    rng: np.random.Generator, papers: pd.DataFrame, declared: pd.DataFrame, n: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Enter ``n`` lines a second time, some with a later correction of the value."""
    again = np.sort(rng.choice(len(declared), n, replace=False))
    copy = declared.iloc[again].copy()
    mended = rng.random(n) < 0.3
    copy["value"] = copy["value"].where(~mended, (copy["value"] * 1.02).round(2))
    return (
        pd.concat([papers, papers.iloc[again]], ignore_index=True),
        pd.concat([declared, copy], ignore_index=True),
    )
