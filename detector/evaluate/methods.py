"""What simple methods reach on the same lines: chance, a rule screen, raw columns, a booster."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyod.models.iforest import IForest
from scipy.stats import skew
from sklearn.ensemble import HistGradientBoostingClassifier

from detector.evaluate.metrics import Numbers
from detector.reference import read_table

LINES = """
select shipment_no, shipment_id, source, shipped_on, exporter, exporter_country, consignee,
    consignee_country, end_user, end_user_country, origin_country, destination_country,
    intermediate_country, port_of_lading, port_of_unlading, transport_mode, hs6, description,
    model, quantity, coalesce(net_weight_kg, gross_weight_kg) as mass_kg, packages,
    value_usd::double as value_usd, eccn, license_code, consignee_type, payer, payer_country,
    procedure, routed_export, related_party, record_source, len(transit_ports) as stops
from shipments order by shipped_on, shipment_no
"""
CODES = (
    "exporter_country",
    "consignee_country",
    "end_user_country",
    "origin_country",
    "destination_country",
    "intermediate_country",
    "payer_country",
    "port_of_lading",
    "port_of_unlading",
    "transport_mode",
    "hs6",
    "license_code",
    "consignee_type",
    "procedure",
    "record_source",
)
AMOUNTS = ("quantity", "mass_kg", "value_usd", "packages")
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
NOTES = {
    "random": "Lines in a seeded random order.",
    "rule screen": (
        "Points for controlled words (2), a controlled heading, a hub or embargoed destination, a "
        "consignee of few earlier lines, no end user, a forwarder as consignee, a payer elsewhere "
        "(1 each), a routed export (0.5); then by value."
    ),
    "isolation forest, raw columns": (
        "PyOD's IForest on amounts and the frequency of each code, fitted on the earlier lines."
    ),
    "ECOD, raw columns": (
        "The same columns; ECOD held to the distribution of the earlier lines, so that a score "
        "does not depend on its batch."
    ),
    "supervised reference": (
        "A gradient booster that was told which earlier lines were positive, on amounts, "
        "densities, counts of earlier lines, codes and words: an upper reference, not a rival."
    ),
}


def score_baselines(
    lines: pd.DataFrame, positive: NDArray[np.bool_], early: NDArray[np.bool_], seed: int
) -> dict[str, Numbers]:
    """Score every line by every simple method; higher is looked at first.

    Parameters
    ----------
    lines : DataFrame of shape (n_lines, n_columns)
        As `LINES` reads them, in order of day.
    positive : ndarray of shape (n_lines,)
        Used by the supervised reference, of the early lines only.
    early : ndarray of shape (n_lines,)
        Lines to learn from.
    seed : int

    Returns
    -------
    dict of ndarray of shape (n_lines,)
        By the names in `NOTES`; without the supervised reference where no early line is positive.
    """
    raw = raw_columns(lines, early)
    forest = IForest(random_state=seed, n_estimators=100).fit(raw[early])
    told = {
        "random": np.random.default_rng(seed).random(len(lines)),
        "rule screen": rule_points(lines).to_numpy() @ np.array([*POINTS.values(), 0.01]),
        "isolation forest, raw columns": forest.decision_function(raw),
        "ECOD, raw columns": tail_scores(raw, early),
    }
    if positive[early].any():
        simple = simple_features(lines)
        model = HistGradientBoostingClassifier(
            max_iter=150, learning_rate=0.08, l2_regularization=1.0, random_state=seed
        )
        model.fit(simple[early], positive[early])
        told["supervised reference"] = model.predict_proba(simple)[:, 1]
    return told


def raw_columns(lines: pd.DataFrame, early: NDArray[np.bool_]) -> Numbers:
    """Give the columns as they are: amounts, blanks as the median; codes as their frequency.

    Parameters
    ----------
    lines : DataFrame of shape (n_lines, n_columns)
    early : ndarray of shape (n_lines,)
        Medians and frequencies are those of these lines.

    Returns
    -------
    ndarray of shape (n_lines, n_raw)
    """
    made = lines[list(AMOUNTS)].astype(float)
    made = made.fillna(made[early].median()).fillna(0.0)
    for code in CODES:
        text = lines[code].fillna("").astype(str)
        made[code] = text.map(text[early].value_counts(normalize=True)).fillna(0.0)
    values: Numbers = made.to_numpy(dtype=float)
    return values


def tail_scores(values: Numbers, early: NDArray[np.bool_]) -> Numbers:
    """Score by PyOD's ECOD, its tails and skewness held to the early lines.

    Parameters
    ----------
    values : ndarray of shape (n_lines, n_raw)
    early : ndarray of shape (n_lines,)

    Returns
    -------
    ndarray of shape (n_lines,)
        Nats; on the lines that it is held to, equal to PyOD's.

    References
    ----------
    Li, Zhao, Hu, Botta, Ionescu and Chen, "ECOD", IEEE TKDE 2022.
    """
    scores = np.zeros(len(values))
    for column in values.T:
        known = np.sort(column[early])
        below = np.searchsorted(known, column, side="right")
        above = len(known) - np.searchsorted(known, column, side="left")
        left = -np.log(np.maximum(below, 1) / len(known))
        right = -np.log(np.maximum(above, 1) / len(known))
        longer = skew(known) if known[0] < known[-1] else 0.0
        leaning = right * np.sign(longer + 1) - left * np.sign(longer - 1)
        scores += np.maximum(np.maximum(left, right), leaning)
    return scores


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


def simple_features(lines: pd.DataFrame) -> pd.DataFrame:
    """Give amounts, densities, earlier lines of each party, words and codes; nothing is linked.

    Parameters
    ----------
    lines : DataFrame of shape (n_lines, n_columns)
        In order of day.

    Returns
    -------
    DataFrame of shape (n_lines, n_simple)
    """
    amounts = {name: np.log(lines[name].clip(lower=0.01)) for name in AMOUNTS}
    made = {f"log_{name}": amount for name, amount in amounts.items()}
    made["usd_per_kg"] = amounts["value_usd"] - amounts["mass_kg"]
    made["usd_per_piece"] = amounts["value_usd"] - amounts["quantity"]
    made["kg_per_piece"] = amounts["mass_kg"] - amounts["quantity"]
    day = pd.to_datetime(lines["shipped_on"])
    for who in ("exporter", "consignee", "end_user", "payer"):
        key = lines[who].fillna("").str.upper()
        made[f"{who}_before"] = np.log1p(lines_before(lines[who]))
        made[f"{who}_days_known"] = (day - day.groupby(key).transform("min")).dt.days
        mean = amounts["value_usd"].groupby(key).expanding().mean().droplevel(0)
        made[f"{who}_over_mean"] = amounts["value_usd"] - mean.reindex(lines.index)
    pair = lines["exporter"].fillna("") + ">" + lines["consignee"].fillna("")
    made["pair_before"] = np.log1p(lines_before(pair))
    made["stops"] = lines["stops"].fillna(0)
    made["related"] = lines["related_party"].astype(float)
    made |= rule_points(lines).to_dict("series")
    for code in CODES:
        made[code] = lines[code].astype("category").cat.codes
    return pd.DataFrame(made, index=lines.index).astype(float)


def lines_before(names: pd.Series) -> pd.Series:
    """Count the earlier lines of the same name; lines stand in order of day.

    Parameters
    ----------
    names : Series of shape (n_lines,)

    Returns
    -------
    Series of shape (n_lines,)
    """
    key = names.fillna("").str.upper()
    return key.groupby(key).cumcount()
