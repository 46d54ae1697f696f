"""Flag rates by country of the consignee, and by script of its name, on lawful worlds.

    python -m benchmarks.fairness [--shipments 8000] [--seeds 41 42 43 44]

A world is simulated, every line of a planted scheme is dropped, and the rest is scanned with
default settings: what is flagged then is flagged of lawful lines. Then half of the names, drawn by
a fingerprint, are written in another script and the same model scans again, in two ways:

- *same reading*: each letter becomes one that reads as the same letter. Only the script differs,
  and no feature may read it, so no score may move at all;
- *as a Russian record would*: several letters become one (c and ts, k and q, v and w), so other
  letters come back. Half of a company's spellings change, and some no longer meet the others: what
  moves is resolution of names, which is told with the companies parted.
"""

import argparse
import hashlib
import math
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from benchmarks.recording import record
from benchmarks.screening_names import in_cyrillic
from detector.parties.kinds import kind_of
from detector.pipeline import load, scan
from detector.simulate import WORLD_VERSION, simulate
from detector.workspace import Connection, open_workspace

SHIPMENTS, SEEDS = 8_000, (41, 42, 43, 44)
LEAST_LINES = 150
NAMES = ("exporter", "consignee", "intermediate_consignee", "notify_party", "end_user")
NAMES = (*NAMES, "payer", "buyer")
_LATIN, _CYRILLIC = "abdefgiklmnoprstuvz", "абдефгиклмнопрстувз"
_SAME = str.maketrans(_LATIN + _LATIN.upper(), _CYRILLIC + _CYRILLIC.upper())
WAYS: dict[str, Callable[[str], str]] = {
    "same reading": lambda name: name.translate(_SAME),
    "as a Russian record would": lambda name: in_cyrillic(name.casefold()),
}


def lawful_world(shipments: int, seed: int, folder: Path) -> None:
    """Write a simulated world without the lines of its planted schemes."""
    made = simulate(shipments, seed)
    planted = set(made.truth["shipment_id"])
    kept = made.shipments[~made.shipments["shipment_id"].isin(planted)]
    kept.to_csv(folder / "shipments.csv", index=False)
    made.parties.to_csv(folder / "parties.csv", index=False)
    made.watchlist.to_csv(folder / "watchlist.csv", index=False)


def is_drawn(name: str) -> bool:
    """Draw half of the names; forwarders are left, since words tell that they are."""
    return hashlib.sha256(name.casefold().encode()).digest()[0] % 2 == 0 and not kind_of(name)


def rewrite_names(con: Connection, way: Callable[[str], str]) -> None:
    """Write the drawn names in another script wherever they stand."""
    union = " union ".join(f"select {name} as name from shipment_versions" for name in NAMES)
    names = con.execute(
        f"select distinct name from ({union} union select party from party_versions) "
        "where name is not null order by name"
    ).df()["name"]
    told = pd.DataFrame(
        [(name, way(name)) for name in names if is_drawn(name)],
        columns=["name", "written"],
    )
    con.register("told", told)
    for table, columns in (("shipment_versions", NAMES), ("party_versions", ("party", "parent"))):
        for column in columns:
            con.execute(
                f"update {table} set {column} = told.written from told where {column} = told.name"
            )
    con.unregister("told")


def flags_of(con: Connection) -> pd.DataFrame:
    """Give the lines of the latest scan: shipment_no, country, name, flagged and score."""
    return con.execute(
        "select score.shipment_no, line.consignee_country as country, line.consignee as name, "
        "score.flagged, score.score from scores score join shipment_versions line "
        "using (shipment_no) where score.scan_id = (select max(scan_id) from scans) "
        "order by score.shipment_no"
    ).df()


def companies_of(con: Connection) -> int:
    """Count the companies that the names are taken for."""
    return int(con.execute("select count(distinct group_id) from party_link").fetchall()[0][0])


def measure(shipments: int, seed: int) -> dict[str, tuple[pd.DataFrame, int]]:
    """Scan one lawful world as it is, and with half of the names written in each way."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        lawful_world(shipments, seed, folder)
        first, second = folder / "one.duckdb", folder / "two.duckdb"
        with open_workspace(first, threads=1) as con:
            load(con, [folder / f"{kind}.csv" for kind in ("shipments", "parties", "watchlist")])
            scan(con)
            told = {"as written": (flags_of(con), companies_of(con))}
        for name, way in WAYS.items():
            shutil.copy(first, second)
            with open_workspace(second, threads=1) as con:
                rewrite_names(con, way)
                scan(con)
                told[name] = flags_of(con), companies_of(con)
    return told


def interval(flagged: int, lines: int) -> list[float]:
    """Give the 95 % interval of a share after Wilson."""
    share, z = flagged / lines, 1.959964
    middle = (share + z * z / (2 * lines)) / (1 + z * z / lines)
    half = z * math.sqrt(share * (1 - share) / lines + z * z / (4 * lines * lines))
    half /= 1 + z * z / lines
    return [round(max(0.0, middle - half), 5), round(middle + half, 5)]


def rates(lines: pd.DataFrame, by: str) -> dict[str, dict[str, object]]:
    """Count lines and flags by a column, most lines first; few lines are put together."""
    counts = lines[by].fillna("not stated").value_counts()
    group = lines[by].fillna("not stated")
    group = group.where(group.map(counts) >= LEAST_LINES, "others")
    told = lines.groupby(group)["flagged"].agg(["size", "sum"])
    told = told.sort_values("size", ascending=False)
    return {
        str(name): {
            "lines": int(row["size"]),
            "flagged": int(row["sum"]),
            "rate": round(row["sum"] / row["size"], 5),
            "interval": interval(int(row["sum"]), int(row["size"])),
        }
        for name, row in told.iterrows()
    }


def main(shipments: int = SHIPMENTS, seeds: tuple[int, ...] = SEEDS) -> None:
    """Measure every seed; the result is kept after each."""
    found: dict[str, list[pd.DataFrame]] = {name: [] for name in ("as written", *WAYS)}
    companies = dict.fromkeys(found, 0)
    for seed in seeds:
        for name, (flags, count) in measure(shipments, seed).items():
            found[name].append(flags.assign(seed=seed))
            companies[name] += count
        lines = {name: pd.concat(parts, ignore_index=True) for name, parts in found.items()}
        first = lines["as written"]
        drawn = [is_drawn(name) for name in first["name"].fillna("")]
        half = pd.Series(drawn).map({True: "names rewritten", False: "names left"})
        record(
            "fairness",
            {
                "world_version": WORLD_VERSION,
                "shipments": shipments,
                "seeds": list(seeds[: len(found["as written"])]),
                "lines": len(first),
                "flagged": int(first["flagged"].sum()),
                "by_country": rates(first, "country"),
                "scripts": {
                    name: {
                        "companies": companies[name],
                        "flags_that_moved": int((first["flagged"] != part["flagged"]).sum()),
                        "scores_that_moved": int((first["score"] != part["score"]).sum()),
                        "largest_score_gap": float((first["score"] - part["score"]).abs().max()),
                        "rates": rates(part.assign(half=half), "half"),
                    }
                    for name, part in lines.items()
                },
            },
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shipments", type=int, default=SHIPMENTS)
    parser.add_argument("--seeds", type=int, nargs="+", default=list(SEEDS))
    asked = parser.parse_args()
    main(asked.shipments, tuple(asked.seeds))
