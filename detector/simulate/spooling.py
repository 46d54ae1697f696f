"""Simulates worlds of any size straight into files: one block and one month in memory at a time."""

import errno
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.feather

from detector.errors import SettingsError, StorageError
from detector.records.contract import TABLES
from detector.simulate.blocks import Block, build_block
from detector.simulate.sheets import Sheet
from detector.simulate.statistics import add_up
from detector.simulate.truths import SIDE_COLUMNS, as_arrow, contents_of, lookalikes_of, truth_of
from detector.simulate.world import WORLD_VERSION, World, read_world
from detector.simulate.writing import (
    TABLES_WRITTEN,
    block_sizes,
    ids_from,
    months_of,
    order_of,
    order_seed,
)

FORMS = ("csv", "parquet")
AT_ONCE = 100_000
CARRYING = ("inbound", "onward")
KEYS = {"parties": ["party", "country"], "watchlist": ["name"]}


@dataclass(frozen=True, slots=True)
class Order:
    """What world is asked for.

    Attributes
    ----------
    shipments : int
        Lines, at least 500.
    seed : int
        As in `simulate`.
    world : World, optional
        The standard world when none is given.
    form : str
        csv or parquet.
    """

    shipments: int
    seed: int = 1
    world: World | None = None
    form: str = "parquet"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: which world, its files, how many lines, and what was planted.

    Attributes
    ----------
    world, world_version, seed
        The same three, and the same number of lines, give the same files.
    files : tuple of Path
        Named as their tables.
    lines, diverted : int
        All lines, and those that carry diverted goods.
    schemes, lookalikes : int
        Planted schemes, and lawful stories that resemble them.
    """

    world: str
    world_version: int
    seed: int
    files: tuple[Path, ...]
    lines: int
    diverted: int
    schemes: int
    lookalikes: int


def simulate_to(
    out: Path, order: Order, tell: Callable[[str], None] = lambda _step: None
) -> Written:
    """Simulate a world of any size into files, with the lines that `simulate` gives.

    Files appear in ``out`` when all are whole, not before. Memory holds one block of lines, or
    one month of them; the rest waits on disk in a folder beside the files.

    Parameters
    ----------
    out : Path
        Folder to write into; made when missing.
    order : Order
    tell : callable
        Called with a line of text when a step begins.

    Returns
    -------
    Written
        Companies are told apart within a block only, `World.block` lines.

    Raises
    ------
    SettingsError
        If the form is not known.
    StorageError
        If the disk is full or refuses to be written.
    """
    if order.form not in FORMS:
        raise SettingsError(f"No format {order.form!r}", "--format", f"Use {' or '.join(FORMS)}.")
    with _beside(out) as parts:
        months = _spool_blocks(parts, order, tell)
        tell("putting the lines in order")
        planted = _merge_months(parts, order, months)
        _merge_flows(parts, order.form)
        for kind in KEYS:
            _merge_names(parts, kind, order.form)
        names = [f"{name}.{order.form}" for name in TABLES_WRITTEN]
        files = tuple((parts / name).replace(out / name) for name in names)
    name = (order.world or read_world("standard")).name
    return Written(name, WORLD_VERSION, order.seed, files, order.shipments, *planted)


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    parts = None
    try:
        out.mkdir(parents=True, exist_ok=True)
        parts = Path(mkdtemp(prefix=".part-", dir=out))
        yield parts
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise StorageError(
            f"The world cannot be written: {error.strerror or error}",
            str(out),
            "Free space, or ask for fewer shipments."
            if full
            else "Name a folder you may write to.",
        ) from error
    finally:
        if parts is not None:
            rmtree(parts, ignore_errors=True)


def _spool_blocks(parts: Path, order: Order, tell: Callable[[str], None]) -> list[int]:
    world = order.world or read_world("standard")
    months: set[int] = set()
    sizes = block_sizes(world, order.shipments)
    for number, size in enumerate(sizes):
        tell(f"simulating lines, part {number + 1} of {len(sizes)}")
        months |= _spool(parts, build_block(world, order.seed, number, size), number)
    return sorted(months)


def _spool(parts: Path, block: Block, number: int) -> set[int]:
    """Write one block by month; returns its months."""
    names = [name for name in TABLES["shipments"].names if name != "shipment_id"]
    month = months_of(block.lines).to_numpy()
    by_month = np.argsort(month, kind="stable")
    lines = as_arrow(block.lines[[*names, "day", *SIDE_COLUMNS]].iloc[by_month], "shipments")
    found, first, counts = np.unique(month[by_month], return_index=True, return_counts=True)
    for at, start, count in zip(found.tolist(), first.tolist(), counts.tolist(), strict=True):
        _lay_by(parts / f"lines-{at}-{number:05d}", lines.slice(start, count))
    for period, own in block.trade_flows.groupby("period", sort=True):
        _lay_by(parts / f"trade_flows-{period}-{number:05d}", as_arrow(own, "trade_flows"))
    for kind in KEYS:
        _lay_by(parts / f"{kind}-{number:05d}", as_arrow(getattr(block, kind), kind))
    return set(found.tolist())


def _lay_by(path: Path, held: pa.Table) -> None:
    pyarrow.feather.write_feather(held, path, compression="lz4")


def _laid_by(parts: Path, pattern: str) -> list[pa.Table]:
    return [pyarrow.feather.read_table(path, memory_map=False) for path in _named(parts, pattern)]


def _named(parts: Path, pattern: str) -> list[Path]:
    return sorted(parts.glob(pattern))


def _merge_months(parts: Path, order: Order, months: list[int]) -> tuple[int, int, int]:
    """Write the lines and what is true of them; returns diverted lines, schemes, look-alikes."""
    columns = list(TABLES["shipments"].names)
    makers = {"truth": truth_of, "lookalikes": lookalikes_of, "contents": contents_of}
    done = diverted = 0
    schemes: set[str] = set()
    others: set[str] = set()
    with ExitStack() as open_sheets:
        shipments, *rest = (
            open_sheets.enter_context(Sheet(parts / f"{name}.{order.form}"))
            for name in ("shipments", *makers)
        )
        for month in months:
            lines = pa.concat_tables(_laid_by(parts, f"lines-{month}-*"))
            places = order_of(order_seed(order.seed, month), lines["day"].to_numpy())
            for start in range(0, len(places), AT_ONCE):
                own = lines.take(places[start : start + AT_ONCE])
                own = own.add_column(0, "shipment_id", pa.array(ids_from(done, len(own))))
                done += len(own)
                shipments.write(own.select(columns))
                beside = own.select(["shipment_id", *SIDE_COLUMNS]).to_pandas()
                for sheet, (name, make) in zip(rest, makers.items(), strict=True):
                    sheet.write(as_arrow(make(beside), name))
                diverted += int(beside["role"].isin(CARRYING).sum())
                schemes.update(beside.loc[beside["scheme"], "story"])
                others.update(beside.loc[~beside["scheme"], "story"])
    return diverted, len(schemes), len(others - {""})


def _merge_flows(parts: Path, form: str) -> None:
    periods = sorted({path.name.rsplit("-", 1)[0] for path in _named(parts, "trade_flows-*")})
    with Sheet(parts / f"trade_flows.{form}") as sheet:
        for period in periods:
            cells = pa.concat_tables(_laid_by(parts, f"{period}-*")).to_pandas()
            sheet.write(as_arrow(add_up(cells), "trade_flows"))


def _merge_names(parts: Path, kind: str, form: str) -> None:
    """Write each company or name once, as the first block tells of it."""
    seen = np.empty(0, dtype=np.uint64)
    with Sheet(parts / f"{kind}.{form}") as sheet:
        for path in _named(parts, f"{kind}-*"):
            held = pyarrow.feather.read_table(path, memory_map=False)
            keys = held.select(KEYS[kind]).to_pandas()
            marks = pd.util.hash_pandas_object(keys, index=False).to_numpy()
            fresh = ~keys.duplicated().to_numpy() & ~np.isin(marks, seen)
            sheet.write(held.filter(pa.array(fresh)))
            seen = np.concatenate([seen, marks[fresh]])
