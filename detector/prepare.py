"""From loaded records to features, on any connection."""

from collections.abc import Mapping
from datetime import date

from detector import goods, parties, reference
from detector.engine import Family, build_family, read_family
from detector.features import FAMILIES, lay_out_wordings
from detector.movements import (
    compose_chains,
    find_twins,
    lay_out_calls,
    lay_out_table,
    link_movements,
)
from detector.settings import Settings
from detector.workspace import Connection


def prepare(con: Connection, as_of: date, settings: Settings) -> tuple[Family, ...]:
    """Write goods, parties, ledger, movements and every feature family.

    Parameters
    ----------
    con : Connection
        Holds the loaded records.
    as_of : date
        The last day that may be seen: later shipments are left out, later arrivals blanked, what
        became known of companies later is left aside.
    settings : Settings

    Returns
    -------
    tuple of Family
        The families, each now a table keyed by shipment_no.
    """
    reference.lay_out(con)
    goods.identify(con)
    parties.resolve(con, as_of)
    values = _bound(as_of, settings)
    build_family(con, read_family("detector.movements", "ledger"), values)
    lay_out_wordings(con)
    lay_out_calls(con)
    find_twins(con)
    link_movements(con, settings.hold_days)
    lay_out_table(con, "movement_change", values)
    compose_chains(con, as_of.isoformat(), settings.hold_days, settings.chain_hops)
    lay_out_table(con, "mass_balance", values)
    families = tuple(read_family("detector.features", name) for name in FAMILIES)
    for family in families:
        build_family(con, family, values)
    return families


def _bound(as_of: date, settings: Settings) -> Mapping[str, int | float | str]:
    return {
        "as_of": as_of.isoformat(),
        "min_peers": settings.min_peers,
        "peer_days": settings.peer_days,
        "hold_days": settings.hold_days,
    }
