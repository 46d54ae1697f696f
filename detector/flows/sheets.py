"""Builds the tables of this room from portable .sql files, each held against its header."""

from collections.abc import Mapping

from detector.engine import comment_on, read_family
from detector.errors import FeatureError
from detector.workspace import Connection, DatabaseError

ROOM = "detector.flows"


def build_sheet(con: Connection, name: str, values: Mapping[str, int | float | str]) -> None:
    """Create the temporary table ``name`` from ``name.sql`` and write units into its comments.

    Parameters
    ----------
    con : Connection
        A workspace; the sheet lives as long as the connection, so a workspace opened for reading
        is enough.
    name : str
        The file's name, and the table's.
    values : mapping
        Settings by name; only those that the header names are bound.

    Raises
    ------
    FeatureError
        If the query fails, or its columns differ from the header's.
    """
    family = read_family(ROOM, name)
    bound = {setting: values[setting] for setting in family.settings}
    try:
        con.execute(f"create or replace temp table {name} as\n{family.query}", bound)
    except DatabaseError as error:
        raise FeatureError(str(error).splitlines()[0], family.where, "Mend the query.") from error
    made = [row[0] for row in con.execute(f"describe {name}").fetchall()]
    told = [column.name for column in family.columns]
    if made != told:
        raise FeatureError(
            f"The query yields {made}; the header tells {told}", family.where, "Make them agree."
        )
    for column in family.columns:
        comment_on(con, name, column.name, f"{column.unit}: {column.meaning}")
