"""Run the queries of families on Spark: tables go out as Parquet and come back as Parquet.

Splink compares names there, in SQL alone; models judge rows there in Arrow batches, for which
workers need chiptrace. Needs the extra ``chiptrace[spark]`` and Java 17. Uses only what Spark
Connect offers too.
"""

import os
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from splink import SparkAPI
from splink.internals.exceptions import SplinkException

from detector.engine.families import Judge, Values, lay_out_family
from detector.engine.header import Family
from detector.engine.linkage import Predict
from detector.engine.translate import in_spark
from detector.errors import EngineError, FeatureError
from detector.workspace import Connection

_CONF = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}
_LOCAL = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "4",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.catalogImplementation": "in-memory",
}
_LINES = 20_000


def open_spark(master: str = "local[*]") -> SparkSession:
    """Start Spark here, or connect to a running one.

    Parameters
    ----------
    master : str
        ``local[2]``, a master URL (``spark://host:7077``, ``yarn``), or a Spark Connect address
        (``sc://host:15002``).

    Raises
    ------
    EngineError
        If Spark does not start or does not answer.
    """
    if master.startswith("local"):  # the workers are children of this process
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("chiptrace")
    builder = builder.remote(master) if master.startswith("sc://") else builder.master(master)
    for name, value in (_CONF | (_LOCAL if master.startswith("local") else {})).items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, OSError, RuntimeError) as error:
        raise EngineError(
            f"Spark does not start: {str(error).strip().splitlines()[0]}",
            master,
            "Install Java 17, or name a master that runs.",
        ) from error


class Spark:
    """Spark runs the queries; the workspace receives what they yield.

    Parameters
    ----------
    session : SparkSession
    folder : Path
        Where tables are exchanged as Parquet; this process and every worker must reach it by the
        same path. Each table that goes out or comes back is one Parquet file or folder in it.
    """

    name = "spark"
    judged_at_once = 200_000  # a job of Spark's costs a second whatever it holds

    def __init__(self, session: SparkSession, folder: Path) -> None:
        self.session, self.folder = session, folder.resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self._laid_out: set[str] = set()

    def fill(self, con: Connection, family: Family, values: Values) -> None:
        """Write the table of a family, as `Engine.fill`: Spark's rows in DuckDB's column types.

        Raises
        ------
        FeatureError
            If the query fails on either engine.
        """
        for table in family.reads:
            self._lay_out(con, table)
        lay_out_family(con, family, values, "with no data")
        path = self.folder / f"{family.name}.rows"
        query = in_spark(
            family, values, lambda told: int(con.execute(f"select {told}").fetchall()[0][0])
        )
        try:
            self.session.sql(query).write.mode("overwrite").parquet(_uri(path))
        except PySparkException as error:
            raise FeatureError(
                f"Spark refuses the query: {str(error).strip().splitlines()[0]}",
                family.where,
                "Mend the query.",
            ) from error
        con.execute(
            f"insert into {family.name} by name "  # noqa: S608  our own names
            "select * from read_parquet($files) order by all",
            {"files": str(path / "*.parquet")},
        )
        self._read(path).createOrReplaceTempView(family.name)
        self._laid_out.add(family.name)

    def judge(self, work: Judge, rows: pd.DataFrame) -> pd.DataFrame:
        """Apply ``work`` on the workers to Arrow batches of the rows, as `Engine.judge`.

        Raises
        ------
        EngineError
            If a worker fails, as where chiptrace is not installed on it.
        """
        told = [str(name) for name in work(rows.head(0)).columns]
        judged = self.folder / "rows.judged"
        columns = ", ".join([f"c{n} double" for n in range(len(told))] + ["row bigint"])
        try:
            asked = self._read(self._lay_out_rows(rows))
            with warnings.catch_warnings():
                # No pandas data pass through Spark's own conversion, only Arrow's.
                warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")
                made = asked.mapInArrow(_in_batches(work, list(rows.columns)), columns)
            made.write.mode("overwrite").parquet(_uri(judged))
        except PySparkException as error:
            raise EngineError(
                f"The models do not run on Spark: {str(error).strip().splitlines()[0]}",
                str(self.folder),
                "Install chiptrace on every worker, in the version of this machine.",
            ) from error
        found = pd.read_parquet(judged).sort_values("row", ignore_index=True)
        return found.drop(columns="row").set_axis(told, axis=1)

    @contextmanager
    def match(
        self,
        con: Connection,  # noqa: ARG002  it reads the files later
        tables: Mapping[str, pa.Table],
        predict: Predict,
    ) -> Iterator[str]:
        """Run a Splink model on the workers, as `Engine.match`.

        Splink's functions in Java are not registered: a model keeps to what Spark SQL has itself.

        Raises
        ------
        EngineError
            If Spark refuses a query of Splink's.
        """
        api = SparkAPI(  # type: ignore[no-untyped-call]
            spark_session=self.session,
            break_lineage_method="persist",
            register_udfs_automatically=False,
        )
        given = {}
        for name, table in tables.items():
            path = self.folder / f"match_{name}.parquet"
            pq.write_table(table, path)
            self._read(path).createOrReplaceTempView(f"match_{name}")
            given[name] = api.register(f"match_{name}", table_name=name)
        found = self.folder / "match.rows"
        try:
            pairs = predict(given).as_spark_dataframe()
            pairs.write.mode("overwrite").parquet(_uri(found))
        except (PySparkException, SplinkException) as error:
            raise EngineError(
                f"Spark compares no names: {str(error.__cause__ or error).strip().splitlines()[0]}",
                str(self.folder),
                "Run the scan on DuckDB, or mend the model.",
            ) from error
        finally:
            self.session.catalog.clearCache()
        told = str(found / "*.parquet").replace("'", "''")
        yield f"read_parquet('{told}')"

    def _lay_out_rows(self, rows: pd.DataFrame) -> Path:
        """Write rows as files of some thousand lines each, so that many workers find work."""
        folder = self.folder / "rows.asked"
        folder.mkdir(exist_ok=True)
        for stale in folder.glob("*.parquet"):
            stale.unlink()
        numbered = rows.astype("float64").set_axis([f"c{n}" for n in range(rows.shape[1])], axis=1)
        for first in range(0, max(len(rows), 1), _LINES):
            part = numbered.iloc[first : first + _LINES]
            part = part.assign(row=np.arange(first, first + len(part)))
            part.to_parquet(folder / f"{first:012}.parquet", index=False)
        return folder

    def _lay_out(self, con: Connection, table: str) -> None:
        if table not in self._laid_out:
            path = self.folder / f"{table}.parquet"
            told = str(path).replace("'", "''")
            con.execute(f"copy (from {table}) to '{told}' (format parquet)")
            self._read(path).createOrReplaceTempView(table)
            self._laid_out.add(table)

    def _read(self, path: Path) -> DataFrame:
        return self.session.read.parquet(_uri(path))


def _in_batches(
    work: Judge, given: list[str]
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Make of ``work`` what Spark asks for; names with dots are left out of its sight."""

    def judge(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            here = batch.to_pandas()
            made = work(here.drop(columns="row").set_axis(given, axis=1)).astype("float64")
            made = made.set_axis([f"c{n}" for n in range(made.shape[1])], axis=1)
            yield pa.RecordBatch.from_pandas(
                made.assign(row=here["row"].to_numpy()), preserve_index=False
            )

    return judge


def _uri(path: Path) -> str:
    return path.as_uri()
