"""Simulates a world in memory or, for large ones, straight into files with bounded memory."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from detector.records.contract import TABLES
from detector.simulate.blocks import Block, build_block
from detector.simulate.statistics import add_up
from detector.simulate.world import WORLD_VERSION, World, read_world

TRUTH = ("shipment_id", "scheme_id", "typology", "role", "units", "difficulty")
LOOKALIKES = ("shipment_id", "story_id", "kind")


@dataclass(frozen=True, eq=False)
class Simulated:
    """A simulated world.

    Attributes
    ----------
    shipments, trade_flows, parties, watchlist : DataFrame
        In the columns of the records contract.
    truth : DataFrame
        One row per line of a scheme: shipment_id, scheme_id, typology (list), role, units
        (accelerators), difficulty. Lines with role inbound or onward carry diverted goods.
    lookalikes : DataFrame
        One row per line of a look-alike story: shipment_id, story_id, kind (B01-B14, A1).
    """

    shipments: pd.DataFrame
    trade_flows: pd.DataFrame
    parties: pd.DataFrame
    watchlist: pd.DataFrame
    truth: pd.DataFrame
    lookalikes: pd.DataFrame


def simulate(shipments: int, seed: int, world: World | None = None) -> Simulated:
    """Simulate a world in memory.

    Parameters
    ----------
    shipments : int
        Lines, at least 500.
    seed : int
        The same seed, settings and ``WORLD_VERSION`` give the same world.
    world : World, optional
        Settings; the standard world when none is given.

    Returns
    -------
    Simulated
    """
    if shipments < 500:
        raise ValueError(f"a world needs at least 500 shipments, got {shipments!r}")
    chosen = world or read_world("standard")
    blocks = [build_block(chosen, seed, k, n) for k, n in enumerate(_sizes(chosen, shipments))]
    lines = pd.concat([block.lines for block in blocks], ignore_index=True)
    lines = _in_order(np.random.default_rng([seed, WORLD_VERSION]), lines, 0)
    return _assemble(lines, blocks)


def _sizes(world: World, shipments: int) -> list[int]:
    n = max(1, -(-shipments // world.block))
    return [shipments // n + (k < shipments % n) for k in range(n)]


def _in_order(rng: np.random.Generator, lines: pd.DataFrame, first: int) -> pd.DataFrame:
    """Put lines in order of days, shuffled within the day, and number them."""
    order = np.lexsort((rng.random(len(lines)), lines["day"].to_numpy()))
    lines = lines.iloc[order].reset_index(drop=True)
    ids = [f"L{number:08d}" for number in range(first + 1, first + len(lines) + 1)]
    return lines.assign(shipment_id=ids)


def _assemble(lines: pd.DataFrame, blocks: list[Block]) -> Simulated:
    columns = list(TABLES["shipments"].names)
    flows = add_up(pd.concat([block.trade_flows for block in blocks], ignore_index=True))
    parties = pd.concat([block.parties for block in blocks], ignore_index=True)
    watched = pd.concat([block.watchlist for block in blocks], ignore_index=True)
    return Simulated(
        lines[columns],
        flows,
        parties.drop_duplicates(["party", "country"]).reset_index(drop=True),
        watched.drop_duplicates("name").reset_index(drop=True),
        _truth(lines),
        _lookalikes(lines),
    )


def _truth(lines: pd.DataFrame) -> pd.DataFrame:
    told = lines[lines["scheme"]].rename(columns={"story": "scheme_id"})
    return told[list(TRUTH)].reset_index(drop=True)


def _lookalikes(lines: pd.DataFrame) -> pd.DataFrame:
    told = lines[~lines["scheme"] & (lines["story"] != "")]
    told = told.rename(columns={"story": "story_id", "typology": "kind"})
    return told[list(LOOKALIKES)].reset_index(drop=True)


def write_world(simulated: Simulated, out: Path) -> tuple[Path, ...]:
    """Write a world as CSV files named as its tables.

    Returns
    -------
    tuple of Path
        The files: shipments, trade_flows, parties, watchlist, truth, lookalikes.
    """
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name in ("shipments", "trade_flows", "parties", "watchlist", "truth", "lookalikes"):
        path = out / f"{name}.csv"
        pyarrow.csv.write_csv(as_arrow(getattr(simulated, name)), path)
        written.append(path)
    return tuple(written)


def as_arrow(frame: pd.DataFrame) -> pa.Table:
    """Turn a frame into Arrow: days as dates, whole numbers without a decimal point in CSV."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    for position, field in enumerate(table.schema):
        if pa.types.is_timestamp(field.type):
            days = table.column(position).cast(pa.date32())
            table = table.set_column(position, field.name, days)
        elif pa.types.is_null(field.type):
            table = table.set_column(position, field.name, table.column(position).cast(pa.string()))
    return table
