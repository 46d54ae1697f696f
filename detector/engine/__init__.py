"""One portable .sql per family, run on DuckDB or, by `detector.engine.spark`, on Spark.

`detector.engine.spark` is not imported here: it needs the extra ``chiptrace[spark]``.
"""

from detector.engine.families import (
    DUCKDB,
    KEY,
    SLICE,
    Engine,
    Judge,
    Values,
    build_family,
    build_table,
    comment_on,
    lay_out_family,
)
from detector.engine.header import ODD, Column, Family, read_family
from detector.engine.linkage import Predict
from detector.engine.matrix import (
    FarFeatures,
    Features,
    FeatureValues,
    Places,
    SomeFeatures,
    StoredFeatures,
    columns_of,
    feature_matrix,
    features_of,
    rows_of,
    slices_of,
)

__all__ = [
    "DUCKDB",
    "KEY",
    "ODD",
    "SLICE",
    "Column",
    "Engine",
    "Family",
    "FarFeatures",
    "FeatureValues",
    "Features",
    "Judge",
    "Places",
    "Predict",
    "SomeFeatures",
    "StoredFeatures",
    "Values",
    "build_family",
    "build_table",
    "columns_of",
    "comment_on",
    "feature_matrix",
    "features_of",
    "lay_out_family",
    "read_family",
    "rows_of",
    "slices_of",
]
