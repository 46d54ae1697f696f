"""Simulates a world in memory and writes it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.csv

from detector.records.contract import TABLES
from detector.simulate.blocks import Block, build_block
from detector.simulate.statistics import add_up
from detector.simulate.truths import as_arrow, contents_of, lookalikes_of, truth_of
from detector.simulate.world import WORLD_VERSION, World, read_world

FEWEST = 500
TABLES_WRITTEN = (
    "shipments",
    "trade_flows",
    "parties",
    "watchlist",
    "truth",
    "lookalikes",
    "contents",
)


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
    contents : DataFrame
        One row per line whose box holds accelerators or gaming cards: shipment_id, goods,
        accelerator (id in the reference), accelerators (GPU packages), control_row (of the
        reference), declared_as, is_named (declared as what it is, and by its name), false_value
        and false_weight (0 = as what is in the box, 1 = as what is declared).
    """

    shipments: pd.DataFrame
    trade_flows: pd.DataFrame
    parties: pd.DataFrame
    watchlist: pd.DataFrame
    truth: pd.DataFrame
    lookalikes: pd.DataFrame
    contents: pd.DataFrame


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


def order_of(rng: np.random.Generator, days: np.ndarray) -> np.ndarray:
    """Give the positions of lines in order of days, shuffled within the day.

    Parameters
    ----------
    rng : Generator
    days : ndarray of shape (n,)
    """
    return np.lexsort((rng.random(len(days)), days))


def ids_from(first: int, n: int) -> list[str]:
    """Give ``n`` ids, numbered from ``first`` + 1 on."""
    return [f"L{number:08d}" for number in range(first + 1, first + n + 1)]


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
    lines = lines.iloc[order_of(rng, lines["day"].to_numpy())].reset_index(drop=True)
    return lines.assign(shipment_id=ids_from(first, len(lines)))


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
        contents_of(lines),
    )


def write_world(simulated: Simulated, out: Path) -> tuple[Path, ...]:
    """Write a world as CSV files named as its tables.

    Returns
    -------
    tuple of Path
        The files, in the order of ``TABLES_WRITTEN``.
    """
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name in TABLES_WRITTEN:
        path = out / f"{name}.csv"
        pyarrow.csv.write_csv(as_arrow(getattr(simulated, name), name), path)
        written.append(path)
    return tuple(written)
