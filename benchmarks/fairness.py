"""Flag rates by country of the consignee, and by script of its name, on lawful worlds.

    python -m benchmarks.fairness [--shipments 8000] [--seeds 41 42 43 44]

A world is simulated, every line of a planted scheme is dropped, and the rest is scanned with
default settings: what is flagged then is flagged of lawful lines. Then half of the names, drawn by
a fingerprint, are written in another script, letter by letter, and the same model scans again: no
feature may read the script, so no rate should move; what does move is told.
"""

import argparse
import hashlib
import math
import shutil
import tempfile
from pathlib import Path

import pandas as pd

from benchmarks.recording import record
from detector.parties.kinds import kind_of
from detector.pipeline import load, scan
from detector.simulate import WORLD_VERSION, simulate
from detector.workspace import Connection, open_workspace

SHIPMENTS, SEEDS = 8_000, (41, 42, 43, 44)
LEAST_LINES = 150
NAMES = ("exporter", "consignee", "intermediate_consignee", "notify_party", "end_user", "buyer")
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = "абцдефгхижклмнопкрстуввхыз"
SCRIPT = str.maketrans(_LATIN + _LATIN.upper(), _CYRILLIC + _CYRILLIC.upper())


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


def rewrite_names(con: Connection) -> None:
    """Write the drawn names in another script wherever they stand."""
    union = " union ".join(f"select {name} as name from shipment_versions" for name in NAMES)
    names = con.execute(
        f"select distinct name from ({union} union select party from party_versions) "
        "where name is not null order by name"
    ).df()["name"]
    told = pd.DataFrame(
        [(name, name.translate(SCRIPT)) for name in names if is_drawn(name)],
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


def measure(shipments: int, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Scan one lawful world as it is, and with half of the names in another script."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        lawful_world(shipments, seed, folder)
        first, second = folder / "one.duckdb", folder / "two.duckdb"
        with open_workspace(first, threads=1) as con:
            load(con, [folder / f"{kind}.csv" for kind in ("shipments", "parties", "watchlist")])
            scan(con)
            before = flags_of(con)
        shutil.copy(first, second)
        with open_workspace(second, threads=1) as con:
            rewrite_names(con)
            scan(con)
            after = flags_of(con)
    return before, after


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
    before, after = [], []
    for seed in seeds:
        one, two = measure(shipments, seed)
        before.append(one.assign(seed=seed))
        after.append(two.assign(seed=seed))
        first, second = pd.concat(before), pd.concat(after)
        drawn = first["name"].fillna("").map(is_drawn).to_numpy()
        half = {True: "names rewritten", False: "names left"}
        parts = [part.assign(half=[half[bool(one)] for one in drawn]) for part in (first, second)]
        moved = (first["flagged"].to_numpy() != second["flagged"].to_numpy()).sum()
        gap = abs(first["score"].to_numpy() - second["score"].to_numpy()).max()
        record(
            "fairness",
            {
                "world_version": WORLD_VERSION,
                "shipments": shipments,
                "seeds": list(seeds[: len(before)]),
                "lines": len(first),
                "flagged": int(first["flagged"].sum()),
                "by_country": rates(first, "country"),
                "as_written": rates(parts[0], "half"),
                "in_another_script": rates(parts[1], "half"),
                "flags_that_moved": int(moved),
                "largest_score_gap": float(gap),
            },
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shipments", type=int, default=SHIPMENTS)
    parser.add_argument("--seeds", type=int, nargs="+", default=list(SEEDS))
    asked = parser.parse_args()
    main(asked.shipments, tuple(asked.seeds))
