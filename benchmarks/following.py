"""Movements and features over 1, 3 and 10 million lines, and at one company with a million lines.

    python -m benchmarks.following [--millions 1 3 10] [--memory 4GB] [--folder DIR]

A simulated world is loaded and its goods and companies are identified once; its ledger is then laid
out several times over with other companies, other values and weights (by up to a tenth) and, in
every third copy, other wordings, so that peers, lanes and months grow with the lines.
Measured is all that follows: calls, twins, links, chains, balances and every feature family, in
seconds of processor time of all threads, so that other work on the machine does not count.
"""

import argparse
import math
import resource
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.recording import record
from detector import goods, parties, reference
from detector.engine import build_family, read_family
from detector.features import FAMILIES, lay_out_wordings, lay_out_yardsticks
from detector.movements import (
    compose_chains,
    find_twins,
    lay_out_calls,
    lay_out_table,
    link_movements,
)
from detector.pipeline import load
from detector.simulate import read_world, simulate, write_world
from detector.workspace import Connection, open_workspace

SEED, SAMPLE = 41, 100_000
VALUES = {"as_of": "2026-01-31", "min_peers": 8, "peer_days": 365, "hold_days": 120}


def lay_out_sample(con: Connection, folder: Path) -> None:
    """Load a simulated world and identify its goods and companies."""
    write_world(simulate(SAMPLE, SEED, read_world("standard")), folder)
    load(con, [folder / f"{kind}.csv" for kind in ("shipments", "parties")])
    reference.lay_out(con)
    goods.identify(con)
    parties.resolve(con, date(2026, 1, 31))
    build_family(con, read_family("detector.movements", "ledger"), VALUES)
    con.execute("alter table ledger rename to sample_ledger")
    con.execute("create table sample_party as from party")
    con.execute("""
        create table sample_shipments as select shipment_no, serial_numbers, transit_ports,
            description from shipments
    """)
    con.execute("drop view if exists shipments")
    con.execute("drop table party")


def lay_out_copies(con: Connection, lines: int, *, one_company: bool = False) -> None:
    """Lay the sample out until there are so many lines, each copy with companies of its own."""
    asked = {"copies": math.ceil(lines / SAMPLE), "lines": lines}
    columns = [row[0] for row in con.execute("describe sample_ledger").fetchall()]
    moved = {"shipment_no": "shipment_no + copy * 10000000"} | {
        name: f"{name} + copy * 1000000000"
        for name in columns
        if name.endswith(("_id", "_group")) and name != "shipment_id"
    }
    # Worth and weight differ by up to a tenth from copy to copy, as no two lines are the same.
    factor = "exp((hash(shipment_no, copy) % 2001 / 1000.0 - 1) / 10)"
    moved |= {
        "value_usd": f"(value_usd * {factor})::decimal(18, 2)",
        "usd_per_piece": f"usd_per_piece * {factor}",
        "usd_per_kg": f"usd_per_kg * {factor} * {factor}",
        "kg_per_piece": f"kg_per_piece / {factor}",
        "mass_kg": f"mass_kg / {factor}",
    }
    if one_company:  # every other line goes to company 7, the rest come from it
        for side, role in ((0, "consignee"), (1, "exporter")):
            for name in (f"{role}_id", f"{role}_group"):
                moved[name] = f"case when shipment_no % 2 = {side} then 7 else {moved[name]} end"
    told = ", ".join(f"{rule} as {name}" for name, rule in moved.items())
    con.execute(
        f"create or replace table ledger as select * replace ({told}) from sample_ledger, "
        "range($copies) t(copy) order by copy, shipment_no limit $lines",
        asked,
    )
    con.execute(
        "create or replace table shipments as select * replace (shipment_no + copy * 10000000 as "
        "shipment_no, case when copy % 3 = 1 then description || ' series' || copy "
        "else description end as description) from sample_shipments, range($copies) t(copy)",
        {"copies": asked["copies"]},
    )
    con.execute(
        "create or replace table party as select * replace (party_id + copy * 1000000000 as "
        "party_id, group_id + copy * 1000000000 as group_id) from sample_party, "
        "range($copies) t(copy)",
        {"copies": asked["copies"]},
    )
    con.execute("checkpoint")


def follow(con: Connection) -> dict[str, float]:
    """Build everything once; give the processor seconds of each step, all threads together."""
    seconds: dict[str, float] = {}

    def timed(name: str, step: object, *asked: object) -> None:
        begin = time.process_time()
        step(con, *asked)  # type: ignore[operator]
        seconds[name] = round(time.process_time() - begin, 2)
        print(f"  {name:16} {seconds[name]:8.2f} s", flush=True)

    timed("wordings", lay_out_wordings)
    timed("yardsticks", lay_out_yardsticks, VALUES)
    timed("calls", lay_out_calls)
    timed("twins", find_twins)
    timed("links", link_movements, VALUES["hold_days"])
    timed("changes", lay_out_table, "movement_change", VALUES)
    timed("chains", compose_chains, VALUES["as_of"], VALUES["hold_days"], 6)
    timed("mass_balance", lay_out_table, "mass_balance", VALUES)
    for name in FAMILIES:
        timed(name, build_family, read_family("detector.features", name), VALUES)
    return seconds


def figures(con: Connection, lines: int) -> dict[str, object]:
    """Measure one size."""
    seconds = follow(con)
    total = sum(seconds.values())
    told = con.execute(
        "select (select count(*) from movement_link), (select count(*) from chain), "
        "(select count(*) from chain_hop)"
    ).fetchall()[0]
    return {
        "lines": lines,
        "processor_seconds": round(total, 1),
        "lines_per_second_on_two_cores": round(2 * lines / total),
        "microseconds_per_line_and_log2": round(1e6 * total / lines / math.log2(lines), 3),
        "peak_gigabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
        "links": told[0],
        "chains": told[1],
        "chain_lines": told[2],
        "steps": seconds,
    }


def main(millions: list[float], memory: str, folder: Path) -> None:
    """Measure every size, then one company; the growth says cost against n log n."""
    told: dict[str, object] = {"memory_limit": memory, "sample": SAMPLE, "seed": SEED}
    with open_workspace(folder / "following.duckdb", memory_limit=memory, threads=2) as con:
        lay_out_sample(con, folder)
        sizes = [(f"{size:g} million", round(size * 1e6), False) for size in millions]
        for lines in (250_000, 1_000_000):
            sizes.append((f"one company, {lines:,} lines", lines, True))
        for name, lines, one_company in sorted(sizes, key=lambda size: size[1]):
            print(name, flush=True)
            lay_out_copies(con, lines, one_company=one_company)
            told[name] = figures(con, lines)
            record("following", told)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--millions", type=float, nargs="+", default=[1, 3, 10])
    parser.add_argument("--memory", default="4GB", help="DuckDB's limit")
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    if asked.folder:
        main(asked.millions, asked.memory, asked.folder)
    else:
        with tempfile.TemporaryDirectory() as made:
            main(asked.millions, asked.memory, Path(made))
