"""From loaded records to features, on any connection."""

import hashlib
from datetime import date
from importlib.metadata import version

import pandas as pd

from detector import contents, controls, goods, parties, reference
from detector.engine import DUCKDB, Engine, Family, build_family, read_family
from detector.features import (
    FAMILIES,
    YARDSTICKS,
    begin,
    build_from,
    last_day_that_stands,
    lay_out_wordings,
    lay_out_yardsticks,
    mark_records,
    remember,
    stands,
)
from detector.movements import (
    compose_chains,
    find_twins,
    lay_out_calls,
    lay_out_table,
    link_movements,
)
from detector.settings import Settings
from detector.workspace import Connection


def prepare(
    con: Connection, as_of: date, settings: Settings, on: Engine = DUCKDB
) -> tuple[Family, ...]:
    """Write goods, parties, ledger, control status, contents, movements and every feature family.

    What an earlier preparation of the same connection has written is kept where it still stands:
    all of it when nothing changed, else the early rows of families that allow it (see
    `detector.features.watermark`). The result equals one that is built from nothing.

    Parameters
    ----------
    con : Connection
        Holds the loaded records.
    as_of : date
        The last day that may be seen: later shipments are left out, later arrivals blanked, what
        became known of companies later is left aside.
    settings : Settings
    on : Engine
        Where the portable queries and Splink run: ledger, movements, families, pairs of names.
        Goods, first-in first-out and chains are compiled Python beside the workspace on either.

    Returns
    -------
    tuple of Family
        The families, each now a table keyed by shipment_no.
    """
    families = tuple(read_family("detector.features", name) for name in FAMILIES)
    values = _bound(as_of, settings)
    reference.lay_out(con)
    code = _code(families, on)
    mark = mark_records(con, values | {"chain_hops": settings.chain_hops}, code)
    if stands(con, mark):
        return families
    ended = begin(con, code)
    goods.identify(con)
    parties.resolve(con, as_of, on)
    build_family(con, read_family("detector.movements", "ledger"), values, on)
    controls.answer_ledger(con, as_of.isoformat())
    lay_out_wordings(con)
    lay_out_yardsticks(con, values, on)
    lay_out_calls(con)
    find_twins(con)
    contents.weigh_contents(con, on)
    link_movements(con, settings.hold_days)
    lay_out_table(con, "movement_change", values, on)
    compose_chains(con, as_of.isoformat(), settings.hold_days, settings.chain_hops)
    lay_out_table(con, "mass_balance", values, on)
    through = last_day_that_stands(con, ended)
    for family in families:
        build_from(con, family, values, through, on)
    remember(con, mark, code)
    return families


def read_lines(con: Connection) -> pd.DataFrame:
    """Read who sent what to whom, one row per shipment of the ledger.

    Returns
    -------
    DataFrame of shape (n_shipments, 12)
        In the order of shipment_no.
    """
    return con.execute(
        "select shipment_no, source, shipment_id, shipped_on, exporter_group, consignee_group, "
        "exporter_country, consignee_country, goods_class, is_computing, units::double as units, "
        "value_usd::double as value_usd from ledger order by shipment_no"
    ).df()


def _code(families: tuple[Family, ...], on: Engine) -> str:
    movements = [
        read_family("detector.movements", name).query
        for name in ("ledger", "movement_change", "mass_balance")
    ]
    rules = (*controls.queries(), *contents.queries())
    measures = [read_family("detector.features", name).query for name in YARDSTICKS]
    queries = (
        *movements,
        *rules,
        *measures,
        *(query for family in families for query in family.queries),
    )
    told = "\n".join((version("chiptrace"), on.name, *queries))
    return hashlib.sha256(told.encode()).hexdigest()


def _bound(as_of: date, settings: Settings) -> dict[str, int | float | str]:
    return {
        "as_of": as_of.isoformat(),
        "min_peers": settings.min_peers,
        "peer_days": settings.peer_days,
        "hold_days": settings.hold_days,
    }
