"""How hard the simulated world is: raw outlier models, a rule screen and a supervised reference.

    python -m benchmarks.world_hardness [--shipments 200000] [--seeds 101 102 103]

Seeds 101-103 are for development; nobody runs 9001-9010 before a release.
"""

import argparse
import json
import sys

import numpy as np
import pandas as pd
from pyod.models.ecod import ECOD
from pyod.models.iforest import IForest
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score

from detector.simulate import WORLD_VERSION, Simulated, read_world, simulate

BUDGET = 0.005
HUBS = ("SG", "MY", "TH", "ID", "TW", "AE", "IN", "VN", "HK")
ENDS = ("CN", "HK", "MO", "RU")
WORDS = (
    r"\bH[12]00|\bB[23]00|\bA100|GPU|MI3\d\d|L40S|3A090|4A090|GRAPHIC|ACCELERATOR|显卡"
    r"|AI SERVER|NVL72"
)
FREIGHT = r"LOGIST|FREIGHT|FORWARD|CARGO|SHIPPING|SUPPLY CHAIN"
CODES = (
    "exporter_country",
    "consignee_country",
    "end_user_country",
    "origin_country",
    "destination_country",
    "intermediate_country",
    "payer_country",
    "buyer_country",
    "port_of_lading",
    "port_of_unlading",
    "transport_mode",
    "quantity_unit",
    "license_code",
    "consignee_type",
    "procedure",
    "record_source",
    "currency",
)


def labels_of(world: Simulated) -> pd.DataFrame:
    """Label each line: is it positive, and of which scheme."""
    truth = world.truth.set_index("shipment_id")
    ids = world.shipments["shipment_id"]
    role = ids.map(truth["role"])
    return pd.DataFrame(
        {
            "positive": role.isin(["inbound", "onward"]).to_numpy(),
            "scheme": ids.map(truth["scheme_id"]).to_numpy(),
            "difficulty": ids.map(truth["difficulty"]).to_numpy(),
        }
    )


def raw_columns(shipments: pd.DataFrame) -> pd.DataFrame:
    """Give the columns as they are: numbers filled with medians, words as codes."""
    raw = shipments[["quantity", "gross_weight_kg", "net_weight_kg", "value", "packages"]].astype(
        float
    )
    raw = raw.fillna(raw.median())
    for column in CODES:
        raw[column] = shipments[column].astype("category").cat.codes
    raw["hs4"] = shipments["hs_code"].str[:4].astype("category").cat.codes
    return raw


def simple_features(shipments: pd.DataFrame) -> pd.DataFrame:
    """Amounts, densities, counts of earlier lines, novelty and country codes; nothing linked."""
    made = pd.DataFrame(index=shipments.index)
    kg = shipments["net_weight_kg"].fillna(shipments["gross_weight_kg"])
    amounts = {"value": shipments["value"], "pieces": shipments["quantity"], "kg": kg}
    for name, amount in amounts.items():
        made[name] = np.log(amount.clip(lower=0.01))
    made["usd_per_kg"] = made["value"] - made["kg"]
    made["usd_per_piece"] = made["value"] - made["pieces"]
    made["kg_per_piece"] = made["kg"] - made["pieces"]
    made["hs6"] = pd.to_numeric(shipments["hs_code"].str[:6])
    text = shipments["description"].fillna("").str.upper() + shipments["model"].fillna("")
    told_as = shipments["description"].fillna("?").str.upper().str.split().str[:2].str.join(" ")
    for name in ("usd_per_kg", "usd_per_piece", "kg_per_piece"):
        middle = made[name].groupby(made["hs6"]).transform("median")
        made[f"{name}_gap"] = made[name] - middle
        middle = made[name].groupby(told_as).transform("median")
        made[f"{name}_words_gap"] = made[name] - middle
    made["restricted_words"] = text.str.contains(WORDS)
    made["freight_words"] = shipments["consignee"].fillna("").str.upper().str.contains(FREIGHT)
    day = shipments["shipped_on"].astype("datetime64[s]").astype("int64") // 86_400
    for who in ("exporter", "consignee", "end_user", "payer"):
        key = shipments[who].fillna("?").str.upper()
        made[f"{who}_lines_before"] = np.log1p(key.groupby(key).cumcount())
        made[f"{who}_days_known"] = day - day.groupby(key).transform("min")
        mean = made["value"].groupby(key).expanding().mean().droplevel(0).sort_index()
        made[f"{who}_value_over_mean"] = made["value"] - mean
    pair = shipments["exporter"].fillna("?") + ">" + shipments["consignee"].fillna("?")
    made["pair_lines_before"] = np.log1p(pair.groupby(pair).cumcount())
    made["end_user_missing"] = shipments["end_user"].isna()
    made["payer_elsewhere"] = shipments["payer_country"].notna() & (
        shipments["payer_country"] != shipments["consignee_country"]
    )
    made["stops"] = (
        shipments["transit_ports"].fillna("").str.count(r"\|") + shipments["transit_ports"].notna()
    )
    made["routed"] = shipments["routed_export"].map({True: 1.0, False: 0.0}).astype(float)
    made["related"] = shipments["related_party"].map({True: 1.0, False: 0.0}).astype(float)
    for column in CODES:
        made[column] = shipments[column].astype("category").cat.codes.astype(float)
    return made.astype(float)


