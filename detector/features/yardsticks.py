"""What goods of a kind usually weigh and cost, so that each family need not work it out itself."""

from detector.engine import DUCKDB, Engine, Values, build_table, read_family
from detector.workspace import Connection

YARDSTICKS = ("yardstick_step", "yardstick")


def lay_out_yardsticks(con: Connection, values: Values, on: Engine = DUCKDB) -> None:
    """Write ``yardstick``: median and spread of earlier peers by kind, peers and month.

    ``yardstick_step`` counts the lines in steps of a hundredth first, so that no list of values is
    ever held.

    Parameters
    ----------
    con : Connection
        Holds ``ledger`` and ``line_wording``.
    values : mapping
        min_peers [shipments], peer_days [days].
    on : Engine
        Where the query runs.

    Raises
    ------
    FeatureError
        If the query fails.
    """
    for name in YARDSTICKS:
        build_table(con, read_family("detector.features", name), values, on)
