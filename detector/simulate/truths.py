"""What is true of a world's lines: who diverts, who merely looks so, what is in the box."""

import pandas as pd
import pyarrow as pa

from detector.records.contract import TABLES

TRUTH = ("shipment_id", "scheme_id", "typology", "role", "units", "difficulty")
LOOKALIKES = ("shipment_id", "story_id", "kind")
CONTENTS = (
    "shipment_id",
    "goods",
    "accelerator",
    "accelerators",
    "control_row",
    "declared_as",
    "is_named",
    "false_value",
    "false_weight",
)
SIDE_COLUMNS = (
    "story",
    "scheme",
    "typology",
    "role",
    "units",
    "difficulty",
    "item",
    "shown",
    "holds",
    "held",
    "control_row",
    "is_named",
    "false_value",
    "false_weight",
)
_CELLS = {"date": pa.date32(), "number": pa.float64(), "money": pa.float64(), "bool": pa.bool_()}
_TOLD = {
    "units": pa.int64(),
    "accelerators": pa.int64(),
    "held": pa.int64(),
    "day": pa.int64(),
    "scheme": pa.bool_(),
    "is_named": pa.bool_(),
    "false_value": pa.float64(),
    "false_weight": pa.float64(),
}


def truth_of(lines: pd.DataFrame) -> pd.DataFrame:
    """Give the truth about the lines of schemes, one row a line.

    Parameters
    ----------
    lines : DataFrame of shape (n, n_columns)
        With shipment_id and ``SIDE_COLUMNS``.
    """
    told = lines[lines["scheme"]].rename(columns={"story": "scheme_id"})
    return told[list(TRUTH)].reset_index(drop=True)


def lookalikes_of(lines: pd.DataFrame) -> pd.DataFrame:
    """Give the look-alikes among the lines, one row a line.

    Parameters
    ----------
    lines : DataFrame of shape (n, n_columns)
        As for `truth_of`.
    """
    told = lines[~lines["scheme"] & (lines["story"] != "")]
    told = told.rename(columns={"story": "story_id", "typology": "kind"})
    return told[list(LOOKALIKES)].reset_index(drop=True)


def contents_of(lines: pd.DataFrame) -> pd.DataFrame:
    """Say what is in the boxes that hold accelerators or gaming cards, one row a line.

    Parameters
    ----------
    lines : DataFrame of shape (n, n_columns)
        As for `truth_of`.
    """
    told = lines[lines["holds"] != ""].rename(
        columns={
            "item": "goods",
            "holds": "accelerator",
            "held": "accelerators",
            "shown": "declared_as",
        }
    )
    return told[list(CONTENTS)].reset_index(drop=True)


def as_arrow(frame: pd.DataFrame, kind: str) -> pa.Table:
    """Turn a frame into Arrow, typed as the records contract says.

    Parameters
    ----------
    frame : DataFrame of shape (n, n_columns)
    kind : str
        Table of the contract; columns that are not of the contract are text, numbers or flags
        by their names.
    """
    columns = TABLES[kind].columns if kind in TABLES else ()
    typed = _TOLD | {column.name: _CELLS.get(column.cell, pa.string()) for column in columns}
    schema = pa.schema([(name, typed.get(name, pa.string())) for name in frame.columns])
    return pa.Table.from_pandas(frame, schema=schema, preserve_index=False, safe=False)
