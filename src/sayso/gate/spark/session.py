"""Spark itself: found and started late, quiet, and on this machine alone unless another master is named."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.errors import GateError, MissingExtraError

if TYPE_CHECKING:
    from pyspark import SparkContext

_LOCAL = "local[*]"
#: An executor does one thing at a time, and several of them share a machine: none takes all its cores. What they send
#: each other is packed already.
_ALWAYS = {
    "spark.ui.showConsoleProgress": "false",
    "spark.executorEnv.POLARS_MAX_THREADS": "1",
    "spark.shuffle.compress": "false",
}
#: Nothing listens to other machines, and Java starts sooner.
_ALONE = {
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}


@contextmanager
def session(master: str = "") -> Iterator[SparkContext]:
    """Spark for as long as it is needed. `master`: where (`spark://host:7077`, `yarn`); by default, here.

    What the settings of Spark (`spark-defaults.conf`) say holds, but for what the gate needs. Raises `GateError`, and
    `MissingExtraError`.
    """
    try:
        import py4j.protocol  # noqa: F401
        from pyspark import SparkConf, SparkContext
        from pyspark.java_gateway import launch_gateway
    except ImportError:
        raise MissingExtraError("--engine spark", "spark", "use --engine local") from None
    if not _java():
        way_out = "install it (on Debian: apt install default-jre-headless), or use --engine local"
        raise GateError("--engine spark", "needs Java, which is not there", way_out)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    master = master or _LOCAL
    alone = master.startswith("local")
    if alone:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    conf = SparkConf().setMaster(master).setAppName("sayso gate")
    for key, value in {**_ALWAYS, **(_ALONE if alone else {})}.items():
        conf.set(key, value)
    heard = None if os.environ.get("SAYSO_DEBUG") else subprocess.DEVNULL  # what Java says, nobody else can act on
    with told_plainly():
        gateway = SparkContext._gateway or launch_gateway(conf, {"stderr": heard})  # Java stays until the end
        spark = SparkContext(conf=conf, gateway=gateway)
        try:
            yield spark
        finally:
            spark.stop()


@contextmanager
def told_plainly() -> Iterator[None]:
    """What Spark cannot do is told in one line, unless SAYSO_DEBUG asks for the rest. Raises `GateError`."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        if os.environ.get("SAYSO_DEBUG"):
            raise
        raise _plain(error) from None


def _plain(error: Exception) -> GateError:
    lines = [line.strip() for line in str(error).splitlines() if line.strip() and not line.startswith((" ", "\t"))]
    told = next((line for line in reversed(lines) if "Error: " in line and "java." not in line), "")
    cause = told or (lines[-1] if len(lines) == 1 else "an executor failed")
    return GateError("Spark", cause[:200], "look at it with SAYSO_DEBUG=1, or use --engine local")


def _java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return bool((Path(home) / "bin" / "java").exists() if home else shutil.which("java"))
