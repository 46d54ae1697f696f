"""Reads tables that already have columns: Parquet files and DataFrames."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from detector.errors import InputError
from detector.records.headers import choose
from detector.records.layout import Layout
from detector.records.staging import STAGED, Staged, clear
from detector.workspace import Connection, DatabaseError


def read_parquet(con: Connection, path: Path, layouts: Sequence[Layout]) -> Staged:
    """Put the rows of a Parquet file into the table ``staged``.

    Raises
    ------
    InputError
        If the file is damaged.
    LayoutError
        If no layout fits its columns.
    """
    if any(letter in str(path) for letter in "*?["):
        raise InputError(
            "A Parquet file's path may not hold *, ? or [", str(path), "Rename it and load again."
        )
    try:
        return _stage(con, "read_parquet($path)", {"path": str(path)}, layouts, path.name)
    except DatabaseError as error:
        told = str(error).splitlines()[0]
        raise InputError(
            f"The Parquet file cannot be read: {told}", str(path), "Fetch it again."
        ) from error


def read_frame(
    con: Connection, frame: pd.DataFrame, layouts: Sequence[Layout], name: str
) -> Staged:
    """Put the rows of a DataFrame into the table ``staged``.

    Parameters
    ----------
    con : Connection
    frame : DataFrame of shape (n_rows, n_columns)
    layouts : sequence of Layout
    name : str
        What to call the frame in errors.
    """
    con.register("incoming", frame)
    try:
        return _stage(con, "incoming", {}, layouts, name)
    finally:
        con.unregister("incoming")


def _stage(
    con: Connection,
    rows: str,
    values: dict[str, str],
    layouts: Sequence[Layout],
    name: str,
) -> Staged:
    described = con.execute(f"describe select * from {rows}", values).fetchall()  # noqa: S608  our own text
    header = [str(row[0]) for row in described]
    layout, _ = choose([header], layouts, name)
    clear(con)
    texts = [_as_text(_identifier(row[0]), str(row[1])) for row in described]
    cells = ", ".join(f"nullif(trim({text}), '') as c{at}" for at, text in enumerate(texts))
    con.execute(f"create temp table {STAGED} as select {cells} from {rows}", values)  # noqa: S608  quoted names
    count = con.execute(f"select count(*) from {STAGED}").fetchall()[0][0]  # noqa: S608  our own name
    staged = Staged(header, layout, "columns", physical_lines=count)
    staged.first_line = 1
    return staged


def _as_text(column: str, kind: str) -> str:
    if kind.endswith("[]"):
        return f"array_to_string({column}::varchar[], '|')"
    if kind in ("DOUBLE", "FLOAT"):
        whole = f"{column} = floor({column}) and abs({column}) < 1e15"
        return f"case when isnan({column}) then null when {whole} then {column}::bigint::varchar else {column}::varchar end"  # noqa: E501
    return f"{column}::varchar"


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
