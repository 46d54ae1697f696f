"""Following goods, tested on labelled money transfers: amount as quantity, account as party.

    python -m benchmarks.transfers            train on days before 50, judge days 50-69
    python -m benchmarks.transfers --test     train on days before 70, judge days 70-99; logged
    --routing                                 only chiptrace's own families
    --rolling                                 those, by rolling windows of ten days before day 70

Features look back: what is known at the end of the day of a transfer. Choices are made on days
before 70 only, by the rolling windows: one bipartite scheme rules days 50-69. The public file is
made with the open AMLGentex simulator.
"""

import argparse

import numpy as np
import pandas as pd
from pyod.models.ecod import ECOD
from pyod.models.iforest import IForest

from benchmarks.recording import earlier, public, record, revision
from benchmarks.routing import routing
from benchmarks.transfer_judging import SEEDS, booster, figures, judge_families, roll, scorers
from detector.models import ExtendedIsolationForest, NeighbourDistance

WINDOWS = (1, 3, 7, 14, 28)
DAYS = 100
TEST = 70
PARTS = ("rolling", "development", "test", "test_runs")
REFERENCE = {
    "raw": [0.015, 0.033],
    "extended isolation forest": 0.195,
    "LightGBM": [0.356, 0.387],
}


def log(amount: pd.Series) -> pd.Series:
    """Take the logarithm; a few amounts are nought."""
    return np.log(amount.clip(lower=0.01))


def per_day(node: pd.Series, day: pd.Series, amount: object, nodes: int) -> np.ndarray:
    """Add up amounts by node and day."""
    table = np.zeros((nodes, DAYS))
    np.add.at(table, (node.to_numpy(), day.to_numpy()), amount)
    return table


def windowed(
    table: np.ndarray, node: np.ndarray, day: np.ndarray, days: int, gap: int
) -> np.ndarray:
    """Sum over the days up to and with the day of the transfer, or the day before (gap 1)."""
    run = np.concatenate((np.zeros((len(table), 1)), table.cumsum(axis=1)), axis=1)
    end = day + 1 - gap
    return run[node, end] - run[node, np.maximum(end - days, 0)]


def look_back(transfers: pd.DataFrame, gap: int = 0) -> pd.DataFrame:
    """Give windowed statistics of both accounts, novelty, and pass-through of the sender.

    A gap of 0 knows all of the transfer's own day, as a scan in the evening does; 1 knows only
    earlier days.
    """
    made = {"amount": log(transfers["amount"]).to_numpy()}
    day = transfers["day"]
    nodes = int(transfers[["sender", "receiver"]].to_numpy().max()) + 1
    new_pair = ~transfers.duplicated(["sender", "receiver"])
    tables = {
        f"{way}_{what}": per_day(transfers[side], day, amount, nodes)
        for way, side in (("out", "sender"), ("in", "receiver"))
        for what, amount in (("sum", transfers["amount"]), ("n", 1.0), ("new", new_pair))
    }
    for who in ("sender", "receiver"):
        node = transfers[who].to_numpy()
        for days in WINDOWS:
            own = {
                name: windowed(table, node, day.to_numpy(), days, gap)
                for name, table in tables.items()
            }
            for name, told in own.items():
                made[f"{who}_{name}_{days}"] = np.log1p(told)
            made[f"{who}_kept_{days}"] = np.log1p(own["in_sum"]) - np.log1p(own["out_sum"])
            mean = own["out_sum"] / np.maximum(own["out_n"], 1)
            if who == "receiver":
                mean = own["in_sum"] / np.maximum(own["in_n"], 1)
            made[f"{who}_over_mean_{days}"] = made["amount"] - np.log1p(mean)
        made[f"{who}_lines_before"] = np.log1p(
            windowed(tables["in_n"] + tables["out_n"], node, day.to_numpy(), DAYS, gap)
        )
    return pd.DataFrame(made, index=transfers.index).join(pass_through(transfers, gap))


def pass_through(transfers: pd.DataFrame, gap: int) -> pd.DataFrame:
    """Hold each transfer against what its sender received in the days before."""
    came = transfers[["receiver", "day", "amount", "transfer_id", "sender"]].rename(
        columns={
            "receiver": "sender", "day": "came", "amount": "received",
            "transfer_id": "received_id", "sender": "from",
        }
    )  # fmt: skip
    pairs = transfers[["transfer_id", "sender", "receiver", "day", "amount"]].merge(
        came, on="sender"
    )
    lag = pairs["day"] - pairs["came"]
    pairs = pairs[(lag >= gap) & (lag <= 14) & (pairs["received_id"] != pairs["transfer_id"])]
    pairs = pairs.assign(
        lag=pairs["day"] - pairs["came"],
        gap=(log(pairs["amount"]) - log(pairs["received"])).abs(),
        back=pairs["from"] == pairs["receiver"],
    )
    pairs["near"] = pairs["gap"] < 0.12
    pairs["less"] = pairs["near"] & (pairs["amount"] <= pairs["received"])
    grouped = pairs.groupby("transfer_id")
    made = pd.DataFrame(
        {
            "closest_gap": grouped["gap"].min(),
            "near": grouped["near"].sum(),
            "near_and_less": grouped["less"].sum(),
            "last_came": grouped["lag"].min(),
            "goes_back": grouped["back"].sum(),
        }
    ).reindex(transfers["transfer_id"])
    made["near_lag"] = pairs[pairs["near"]].groupby("transfer_id")["lag"].min().reindex(made.index)
    filled = made.fillna(
        {"closest_gap": 3.0, "near": 0, "near_and_less": 0, "last_came": 30, "goes_back": 0}
        | {"near_lag": 30}
    )
    filled.index = transfers.index
    return filled


