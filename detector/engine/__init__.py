"""One portable .sql per family, run on DuckDB or, by `detector.engine.spark`, on Spark.

`detector.engine.spark` is not imported here: it needs the extra ``chiptrace[spark]``.
"""

from detector.engine.families import (
    DUCKDB,
    KEY,
    Engine,
    Judge,
    Values,
    build_family,
    build_table,
    comment_on,
    feature_matrix,
    lay_out_family,
)
from detector.engine.header import ODD, Column, Family, read_family
from detector.engine.linkage import Predict

__all__ = [
    "DUCKDB",
    "KEY",
    "ODD",
    "Column",
    "Engine",
    "Family",
    "Judge",
    "Predict",
    "Values",
    "build_family",
    "build_table",
    "comment_on",
    "feature_matrix",
    "lay_out_family",
    "read_family",
]
