"""Simulates a world in memory and writes it."""

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
FEWEST = 500
_ARROW = {"date": pa.date32(), "number": pa.float64(), "money": pa.float64(), "bool": pa.bool_()}
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
    chosen = world or read_world("standard")
    blocks = [build_block(chosen, seed, k, n) for k, n in enumerate(block_sizes(chosen, shipments))]
    lines = pd.concat([block.lines for block in blocks], ignore_index=True)
    return _assemble(_in_months(lines, seed), blocks)


def block_sizes(world: World, shipments: int) -> list[int]:
    """Split the lines into blocks; refuses fewer than a world needs."""
    if shipments < FEWEST:
        raise ValueError(f"a world needs at least {FEWEST} shipments, got {shipments!r}")
    n = max(1, -(-shipments // world.block))
    return [shipments // n + (k < shipments % n) for k in range(n)]


def months_of(lines: pd.DataFrame) -> pd.Series:
    """Months since 1970 of the lines' days."""
    months = lines["shipped_on"].to_numpy().astype("datetime64[M]").astype(np.int64)
    return pd.Series(months, index=lines.index)


def _in_months(lines: pd.DataFrame, seed: int) -> pd.DataFrame:
    ordered, done = [], 0
    for month, own in lines.groupby(months_of(lines), sort=True):
        ordered.append(in_order(order_seed(seed, int(str(month))), own, done))
        done += len(own)
    return pd.concat(ordered, ignore_index=True)


def order_seed(seed: int, month: int) -> np.random.Generator:
    """Give the generator that shuffles one month's days."""
    return np.random.default_rng([seed, WORLD_VERSION, month])


def in_order(rng: np.random.Generator, lines: pd.DataFrame, first: int) -> pd.DataFrame:
    """Put lines in order of days, shuffled within the day, and number them from ``first`` + 1.

    Parameters
    ----------
    rng : Generator
    lines : DataFrame of shape (n, n_columns)
        With a column ``day``.
    first : int
        Lines that were numbered before.
    """
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
        truth_of(lines),
        lookalikes_of(lines),
    )


def truth_of(lines: pd.DataFrame) -> pd.DataFrame:
    """Give the truth of the lines, as in `Simulated`.

    Parameters
    ----------
    lines : DataFrame of shape (n, n_columns)
    """
    told = lines[lines["scheme"]].rename(columns={"story": "scheme_id"})
    return told[list(TRUTH)].reset_index(drop=True)


def lookalikes_of(lines: pd.DataFrame) -> pd.DataFrame:
    """Give the look-alikes among the lines, as in `Simulated`.

    Parameters
    ----------
    lines : DataFrame of shape (n, n_columns)
    """
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
        pyarrow.csv.write_csv(as_arrow(getattr(simulated, name), name), path)
        written.append(path)
    return tuple(written)


def as_arrow(frame: pd.DataFrame, kind: str) -> pa.Table:
    """Turn a frame into Arrow, typed as the records contract says.

    Parameters
    ----------
    frame : DataFrame of shape (n, n_columns)
    kind : str
        Table of the contract; for truth and lookalikes types are inferred.
    """
    if kind not in TABLES:
        return pa.Table.from_pandas(frame, preserve_index=False)
    told = {column.name: _ARROW.get(column.cell, pa.string()) for column in TABLES[kind].columns}
    schema = pa.schema([(name, told.get(name, pa.string())) for name in frame.columns])
    return pa.Table.from_pandas(frame, schema=schema, preserve_index=False, safe=False)