def raw_columns(transfers: pd.DataFrame) -> pd.DataFrame:
    """Give the columns as they are, accounts as their number."""
    return transfers[["amount", "sender", "receiver", "day"]].astype(float)


def measure(
    transfers: pd.DataFrame, cut: int, end: int, *, only_routing: bool = False
) -> dict[str, dict[str, object]]:
    """Train on the days before the cut, judge the days from it to the end."""
    transfers = transfers[(transfers["day"] < end).to_numpy()]
    train = (transfers["day"] < cut).to_numpy()
    illicit = transfers["illicit"].to_numpy()
    if only_routing:
        return judge_routing(transfers, train)
    told: dict[str, dict[str, object]] = {}

    def judge(name: str, runs: list[np.ndarray]) -> None:
        told[name] = figures(illicit[~train], runs)
        print(name, told[name], flush=True)

    tables = {
        "raw": raw_columns(transfers),
        "own day known": look_back(transfers, 0),
        "earlier days only": look_back(transfers, 1),
    }
    for name, table in tables.items():
        learn, rest = table[train], table[~train]
        forests = [IForest(n_estimators=200, random_state=s).fit(learn.to_numpy()) for s in SEEDS]
        judge(f"{name}: isolation forest", [f.decision_function(rest.to_numpy()) for f in forests])
        ours = [ExtendedIsolationForest(200, random_state=s).fit(learn) for s in SEEDS]
        judge(f"{name}: extended isolation forest", [m.decision_function(rest) for m in ours])
        if name == "raw":
            ecod = ECOD().fit(learn.to_numpy())
            judge("raw: ECOD", [ecod.decision_function(rest.to_numpy())])
        else:
            near = NeighbourDistance(n_neighbors=20, random_state=1).fit(learn)
            judge(f"{name}: neighbours", [near.decision_function(rest)])
        boosted = [booster(s).fit(learn, illicit[train]).predict_proba(rest)[:, 1] for s in SEEDS]
        judge(f"{name}: LightGBM", boosted)
    told |= judge_routing(transfers, train)
    return told


def judge_routing(
    transfers: pd.DataFrame, train: np.ndarray, *, rolling: bool = False
) -> dict[str, dict[str, object]]:
    """Judge chiptrace's own families, alone and (for the booster) beside what is above."""
    own_day = look_back(transfers, 0).drop(columns="amount")
    ways = scorers(transfers, routing(transfers), own_day)
    if rolling:
        return roll(transfers, ways)
    newest = {name: way for name, way in ways.items() if "gathering" in name}
    return judge_families(transfers, newest, train, ~train)


def main(*, test: bool = False, only_routing: bool = False, rolling: bool = False) -> None:
    """Measure; a run on the test days is added to the log of such runs."""
    path = public("benchmarks", "transfers", "transfers.parquet")
    transfers = pd.read_parquet(path).sort_values(["day", "transfer_id"], ignore_index=True)
    before = earlier("transfers")
    if rolling:
        seen = transfers[(transfers["day"] < TEST).to_numpy()]
        before["rolling"] = judge_routing(seen, np.zeros(len(seen), dtype=bool), rolling=True)
    elif not test:
        methods = measure(transfers, 50, TEST, only_routing=only_routing)
        kept = before.get("development", {}).get("methods", {}) if only_routing else {}
        before["development"] = {"days": "50-69", "methods": kept | methods}
    else:
        methods = measure(transfers, TEST, DAYS, only_routing=only_routing)
        kept = before.get("test", {}).get("methods", {}) if only_routing else {}
        before["test"] = {"days": "70-99", "methods": kept | methods}
        run = {name: one["mean_average_precision"] for name, one in methods.items()}
        before["test_runs"] = [*before.get("test_runs", []), {"revision": revision(), **run}]
    kept = {name: before[name] for name in PARTS if name in before}
    record("transfers", {"reference": REFERENCE, **kept})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--test", action="store_true", help="judge days 70-99; logged")
    parser.add_argument("--routing", action="store_true", help="measure only the families")
    parser.add_argument("--rolling", action="store_true", help="by rolling windows before day 70")
    asked = parser.parse_args()
    main(test=asked.test, only_routing=asked.routing, rolling=asked.rolling)
