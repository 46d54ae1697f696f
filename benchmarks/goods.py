"""What chiptrace says is in the box, against what the simulator put there.

    python -m benchmarks.goods [--shipments 60000] [--seeds 201 202 203] [--record]

Seeds 31-34 and 201-205 are for development. Seeds that nobody has looked at are run with
``--record`` when a change of the goods is finished; each such run is logged in the result.

Groups of lines, from the simulator's table ``contents``, never from what is measured:

- *named*: the paper declares accelerators as what they are and names them;
- *ordinary*: the box holds none;
- *mislabelled*: the box holds restricted accelerators and the paper declares other goods; among
  them *true weight and value*, where both are those of what is in the box (falsified by at most a
  tenth), and of these *all boxes filled*: pieces, weight and value stand on the paper.

Lines are called restricted by `goods.is_restricted`. For recall at a precision of 0.9 lines that
name no accelerators are ranked by table ``contents``, which weighs words, weight, value, what the
exporter took in before and the lines beside; a mislabelled line is right, an ordinary one wrong. By
weight and value alone (`goods.implied_sure`) stands beside it, and so does what
`contents.is_likely` calls, whose level was set on the development seeds.
"""

import argparse

import numpy as np
import pandas as pd

from benchmarks.recording import earlier, record, revision
from detector import contents, goods, parties, reference
from detector.engine import DUCKDB, build_table, read_family
from detector.features import lay_out_wordings
from detector.movements import find_twins
from detector.records import load_frame
from detector.simulate import WORLD_VERSION, Simulated, read_world, simulate
from detector.workspace import Connection, open_memory

SHIPMENTS, DEVELOPMENT = 60_000, (201, 202, 203)
PRECISION, NEAR, TRUE = 0.9, 0.10, 0.10
READ = """
select s.shipment_id, s.value_usd is not null as has_value, g.pieces, g.mass_kg, g.units, g.sure,
    g.is_restricted, g.implied_item, g.implied_sure, c.sure as content_sure,
    coalesce(c.is_likely, false) as is_likely
from goods g join shipments s using (shipment_no) left join contents c using (shipment_no)
order by g.shipment_no
"""


def is_restricted(rows: pd.Series) -> pd.Series:
    """Say which rows of the control list restrict: 3A090, Note 2, or a letter."""
    told = rows.fillna("")
    return told.str.startswith("3A090") | told.isin(["note-2", "letter"])


def row_of_item() -> pd.Series:
    """Give the control row of each catalogue item; a system's is that of what it holds."""
    chips = reference.read_table("accelerators").set_index("id")["control_row"]
    systems = reference.read_table("servers").set_index("id")["accelerator_ids"]
    return pd.concat([chips, systems.str.partition("|")[0].map(chips)])


def read_boxes(shipments: int, seed: int, schemes: bool) -> pd.DataFrame:
    """Simulate, identify, and put what is believed beside what is true.

    Returns
    -------
    DataFrame of shape (n_lines, n_columns)
        Columns of `READ` and of ``contents``; the latter empty for ordinary lines.
    """
    con, made = open_world(shipments, seed, schemes)
    believed = con.execute(READ).df()
    con.close()
    return believed.merge(made.contents, on="shipment_id", how="left").assign(seed=seed)


def open_world(shipments: int, seed: int, schemes: bool) -> tuple[Connection, Simulated]:
    """Simulate a world, load it into memory, and tell goods, parties and contents."""
    world = read_world("standard")
    if not schemes:
        world = world.model_copy(update={"positive_share": 0.0})
    made = simulate(shipments, seed, world)
    con = open_memory("3GB", 1)
    load_frame(con, "shipments", made.shipments, "simulated")
    load_frame(con, "parties", made.parties, "simulated")
    reference.lay_out(con)
    ((last,),) = con.execute("select max(shipped_on) from shipments").fetchall()
    goods.identify(con)
    parties.resolve(con, last)
    ledger = read_family("detector.movements", "ledger")
    build_table(con, ledger, {"as_of": last.isoformat()}, DUCKDB, ("shipment_no",))
    find_twins(con)
    lay_out_wordings(con)
    contents.weigh_contents(con)
    return con, made


