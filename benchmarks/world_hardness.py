"""How hard the simulated world is: raw outlier models, a rule screen and a supervised reference.

    python -m benchmarks.world_hardness [--shipments 200000] [--seeds 201 202 203] [--record]

Seeds 101-105 and 201-205 are for development. Seeds 301-303 are run with ``--record`` when a
version of the world is finished; each such run is logged in the result. Nobody runs 9001-9010.

A scheme is judged where it began on or after the day of the cut; what a method learns from ends the
day before. The cut is after 55 % of the lines. Since one world judges some sixty schemes, those
found are added up over the seeds; average precision is the mean. Other ``--cuts`` may be told
beside it: they share lines, so they are no independent samples.
"""

import argparse

import numpy as np
import pandas as pd
from pyod.models.ecod import ECOD
from pyod.models.iforest import IForest
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score

from benchmarks.recording import earlier, record, revision
from detector.simulate import WORLD_VERSION, Simulated, read_world, simulate

BUDGET = 0.005
CUT = 0.55
METHODS = ("iforest", "ecod", "rules", "supervised")
Figures = dict[str, float]
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
        "found": float(found.nunique()),
    }
    first = labels[labels["positive"]].drop_duplicates("scheme")
    for level, own in first.groupby("difficulty"):
        told[f"found_{level}"] = float(own["scheme"].isin(found).mean())
    return told


def split_by_date(
    world: Simulated, labels: pd.DataFrame, at: float
) -> tuple[np.ndarray, np.ndarray]:
    """Train before the day of the cut, test from it on; a scheme stands on one side."""
    day = world.shipments["shipped_on"]
    cut = day.iloc[int(len(day) * at)]
    started = day[labels["positive"]].groupby(labels["scheme"]).min()
    early = labels["scheme"].map(started < cut).fillna(False).astype(bool)
    train = (day < cut).to_numpy()
    test = ~train & ~early.to_numpy()
    return train, test


def harden(
    shipments: int, seed: int, world_name: str, cuts: list[float]
) -> dict[str, dict[str, Figures]]:
    """Measure one world at each cut."""
    world = simulate(shipments, seed, read_world(world_name))
    labels = labels_of(world)
    raw, simple = raw_columns(world.shipments), simple_features(world.shipments)
    rules = rule_screen(world.shipments).to_numpy()
    told: dict[str, dict[str, Figures]] = {
        "world": {
            "all": {
                "positive_share": float(labels["positive"].mean()),
                "schemes": float(labels.loc[labels["positive"], "scheme"].nunique()),
            }
        }
    }
    for at in cuts:
        train, test = split_by_date(world, labels, at)
        judged = labels[test].reset_index(drop=True)
        schemes = float(judged.loc[judged["positive"], "scheme"].nunique())
        own = {"split": {"schemes": schemes, "positive_share": float(judged["positive"].mean())}}
        for name, scores in _scores(raw, simple, labels["positive"], (train, test), seed).items():
            own[name] = measure(scores, judged)
        own["rules"] = measure(rules[test], judged)
        told[f"{at:.2f}"] = own
    return told


def _scores(
    raw: pd.DataFrame,
    simple: pd.DataFrame,
    positive: pd.Series,
    sides: tuple[np.ndarray, np.ndarray],
    seed: int,
) -> dict[str, np.ndarray]:
    train, test = sides
    told = {}
    for name, model in (
        ("iforest", IForest(random_state=seed, n_estimators=100)),
        ("ecod", ECOD()),
    ):
        model.fit(raw[train].to_numpy(dtype=float))
        told[name] = model.decision_function(raw[test].to_numpy(dtype=float))
    booster = HistGradientBoostingClassifier(
        max_iter=400,
        learning_rate=0.04,
        l2_regularization=10.0,
        max_leaf_nodes=12,
        max_features=0.3,
        random_state=seed,
    )
    booster.fit(simple[train], positive[train])
    told["supervised"] = booster.predict_proba(simple[test])[:, 1]
    return told


def together(
    results: dict[str, dict[str, dict[str, Figures]]], cuts: list[float]
) -> dict[str, Figures]:
    """Add schemes up over seeds and cuts, average precision."""
    runs = [told[f"{at:.2f}"] for told in results.values() for at in cuts]
    schemes = sum(run["split"]["schemes"] for run in runs)
    return {
        name: {
            "ap": round(float(np.mean([run[name]["ap"] for run in runs])), 4),
            "least_ap": round(min(run[name]["ap"] for run in runs), 4),
            "most_ap": round(max(run[name]["ap"] for run in runs), 4),
            "schemes_found": round(sum(run[name]["found"] for run in runs) / schemes, 4),
            "schemes": schemes,
        }
        for name in METHODS
    }


def main() -> None:
    """Measure the asked worlds, print a table, and record it where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shipments", type=int, default=200_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[201, 202, 203])
    parser.add_argument("--world", default="standard")
    parser.add_argument("--cuts", type=float, nargs="+", default=[CUT])
    parser.add_argument("--record", action="store_true", help="write the result, log the run")
    asked = parser.parse_args()
    results = {}
    for seed in asked.seeds:
        results[str(seed)] = harden(asked.shipments, seed, asked.world, asked.cuts)
        for cut, own in results[str(seed)].items():
            for name, figures in own.items():
                cells = "  ".join(f"{key} {value:.4f}" for key, value in figures.items())
                print(f"seed {seed}  cut {cut}  {name:10}  {cells}", flush=True)
    told = {f"cut_{at:.2f}": together(results, [at]) for at in asked.cuts}
    print(told)
    if asked.record:
        name = "world_hardness" if asked.world == "standard" else f"world_hardness_{asked.world}"
        log = [*earlier(name).get("runs", []), {"seeds": asked.seeds, "revision": revision()}]
        shared = {"world": asked.world, "world_version": WORLD_VERSION, "runs": log}
        record(name, {**shared, "shipments": asked.shipments, **told, "seeds": results})


if __name__ == "__main__":
    main()
