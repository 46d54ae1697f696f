"""Run the queries of families on Spark: tables go out as Parquet and come back as Parquet.

Needs the extra ``chiptrace[spark]`` and Java 17. Uses only what Spark Connect offers too.
"""

from pathlib import Path

from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession

from detector.engine.families import Family, Values, lay_out_family
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

    def _lay_out(self, con: Connection, table: str) -> None:
        if table not in self._laid_out:
            path = self.folder / f"{table}.parquet"
            told = str(path).replace("'", "''")
            con.execute(f"copy (from {table}) to '{told}' (format parquet)")
            self._read(path).createOrReplaceTempView(table)
            self._laid_out.add(table)

    def _read(self, path: Path) -> DataFrame:
        return self.session.read.parquet(_uri(path))


def _uri(path: Path) -> str:
    return path.as_uri()
