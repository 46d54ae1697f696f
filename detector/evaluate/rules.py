"""The rule screen: what a compliance desk looks for today."""

import numpy as np
import pandas as pd

from detector.evaluate.lines import lines_before
from detector.reference import read_table

CONTROLLED_WORDS = (
    r"\bH[12]00|\bB[23]00|\bA100|\bH20\b|GPU|MI3\d\d|L40S|GRAPHIC|ACCELERATOR|AI SERVER|NVL72|显卡"
)
POINTS = {
    "controlled_words": 2.0,
    "controlled_heading": 1.0,
    "hub_or_embargoed": 1.0,
    "new_consignee": 1.0,
    "no_end_user": 1.0,
    "forwarder_consignee": 1.0,
    "payer_elsewhere": 1.0,
    "routed": 0.5,
}


def rule_points(lines: pd.DataFrame) -> pd.DataFrame:
    """Say which rules of a compliance desk each line meets, and its value as a last resort.

    Parameters
    ----------
    lines : DataFrame of shape (n_lines, n_columns)
        In order of day.

    Returns
    -------
    DataFrame of shape (n_lines, 9)
        0 or 1 for each rule of `POINTS`; log_value [log10 US dollars].
    """
    countries = read_table("countries")
    watched = countries["hub_role"].notna() | countries["group_d5"].fillna(False).astype(bool)
    goes_to = lines["destination_country"].fillna(lines["consignee_country"])
    text = lines["description"].fillna("").str.upper() + " " + lines["model"].fillna("").str.upper()
    eccn = lines["eccn"].fillna("").str.upper()
    name = lines["consignee"].fillna("").str.lower()
    words = read_table("forwarder_words")
    forwards = "|".join(words.loc[words["language"] == "en", "words"])
    made = {
        "controlled_words": text.str.contains(CONTROLLED_WORDS)
        | eccn.str.startswith(("3A090", "4A090")),
        "controlled_heading": lines["hs6"].fillna("").str[:6].isin(["847150", "847180", "847330"]),
        "hub_or_embargoed": goes_to.isin(countries.loc[watched, "iso2"]),
        "new_consignee": lines_before(lines["consignee"]) < 3,
        "no_end_user": lines["end_user"].isna(),
        "forwarder_consignee": (lines["consignee_type"] == "forwarder")
        | name.str.contains(rf"\b(?:{forwards})\b"),
        "payer_elsewhere": lines["payer_country"].notna()
        & (lines["payer_country"] != lines["consignee_country"]),
        "routed": lines["routed_export"].fillna(False).astype(bool),
        "log_value": np.log10(lines["value_usd"].fillna(1.0).clip(lower=1.0)),
    }
    return pd.DataFrame(made, index=lines.index).astype(float)
