"""Run a Splink model beside the workspace, in memory that is attached for the time."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
from splink import DuckDBAPI

from detector.workspace import Connection

# Takes tables as Splink's API of an engine registers them; gives its table of predictions.
Predict = Callable[[Mapping[str, Any]], Any]


@contextmanager
def predicted_here(
    con: Connection, tables: Mapping[str, pa.Table], predict: Predict
) -> Iterator[str]:
    """Give the name of the table of predictions, which stands until the context is left.

    A scan that breaks off leaves nothing in the workspace.
    """
    with _own_database(con):
        for name, table in tables.items():
            con.register("told", table)
            con.execute(f"create table laid_{name} as from told")
            con.unregister("told")
        api = DuckDBAPI(con)
        given = {name: api.register(f"laid_{name}", table_name=name) for name in tables}
        yield predict(given).physical_name


@contextmanager
def _own_database(con: Connection) -> Iterator[None]:
    ((home,),) = con.execute("select current_database()").fetchall()
    con.execute("attach ':memory:' as matching")
    con.execute("use matching")
    try:
        yield
    finally:
        con.execute(f'use "{home}"')
        con.execute("detach matching")
