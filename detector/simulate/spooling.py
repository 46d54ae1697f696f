"""Simulates large worlds straight into files: one block and one month in memory at a time."""

from pathlib import Path
from shutil import rmtree

import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from detector.records.contract import TABLES
from detector.simulate.blocks import build_block
from detector.simulate.statistics import add_up
from detector.simulate.world import World, read_world
from detector.simulate.writing import (
    as_arrow,
    block_sizes,
    in_order,
    lookalikes_of,
    months_of,
    order_seed,
    truth_of,
)

TABLES_WRITTEN = ("shipments", "trade_flows", "parties", "watchlist", "truth", "lookalikes")


def simulate_to(
    out: Path, shipments: int, seed: int, world: World | None = None
) -> tuple[Path, ...]:
    """Simulate a world of any size into Parquet files, with the lines that `simulate` gives.

    Parameters
    ----------
    out : Path
        Folder to write into; also holds the blocks on the way.
    shipments : int
        Lines, at least 500.
    seed : int
        As in `simulate`.
    world : World, optional
        The standard world when none is given.

    Returns
    -------
    tuple of Path
        The files, named as their tables. Companies are told apart within a block only.
    """
    chosen = world or read_world("standard")
    parts = out / "blocks"
    parts.mkdir(parents=True, exist_ok=True)
    try:
        months = _spool_blocks(parts, chosen, (shipments, seed))
        _merge_months(out, parts, months, seed)
        _merge_tables(out, parts)
    finally:
        rmtree(parts)
    return tuple(out / f"{name}.parquet" for name in TABLES_WRITTEN)


def _spool_blocks(parts: Path, world: World, asked: tuple[int, int]) -> list[int]:
    shipments, seed = asked
    months: set[int] = set()
    flows: pd.DataFrame | None = None
    for number, size in enumerate(block_sizes(world, shipments)):
        block = build_block(world, seed, number, size)
        for month, own in block.lines.groupby(months_of(block.lines), sort=True):
            at = int(str(month))
            months.add(at)
            own.to_parquet(parts / f"lines-{at}-{number:05d}.parquet", index=False)
        for table in ("parties", "watchlist"):
            held = as_arrow(getattr(block, table), table)
            pyarrow.parquet.write_table(held, parts / f"{table}-{number:05d}.parquet")
        so_far = [block.trade_flows] if flows is None else [flows, block.trade_flows]
        flows = add_up(pd.concat(so_far, ignore_index=True))
    pyarrow.parquet.write_table(as_arrow(flows, "trade_flows"), parts / "trade_flows-00000.parquet")
    return sorted(months)


def _merge_months(out: Path, parts: Path, months: list[int], seed: int) -> None:
    columns = list(TABLES["shipments"].names)
    done = 0
    writers: dict[str, pyarrow.parquet.ParquetWriter] = {}
    try:
        for month in months:
            held = sorted(parts.glob(f"lines-{month}-*.parquet"))
            lines = pd.concat([pd.read_parquet(path) for path in held], ignore_index=True)
            lines = in_order(order_seed(seed, month), lines, done)
            done += len(lines)
            _append(writers, out, "shipments", as_arrow(lines[columns], "shipments"))
            _append(writers, out, "truth", as_arrow(truth_of(lines), "truth"))
            _append(writers, out, "lookalikes", as_arrow(lookalikes_of(lines), "lookalikes"))
    finally:
        for writer in writers.values():
            writer.close()


def _append(
    writers: dict[str, pyarrow.parquet.ParquetWriter], out: Path, name: str, held: pa.Table
) -> None:
    if name not in writers:
        writers[name] = pyarrow.parquet.ParquetWriter(out / f"{name}.parquet", held.schema)
    writers[name].write_table(held.cast(writers[name].schema))


def _merge_tables(out: Path, parts: Path) -> None:
    for name in ("trade_flows", "parties", "watchlist"):
        writers: dict[str, pyarrow.parquet.ParquetWriter] = {}
        try:
            for path in sorted(parts.glob(f"{name}-*.parquet")):
                _append(writers, out, name, pyarrow.parquet.read_table(path))
        finally:
            for writer in writers.values():
                writer.close()