def groups_of(boxes: pd.DataFrame) -> dict[str, pd.Series]:
    """Say which lines are of which group, by the truth alone."""
    holds = boxes["goods"].notna()
    named = boxes["is_named"].eq(True)
    mislabelled = (
        holds & (boxes["goods"] != boxes["declared_as"]) & is_restricted(boxes["control_row"])
    )
    honest = mislabelled & (boxes["false_value"] <= TRUE) & (boxes["false_weight"] <= TRUE)
    filled = boxes["pieces"].notna() & boxes["mass_kg"].notna() & boxes["has_value"]
    return {
        "ordinary": ~holds,
        "named": named,
        "mislabelled": mislabelled,
        "mislabelled, true weight and value": honest,
        "mislabelled, true weight and value, all boxes filled": honest & filled,
    }


def suspicion(boxes: pd.DataFrame) -> pd.Series:
    """Say how sure weight and value are that a line which names none holds restricted ones."""
    implied = is_restricted(boxes["implied_item"].map(row_of_item()))
    weighed = boxes["implied_sure"].where(implied).fillna(0.0)
    return weighed.where(~boxes["is_restricted"], np.maximum(weighed, boxes["sure"]))


def least_sure(score: pd.Series, right: pd.Series) -> float:
    """Give the lowest score down to which at least `PRECISION` of the lines are right."""
    order = score[score > 0].sort_values(ascending=False, kind="stable")
    share = right[order.index].cumsum() / np.arange(1, len(order) + 1)
    last = order != order.shift(-1)
    fine = order[last & (share >= PRECISION)]
    return float(fine.min()) if len(fine) else float("inf")


def figures(boxes: pd.DataFrame, lawful: pd.DataFrame) -> dict[str, object]:
    """Measure one world, or several put together; ``lawful`` are worlds without schemes."""
    group = groups_of(boxes)
    named, called = group["named"], boxes["is_restricted"]
    truly = is_restricted(boxes["control_row"])
    off = (boxes["units"].fillna(0) - boxes["accelerators"]).abs() / boxes["accelerators"]
    plain = called & (named | group["ordinary"])
    unnamed = group["mislabelled"] | group["ordinary"]
    physics, right = suspicion(boxes)[unnamed], group["mislabelled"][unnamed]
    score = boxes["content_sure"].fillna(0.0)[unnamed]
    least, least_physics = least_sure(score, right), least_sure(physics, right)
    likely = boxes["is_likely"][unnamed]
    quiet = groups_of(lawful)["ordinary"]
    return {
        "named_lines": int(named.sum()),
        "counts_within_a_tenth": _share(off[named] <= NEAR),
        "named_precision": _share(truly[plain]),
        "named_recall": _share(called[named & truly]),
        "mislabelled_precision_when_called": _share(right[called[unnamed]]),
        "precision_of_likely": _share(right[likely]),
        "mislabelled": {
            name: {
                "lines": int(own.sum()),
                "recall_at_precision_0.9": _share(score[own[unnamed]] >= least),
                "by_weight_and_value_alone": _share(physics[own[unnamed]] >= least_physics),
                "recall_of_likely": _share(likely[own[unnamed]]),
                "recall_when_called": _share(called[own]),
            }
            for name, own in group.items()
            if name.startswith("mislabelled")
        },
        "ordinary_lines_of_lawful_worlds": int(quiet.sum()),
        "ordinary_called_restricted": _share(lawful.loc[quiet, "is_restricted"]),
        "ordinary_likely": _share(lawful.loc[quiet, "is_likely"]),
    }


def _share(hits: pd.Series) -> float:
    return round(float(hits.mean()), 5)


def main() -> None:
    """Measure the seeds one by one and together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shipments", type=int, default=SHIPMENTS)
    parser.add_argument("--seeds", type=int, nargs="+", default=list(DEVELOPMENT))
    parser.add_argument("--record", action="store_true", help="write the result, log the run")
    asked = parser.parse_args()
    worlds, quiet = [], []
    for seed in asked.seeds:
        worlds.append(read_boxes(asked.shipments, seed, schemes=True))
        quiet.append(read_boxes(asked.shipments, seed, schemes=False))
        print(f"seed {seed}: {figures(worlds[-1], quiet[-1])}", flush=True)
    together = figures(pd.concat(worlds, ignore_index=True), pd.concat(quiet, ignore_index=True))
    print(f"together: {together}")
    if asked.record:
        runs = [*earlier("goods").get("runs", []), {"seeds": asked.seeds, "revision": revision()}]
        record(
            "goods",
            {
                "world_version": WORLD_VERSION,
                "shipments": asked.shipments,
                "runs": runs,
                "together": together,
                "seeds": {
                    str(seed): figures(one, other)
                    for seed, one, other in zip(asked.seeds, worlds, quiet, strict=True)
                },
            },
        )


if __name__ == "__main__":
    main()
