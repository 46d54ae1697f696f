"""What each family of features is worth, on worlds that no one tuned on.

    python -m benchmarks.ablation [--shipments 60000] [--seeds 331 332] [--whole] [--add]

Features are built once. Unsupervised: the views as a first scan trains them, without rehearsal;
without a family only its view is trained again, since the views are added up. Supervised: boosted
trees that are told the truth of the other thirds; a scheme and a consignee stand in one third. The
reference is `chiptrace evaluate`'s own booster on simple features, on the same thirds; raw columns
are read by bare outlier models. To leave families out, trees learn from every fourth lawful line
only, and stand beside trees on all families that do so too. With ``--whole`` no family is left
out; with ``--add`` what worlds measured before lose without a family stays. What is found is told
of this run's worlds alone; every run is logged.
"""

import argparse
import time

import numpy as np
import pandas as pd
from pyod.models.iforest import IForest
from threadpoolctl import threadpool_limits

from benchmarks.full_system import POSITIVE, found, thirds
from benchmarks.recording import earlier, record, revision
from detector.engine import Family, feature_matrix
from detector.evaluate.lines import LINES
from detector.evaluate.methods import raw_columns, tail_scores
from detector.evaluate.supervised import booster, simple_features
from detector.models import explain_lines
from detector.models.boosting import BoostedTrees
from detector.models.champion import Plan, scored_columns, train_champion
from detector.pipeline import latest_day
from detector.prepare import prepare, read_lines
from detector.records import load_frame
from detector.settings import Settings
from detector.simulate import WORLD_VERSION, read_world, simulate
from detector.workspace import open_memory

SHIPMENTS, SEEDS, FEWER = 60_000, (331, 332), 4
SETTINGS = Settings(threads=1)
PLAN = Plan(
    SETTINGS.seed, SETTINGS.trees, SETTINGS.neighbours, SETTINGS.folds, SETTINGS.fit_shipments
)
Figures = dict[str, object]


class World:
    """One simulated world with its features, lines and truth, all in one order."""

    def __init__(self, shipments: int, seed: int) -> None:
        made = simulate(shipments, seed, read_world("standard"))
        con = open_memory("2GB", 1)
        for kind in ("shipments", "parties", "watchlist"):
            load_frame(con, kind, getattr(made, kind), "world")
        self.as_of = latest_day(con)
        self.families = prepare(con, self.as_of, SETTINGS)
        self.matrix, self.lines = feature_matrix(con, self.families), read_lines(con)
        raw = con.execute(LINES).df()
        con.close()
        truth = made.truth.drop_duplicates("shipment_id").set_index("shipment_id")
        self.truth = truth.reindex(self.lines["shipment_id"])
        self.positive = self.truth["role"].isin(POSITIVE).to_numpy()
        self.third = thirds(self.truth, self.lines)
        self.place = raw["shipment_no"].to_numpy()
        self.raw = raw

    def judge(self, families: tuple[Family, ...]) -> np.ndarray:
        """Train the views of these families; what each feature adds, each line out of its fold."""
        champion = train_champion(self.matrix, families, self.lines, self.as_of, PLAN)
        every = np.arange(len(self.lines))
        return explain_lines(champion, self.matrix, self.lines, every).to_numpy()

    def told(self, scores: np.ndarray) -> Figures:
        """Say what these scores find, as `full_system` does."""
        return found(scores, self.truth)

    def learn(self, values: np.ndarray, every: int = 1, *, reference: bool = False) -> Figures:
        """Score each third by trees that were told the truth of the others."""
        scores = np.zeros(len(values))
        told = self.positive | (np.arange(len(values)) % every == 0)
        for out in range(3):
            own, others = self.third == out, (self.third != out) & told
            if reference:
                with threadpool_limits(1, "openmp"):  # threads that wait by spinning cost as much
                    model = booster(SETTINGS.seed).fit(values[others], self.positive[others])
                    scores[own] = model.predict_proba(values[own])[:, 1]
            else:
                odd = ["both"] * values.shape[1]
                trees = BoostedTrees().fit(
                    values[others], self.positive[others], odd, SETTINGS.seed
                )
                scores[own] = trees.log_odds(values[own])
        return self.told(scores)

    def by_number(self, scores: np.ndarray) -> np.ndarray:
        """Bring scores in the order of days into the order of the lines."""
        return pd.Series(scores, self.place).reindex(self.lines["shipment_no"]).to_numpy()


