"""A bounded part of the user's trade: some companies with all that they sent and received."""

import zlib
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from detector.records import TABLES
from detector.workspace import Connection

EARLY_DAYS = 90  # within which nobody can be told to be new
_WHO = """
    select ledger.shipment_no, exporter.name as exporter_known, consignee.name as consignee_known
    from ledger
    left join party exporter on exporter.party_id = ledger.exporter_id
    left join party consignee on consignee.party_id = ledger.consignee_id
    order by ledger.shipment_no
"""
_READ = """
    select s.*, g.pieces as n_pieces, g.kg_per_piece, g.usd_per_piece, g.mass_basis,
        g.item, g.goods_class, g.declared_class, g.is_vague, g.is_computing,
        coalesce(g.units, 0) > 0 as holds, twin.twin_no,
        coalesce(twin.is_primary, true) as is_primary,
        l.exporter_id, l.consignee_id, l.intermediate_id, l.end_user_id, l.payer_id, l.buyer_id,
        l.forwarder_id, l.exporter_group, l.consignee_group
    from shipments s
    join chosen_lines using (shipment_no)
    join goods g using (shipment_no)
    join ledger l using (shipment_no)
    left join twin using (shipment_no)
    order by s.shipped_on, s.shipment_no
"""
LISTS = ("serial_numbers", "transit_ports")


@dataclass(frozen=True, eq=False, slots=True)
class OwnTrade:
    """Lines of the user's records as they stand there, with what was read from them.

    Attributes
    ----------
    lines : DataFrame of shape (n_lines, n_columns)
        In the contract's columns, by day, with goods, companies and twins as prepared; and whether
        all lines of the exporter and of the consignee are here (exporter_whole, consignee_whole).
    first, last : date
        Days of the records, the whole of them.
    """

    lines: pd.DataFrame
    first: date
    last: date


def take_own(con: Connection, as_of: date, seed: int, most: int) -> OwnTrade:
    """Take at most so many lines: companies in an order drawn once, each with all its lines.

    Parameters
    ----------
    con : Connection
        Prepared up to ``as_of``.
    as_of : date
    seed : int
    most : int
    """
    who = con.execute(_WHO).df()
    names = pd.unique(pd.concat([who["exporter_known"], who["consignee_known"]]).dropna())
    drawn = pd.Series({name: zlib.crc32(f"{seed} {name}".encode()) for name in names}, dtype=float)
    place = np.fmin(who["exporter_known"].map(drawn), who["consignee_known"].map(drawn))
    who = who.assign(place=place.fillna(np.inf)).sort_values("place", kind="stable")
    chosen = who.head(most)
    last = chosen["place"].max() if len(chosen) < len(who) else np.inf
    con.register("chosen_frame", chosen[["shipment_no"]])
    con.execute("create or replace temp table chosen_lines as select * from chosen_frame")
    con.unregister("chosen_frame")
    lines = con.execute(_READ).df()
    con.execute("drop table chosen_lines")
    for name in LISTS:
        lines[name] = lines[name].map(_joined)
    known = chosen.set_index("shipment_no").reindex(lines["shipment_no"])
    for side in ("exporter", "consignee"):
        place = known[f"{side}_known"].map(drawn)
        lines[f"{side}_whole"] = ((place < last) | np.isinf(last)).to_numpy()
    dated = con.execute("select min(shipped_on) from shipments where shipped_on <= ?", [as_of])
    (first,) = dated.fetchall()[0]
    return OwnTrade(lines.reset_index(drop=True), first, as_of)


def contract_columns() -> list[str]:
    """Name the columns of a shipment as the contract does."""
    return [column.name for column in TABLES["shipments"].columns]


def _joined(cell: object) -> object:
    if isinstance(cell, str):
        return cell
    return "|".join(map(str, cell)) if isinstance(cell, np.ndarray | list) else None
