"""Runs the query of a family on an engine and holds the result against the header."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

import pandas as pd
import pyarrow as pa

from detector.engine.header import Family
from detector.engine.linkage import Predict, predicted_here
from detector.errors import FeatureError
from detector.workspace import Connection, DatabaseError, MemoryShort

Values = Mapping[str, int | float | str]
Judge = Callable[[pd.DataFrame], pd.DataFrame]

KEY = "shipment_no"
SLICE = 50_000  # rows judged at a time: what the work copies stays small


class Engine(Protocol):
    """Where the queries of families run."""

    name: str
    judged_at_once: int  # rows that `judge` is well given at a time

    def fill(self, con: Connection, family: Family, values: Values) -> None:
        """Write the table of a family into the workspace.

        Raises
        ------
        FeatureError
            If the query fails.
        """
        ...

    def judge(self, work: Judge, rows: pd.DataFrame) -> pd.DataFrame:
        """Apply ``work`` to rows of numbers, in one batch or in several.

        Parameters
        ----------
        work : callable
            Gives a row of numbers for each row, whatever rows stand beside it, and the same columns
            even for no rows.
        rows : DataFrame of shape (n_rows, n_columns)

        Returns
        -------
        DataFrame of shape (n_rows, n_told)
            In the order of ``rows``, numbered from 0.
        """
        ...

    def match(
        self, con: Connection, tables: Mapping[str, pa.Table], predict: Predict
    ) -> AbstractContextManager[str]:
        """Run a Splink model over tables; give what ``con`` reads its predictions from.

        Parameters
        ----------
        con : Connection
        tables : mapping
            What the model is given, by name.
        predict : callable
            Makes of the same names, registered with Splink, its table of predictions.
        """
        ...


class DuckDB:
    """The workspace itself runs the queries."""

    name = "duckdb"
    judged_at_once = SLICE

    def fill(self, con: Connection, family: Family, values: Values) -> None:
        """Write the table of a family, as `Engine.fill`."""
        lay_out_family(con, family, values, "")

    def judge(self, work: Judge, rows: pd.DataFrame) -> pd.DataFrame:
        """Apply ``work`` here, as `Engine.judge`."""
        return work(rows.reset_index(drop=True))

    def match(
        self, con: Connection, tables: Mapping[str, pa.Table], predict: Predict
    ) -> AbstractContextManager[str]:
        """Run a Splink model in memory beside the workspace, as `Engine.match`."""
        return predicted_here(con, tables, predict)


DUCKDB = DuckDB()


def lay_out_family(con: Connection, family: Family, values: Values, ending: str) -> None:
    """Create the table of a family by its query and what may stand after a query.

    Raises
    ------
    FeatureError
        If the query fails.
    """
    bound = {name: values[name] for name in family.settings}
    try:
        con.execute(f"create or replace table {family.name} as\n{family.query}\n{ending}", bound)
    except DatabaseError as error:
        fix = "Mend the query."
        if isinstance(error, MemoryShort):
            fix = "Raise memory_limit in the settings, or give fewer threads; then scan again."
        raise FeatureError(str(error).splitlines()[0], family.where, fix) from error


def build_family(con: Connection, family: Family, values: Values, on: Engine = DUCKDB) -> None:
    """Create the table named as the family and write its units into the column comments.

    The tables of its steps are there only meanwhile.

    Parameters
    ----------
    con : Connection
    family : Family
    values : mapping
        Settings by name; only those that the header names are bound.
    on : Engine
        Where the query runs.

    Raises
    ------
    FeatureError
        If the query fails, or its columns differ from the header's.
    """
    for step in family.steps:
        build_table(con, step, values, on)
    build_table(con, family, values, on, keys=(KEY,))
    for step in family.steps:
        con.execute(f"drop table {step.name}")


def build_table(
    con: Connection, family: Family, values: Values, on: Engine, keys: Sequence[str] = ()
) -> None:
    """Create the table of a family whose columns are ``keys`` and those of its header.

    Raises
    ------
    FeatureError
        As `build_family`.
    """
    on.fill(con, family, values)
    made = [row[0] for row in con.execute(f"describe {family.name}").fetchall()]
    told = [*keys, *(column.name for column in family.columns)]
    if made != told:
        raise FeatureError(
            f"The query yields {made}; the header tells {told}", family.where, "Make them agree."
        )
    for column in family.columns:
        comment_on(con, family.name, column.name, f"{column.unit}: {column.meaning}")


def comment_on(con: Connection, table: str, column: str, comment: str) -> None:
    """Write what a column holds, and its unit, into the workspace."""
    told = comment.replace("'", "''")
    con.execute(f"comment on column {table}.\"{column}\" is '{told}'")