def one(world: World, *, each: bool) -> dict[str, Figures]:
    """Measure one world with all families, beside baselines."""
    every = np.ones(len(world.raw), dtype=bool)
    raw = raw_columns(world.raw, every)
    forest = IForest(random_state=SETTINGS.seed).fit(raw).decision_function(raw)
    simple = simple_features(world.raw, every).set_index(world.place)
    simple = simple.reindex(world.lines["shipment_no"])
    told: dict[str, Figures] = {
        "raw columns, isolation forest": world.told(world.by_number(forest)),
        "raw columns, ECOD": world.told(world.by_number(tail_scores(raw, every))),
        "simple features, supervised": world.learn(simple.to_numpy(dtype=float), reference=True),
    }
    full = world.judge(world.families)
    told["all families"] = world.told(full.sum(axis=1))
    values = world.matrix.to_numpy(dtype=float)
    told["all families, supervised"] = world.learn(values)
    return told | without_each(world, full) if each else told


def without_each(world: World, full: np.ndarray) -> dict[str, Figures]:
    """Measure one world without each family."""
    values = world.matrix.to_numpy(dtype=float)
    told = {"all families, supervised, fewer lawful lines": world.learn(values, FEWER)}
    for family in world.families:
        begin = time.process_time()
        told[f"without {family.name}"] = world.told(left_out(world, full, family))
        others = ~world.matrix.columns.str.startswith(f"{family.name}.")
        values = world.matrix.loc[:, others].to_numpy(dtype=float)
        told[f"without {family.name}, supervised"] = world.learn(values, FEWER)
        print(family.name, told[f"without {family.name}"]["average_precision"],
              told[f"without {family.name}, supervised"]["average_precision"],
              round(time.process_time() - begin, 1), flush=True)  # fmt: skip
    return told


def left_out(world: World, full: np.ndarray, family: Family) -> np.ndarray:
    """Give the combined score without a family: its view is judged anew, the others stand."""
    view = scored_columns(world.families)
    if not scored_columns([family]):
        return full.sum(axis=1)
    mine = {at for at, (name, _) in enumerate(view.values()) if name == family.view}
    others = [at for at in range(len(view)) if at not in mine]
    rest = tuple(
        each
        for each in world.families
        if each.view == family.view and each is not family and scored_columns([each])
    )
    stands = full[:, others].sum(axis=1)
    return stands + world.judge(rest).sum(axis=1) if rest else stands


def pooled(runs: list[dict[str, Figures]]) -> dict[str, Figures]:
    """Give the mean average precision, and add up schemes and those found, where all have them."""
    told: dict[str, Figures] = {}
    for name in (name for name in runs[0] if all(name in run for run in runs)):
        own = [run[name] for run in runs]
        keys = sorted({key for each in own for key in each if key.startswith(("schemes", "found"))})
        precision = float(np.mean([each["average_precision"] for each in own]))
        told[name] = {
            "average_precision": round(precision, 4),
            **{key: int(sum(each.get(key, 0) for each in own)) for key in keys},
        }
    return told


def main(shipments: int, seeds: list[int], *, each: bool = True, add: bool = False) -> None:
    """Measure the worlds one by one; what is done is recorded."""
    before = earlier("ablation")
    runs: dict[str, dict[str, Figures]] = dict(before["seeds"]) if add else {}
    log = [*before.get("runs", []), {"seeds": seeds, "each": each, "revision": revision()}]
    for seed in seeds:
        runs[str(seed)] = one(World(shipments, seed), each=each)
        whole = [run for run in runs.values() if any(name.startswith("without") for name in run)]
        shared = {"world_version": WORLD_VERSION, "shipments": shipments, "runs": log}
        found_in = [str(done) for done in seeds if str(done) in runs]
        told = {
            "found_in": found_in,
            "together": pooled([runs[done] for done in found_in]),
            "left_out": pooled(whole) if whole else {},
            "worlds_left_out": len(whole),
        }
        record("ablation", {**shared, **told, "seeds": runs})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shipments", type=int, default=SHIPMENTS)
    parser.add_argument("--seeds", type=int, nargs="+", default=list(SEEDS))
    parser.add_argument("--whole", action="store_true", help="leave no family out")
    parser.add_argument("--add", action="store_true", help="keep what worlds measured before lose")
    asked = parser.parse_args()
    main(asked.shipments, asked.seeds, each=not asked.whole, add=asked.add)
