"""Facts as small tables, each row with its source and how sure it is."""

from detector.reference.reading import lay_out, read_table
from detector.reference.tables import MARKS, TABLES

__all__ = ["MARKS", "TABLES", "lay_out", "read_table"]
