"""Which boxes of the contract the loaded records leave empty throughout."""

from datetime import date

from detector.records.contract import TABLES
from detector.workspace import Connection, table_exists


def find_unfilled(con: Connection, as_of: date) -> tuple[str, ...]:
    """Name the optional columns of ``shipments`` that no line fills; ``parties`` if it is empty.

    Bills of lading tell no value and no model; a register of companies may not have been loaded.

    Parameters
    ----------
    con : Connection
    as_of : date
        Later lines are not seen.

    Returns
    -------
    tuple of str
        In the contract's order.
    """
    optional = [column.name for column in TABLES["shipments"].columns if not column.needed]
    counts = ", ".join(f'count("{name}")' for name in optional)
    (filled,) = con.execute(
        f"select {counts} from shipments where shipped_on <= ?",  # noqa: S608  names of the contract
        [as_of],
    ).fetchall()
    empty = [name for name, n in zip(optional, filled, strict=True) if n == 0]
    known = table_exists(con, "parties") and con.execute(
        "select count(*) from (select 1 from parties limit 1)"
    ).fetchall() == [(1,)]
    return (*empty, *(() if known else ("parties",)))
