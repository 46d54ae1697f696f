"""Reads the reference tables and lays them out in a workspace."""

from functools import cache
from importlib.resources import files

import pandas as pd

from detector.engine import comment_on
from detector.reference.tables import TABLES, Field
from detector.workspace import Connection


def read_table(name: str) -> pd.DataFrame:
    """Read one reference table with its types.

    Parameters
    ----------
    name : str
        A key of `TABLES`.

    Returns
    -------
    DataFrame of shape (n_rows, n_columns)
        In the order of the file. Empty cells are None in text columns, NaN in numbers, NaT in
        dates and NA in booleans.

    Raises
    ------
    KeyError
        If there is no such table.

    Examples
    --------
    >>> read_table("accelerators").set_index("id").loc["h100-sxm", "tpp"]
    np.float64(15832.0)
    """
    return _read(name).copy()


@cache
def _read(name: str) -> pd.DataFrame:
    fields = TABLES[name].fields
    with files("detector.reference").joinpath(f"{name}.csv").open(encoding="utf-8") as file:
        raw = pd.read_csv(file, dtype=str, keep_default_na=False)
    if list(raw.columns) != [field.name for field in fields]:
        raise ValueError(f"{name}.csv has columns {list(raw.columns)}, tables.py tells others")
    return pd.DataFrame({field.name: _typed(raw[field.name], field) for field in fields})


def _typed(cells: pd.Series, field: Field) -> pd.Series:
    if field.kind == "number":
        return pd.to_numeric(cells.where(cells != ""))
    if field.kind == "date":
        return pd.to_datetime(cells.where(cells != ""), format="%Y-%m-%d")
    if field.kind == "flag":
        return cells.map({"true": True, "false": False, "": None}).astype("boolean")
    return pd.Series([cell or None for cell in cells], dtype=object)


_STORED = {"number": "DOUBLE", "date": "DATE", "flag": "BOOLEAN", "text": "VARCHAR"}


def lay_out(con: Connection) -> None:
    """Write every reference table into the workspace as ``ref_<name>``, with column comments."""
    for name, table in TABLES.items():
        select = ", ".join(
            f"{field.name}::{_STORED[field.kind]} as {field.name}" for field in table.fields
        )
        con.register("reference_rows", _read(name))
        try:
            con.execute(
                f"create or replace table ref_{name} as select {select} from reference_rows"  # noqa: S608  names come from tables.py
            )
        finally:
            con.unregister("reference_rows")
        con.execute(f"comment on table ref_{name} is '{table.grain}'")
        for field in table.fields:
            comment_on(con, f"ref_{name}", field.name, field.meaning)
