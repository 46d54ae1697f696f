import os
import shutil

import pytest


@pytest.fixture(scope="session")
def session():
    """Start Spark in this process, or skip and say what lacks."""
    spark = pytest.importorskip(
        "detector.engine.spark", reason="NO SPARK: pip install 'chiptrace[spark]'"
    )
    if shutil.which("java") is None:
        pytest.skip("NO SPARK: Java 17 is not installed")
    os.environ["JAVA_TOOL_OPTIONS"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx1g"
    opened = spark.open_spark("local[2]")
    # Small tables: to plan and compile a query costs more than to run it.
    for name, value in (
        ("shuffle.partitions", "1"),
        ("codegen.wholeStage", "false"),
        ("codegen.factoryMode", "NO_CODEGEN"),
        ("adaptive.enabled", "false"),
        ("constraintPropagation.enabled", "false"),
        ("autoBroadcastJoinThreshold", "-1"),
        ("parquet.enableVectorizedReader", "false"),
    ):
        opened.conf.set(f"spark.sql.{name}", value)
    yield opened
    opened.stop()


@pytest.fixture
def engine(session, tmp_path):
    from detector.engine.spark import Spark

    return Spark(session, tmp_path / "exchange")
