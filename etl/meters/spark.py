"""The same SQL on Spark: for detail that lies on many machines. It buys reach, not speed.

pyspark and sqlglot come from requirements-spark.txt; the cluster of deploy/spark serves loopback.
What Spark wrote is rewritten by DuckDB with the model's own types and order, so that tables of
both engines are the same files.
"""

import os
import shutil
import sys
from pathlib import Path

from data.errors import BuildError
from etl.meters import duck, portable
from etl.meters.months import Month

CONFIG = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.executor.memory": "1g",
    "spark.driver.memory": "1g",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
}


class Spark:
    """Runs a model over the files of a month on the cluster of a master."""

    def __init__(self, master: str, work: Path):
        self.work, self.types = work, duck.Duck(work)
        self.session = _session(master)
        self.session.sparkContext.setLogLevel("ERROR")
        self.name = f"spark {self.session.version} {master}"

    def write(self, model, month: Month, part: Path) -> None:
        """The rows of the model for the month, as DuckDB would have written them."""
        rough = self.work / f"spark-{model.name}-{month.code}"
        frame = self.session.read.parquet(*map(str, month.files))
        frame.createOrReplaceTempView("meter_reading")
        sql = portable.spark(model)
        self.session.sql(sql).write.mode("overwrite").parquet(str(rough))
        self._rewrite(model, month, rough, part)
        shutil.rmtree(rough)

    def _rewrite(self, model, month: Month, rough: Path, part: Path) -> None:
        with self.types.reading(month) as connection:
            columns = connection.execute(f"describe ({model.sql})").fetchall()
            typed = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind, *_ in columns)
            read = f"(select {typed} from read_parquet({duck.quoted(rough / '*.parquet')}))"
            duck.save(connection, read, model.grain, part)

    def close(self) -> None:
        """Gives the cluster's machines back."""
        self.session.stop()


def _session(master: str):
    """A session on the master. Raises BuildError when there is no Java, no pyspark, no master."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 (only this engine needs it)
    except ImportError:
        raise BuildError(
            "没有安装 pyspark。请运行 .venv/bin/pip install -r requirements-spark.txt 后重试，"
            "或去掉 --engine 用本机的 DuckDB 计算。"
        ) from None
    if not shutil.which("java") and not os.environ.get("JAVA_HOME"):
        raise BuildError(
            "没有找到 Java，Spark 无法启动。请以管理员身份运行"
            " apt-get install openjdk-17-jre-headless 后重试。"
        )
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("dashboard-l1")
    for key, value in CONFIG.items():
        builder = builder.config(key, value)
    try:
        return builder.getOrCreate()
    except Exception as error:  # py4j wraps whatever Java threw
        raise BuildError(
            f"无法连接 Spark 主节点 {master}：{str(error).splitlines()[0][:200]}。"
            "请确认主节点已启动（deploy/spark/start.sh）且地址正确。"
        ) from None
