"""Tables of movements that are one portable .sql each, keyed by something else than a shipment."""

from collections.abc import Mapping

from detector.engine import comment_on, read_family
from detector.errors import FeatureError
from detector.workspace import Connection, DatabaseError


def lay_out_table(con: Connection, name: str, values: Mapping[str, int | float | str]) -> None:
    """Write the table of ``detector/movements/<name>.sql`` and its column comments.

    Raises
    ------
    FeatureError
        If the query fails, or its columns differ from the header's.
    """
    family = read_family("detector.movements", name)
    bound = {setting: values[setting] for setting in family.settings}
    try:
        con.execute(f"create or replace table {family.name} as\n{family.query}", bound)
    except DatabaseError as error:
        raise FeatureError(str(error).splitlines()[0], family.where, "Mend the query.") from error
    made = [row[0] for row in con.execute(f"describe {family.name}").fetchall()]
    told = [column.name for column in family.columns]
    if made != told:
        raise FeatureError(
            f"The query yields {made}; the header tells {told}", family.where, "Make them agree."
        )
    for column in family.columns:
        comment_on(con, family.name, column.name, f"{column.unit}: {column.meaning}")