def rule_screen(shipments: pd.DataFrame) -> pd.Series:
    """Add up what a compliance desk looks for today."""
    simple = simple_features(shipments)
    hub = shipments["consignee_country"].isin(HUBS).astype(float)
    payer = simple["payer_elsewhere"]
    return (
        2.0 * simple["restricted_words"]
        + 2.0 * simple["restricted_words"] * shipments["consignee_country"].isin(ENDS)
        + 1.0 * (simple["consignee_lines_before"] < np.log1p(3))
        + 1.0 * hub
        + 1.0 * simple["end_user_missing"]
        + 1.0 * simple["freight_words"]
        + 1.0 * payer
        + 0.5 * simple["routed"].fillna(0)
        + 0.1 * simple["value"].fillna(0)
    )


def measure(scores: np.ndarray, labels: pd.DataFrame) -> dict[str, float]:
    """Average precision, and the share of schemes with a line in the budget."""
    top = np.argsort(-scores, kind="stable")[: max(1, round(BUDGET * len(scores)))]
    wanted = labels["scheme"][labels["positive"]]
    found = labels.iloc[top]
    found = found.loc[found["positive"], "scheme"]
    told = {
        "ap": float(average_precision_score(labels["positive"], scores)),
        "schemes_found": found.nunique() / max(wanted.nunique(), 1),
    }
    first = labels[labels["positive"]].drop_duplicates("scheme")
    for level, own in first.groupby("difficulty"):
        told[f"found_{level}"] = float(own["scheme"].isin(found).mean())
    return told


def split_by_date(world: Simulated, labels: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Train before the day that halves the lines, test after; a scheme stands on one side."""
    day = world.shipments["shipped_on"]
    cut = day.iloc[int(len(day) * 0.55)]
    started = day[labels["positive"]].groupby(labels["scheme"]).min()
    early = labels["scheme"].map(started < cut).fillna(False).astype(bool)
    train = (day < cut).to_numpy()
    test = ~train & ~early.to_numpy()
    return train, test


def harden(shipments: int, seed: int, world_name: str) -> dict[str, dict[str, float]]:
    """Measure one world."""
    world = simulate(shipments, seed, read_world(world_name))
    labels = labels_of(world)
    train, test = split_by_date(world, labels)
    judged = labels[test].reset_index(drop=True)
    raw = raw_columns(world.shipments)
    told: dict[str, dict[str, float]] = {
        "world": {
            "positive_share": float(labels["positive"].mean()),
            "schemes": float(labels.loc[labels["positive"], "scheme"].nunique()),
            "schemes_judged": float(judged.loc[judged["positive"], "scheme"].nunique()),
        }
    }
    for name, model in (
        ("iforest", IForest(random_state=seed, n_estimators=100)),
        ("ecod", ECOD()),
    ):
        model.fit(raw[train].to_numpy(dtype=float))
        told[name] = measure(model.decision_function(raw[test].to_numpy(dtype=float)), judged)
    told["rules"] = measure(rule_screen(world.shipments)[test].to_numpy(), judged)
    simple = simple_features(world.shipments)
    model = HistGradientBoostingClassifier(
        max_iter=400,
        learning_rate=0.04,
        l2_regularization=10.0,
        max_leaf_nodes=12,
        max_features=0.3,
        random_state=seed,
    )
    model.fit(simple[train], labels["positive"][train])
    told["supervised"] = measure(model.predict_proba(simple[test])[:, 1], judged)
    return told


def main() -> None:
    """Measure the asked worlds and print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shipments", type=int, default=200_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[101, 102, 103])
    parser.add_argument("--world", default="standard")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    results = {seed: harden(asked.shipments, seed, asked.world) for seed in asked.seeds}
    if asked.json:
        json.dump({"world_version": WORLD_VERSION, "results": results}, sys.stdout, indent=2)
        return
    for seed, told in results.items():
        for name, figures in told.items():
            cells = "  ".join(f"{key} {value:.4f}" for key, value in figures.items())
            print(f"seed {seed}  {name:10}  {cells}")


if __name__ == "__main__":
    main()
