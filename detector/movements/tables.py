"""Tables of movements that are one portable .sql each, keyed by something else than a shipment."""

from detector.engine import DUCKDB, Engine, Values, build_table, read_family
from detector.workspace import Connection


def lay_out_table(con: Connection, name: str, values: Values, on: Engine = DUCKDB) -> None:
    """Write the table of ``detector/movements/<name>.sql`` and its column comments.

    Raises
    ------
    FeatureError
        If the query fails, or its columns differ from the header's.
    """
    build_table(con, read_family("detector.movements", name), values, on)
