"""Files that are written table by table, as CSV or Parquet by their ending."""

from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet


class Sheet:
    """A file that takes one Arrow table after the other; the first one fixes the columns.

    Parameters
    ----------
    path : Path
        Ends in .csv or .parquet.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: pyarrow.csv.CSVWriter | pyarrow.parquet.ParquetWriter | None = None

    def write(self, held: pa.Table) -> None:
        """Append a table."""
        if self._writer is None:
            csv = self._path.suffix == ".csv"
            make = pyarrow.csv.CSVWriter if csv else pyarrow.parquet.ParquetWriter
            self._writer = make(self._path, held.schema)
        self._writer.write_table(held)

    def close(self) -> None:
        """Finish the file."""
        if self._writer is not None:
            self._writer.close()

    def __enter__(self) -> "Sheet":
        """Give the sheet itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish the file, whatever happened."""
        self.close()
