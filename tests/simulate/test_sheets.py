import pandas as pd
import pyarrow as pa

from detector.simulate.sheets import Sheet


def test_tables_written_one_after_the_other_read_back_as_one(tmp_path):
    for ending, read in (("csv", pd.read_csv), ("parquet", pd.read_parquet)):
        path = tmp_path / f"days.{ending}"
        with Sheet(path) as sheet:
            sheet.write(pa.table({"day": [1, 2]}))
            sheet.write(pa.table({"day": [3]}))
        assert read(path)["day"].tolist() == [1, 2, 3]
