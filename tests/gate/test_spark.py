"""The gate on Apache Spark itself: what it writes, what it brings back, and what is left where it is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sayso.decision import rule_on
from sayso.errors import GateError, MissingExtraError
from sayso.gate.grounds import Grounds
from sayso.gate.spark import engine, plan
from sayso.gate.spark.session import session
from sayso.gate.spark.wire import Made, Twice
from sayso.gate.table import Table
from sayso.row import Row
from system import absent, program

from .test_local import table as frame_of
from .test_run import KNOWN, written
from .test_spark_steps import KNOWING, both, lots, refused_alike, said, same_files
from .worlds import AS_OF, PURPOSE, grounds, rows

if TYPE_CHECKING:
    from pyspark import SparkContext

JAVA = "run .ci/system"


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkContext]:
    program("java", enable=JAVA)
    try:
        import pyspark  # noqa: F401
    except ImportError:
        absent("pyspark is not installed", JAVA)
    with session("local[2]") as started:
        yield started


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that few rows are several messages and several shares."""
    monkeypatch.setattr(plan, "STEP", 40)
    monkeypatch.setattr("sayso.gate.spark.heard.SHARE", 3)


@pytest.mark.system
@settings(
    max_examples=3, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(grounds, st.lists(rows, min_size=60, max_size=120, unique_by=lambda row: row.id))
def test_spark_gives_the_reason_of_the_reference(
    spark: SparkContext, tmp_path_factory: pytest.TempPathFactory, known: Grounds, some: list[Row]
) -> None:
    folder = tmp_path_factory.mktemp("world")
    ends = [c for c in known.consented if c.until is None or c.until > c.at]
    known = replace(known, consented=tuple(ends))
    files = []
    for number, part in enumerate((some[:31], some[31:])):
        files.append(folder / f"rows{number}.parquet")
        frame_of(part).write_parquet(files[-1])
    _, made = both((Table(tuple(files), batch=23), [said(folder, known)]), known, folder, spark)
    found = [r for shard in made.shards for r in pl.read_parquet(folder / "spark" / shard.decisions.name)["reason"]]
    assert found == [rule_on(row, PURPOSE, AS_OF, known).reason for row in some]


@pytest.mark.system
@pytest.mark.parametrize("name", ["rows.parquet", "rows.jsonl", "rows.csv"])
def test_spark_writes_the_bytes_of_the_local_engine(spark: SparkContext, tmp_path: Path, name: str) -> None:
    frame = lots(100) if name != "rows.csv" else lots(100, subjects=pl.col("subjects").list.last())
    files = tuple(tmp_path / f"{n}{name}" for n in range(2))
    for file, part in zip(files, (frame.head(70), frame.tail(30)), strict=True):
        {".parquet": part.write_parquet, ".jsonl": part.write_ndjson, ".csv": part.write_csv}[file.suffix](file)
    local, made = both((Table(files, batch=20), [said(tmp_path, KNOWING)]), KNOWN, tmp_path, spark)
    assert made.digest == local.digest
    assert len(made.shards) == 6


@pytest.mark.system
def test_what_is_wrong_is_told_in_one_line_from_an_executor(spark: SparkContext, tmp_path: Path) -> None:
    one = written(tmp_path, lots(50), "a.parquet")
    assert refused_alike(tmp_path, Table((one, one), batch=20), [], spark) == "id 0: stands twice; " + (
        "give every row an id of its own"
    )
    broken = one.read_bytes()
    (tmp_path / "b.parquet").write_bytes(broken[: len(broken) // 2])
    told = refused_alike(tmp_path, Table((one, tmp_path / "b.parquet"), batch=20), [], spark)
    assert told.startswith("b.parquet: is damaged or unreadable")


@pytest.mark.system
def test_only_what_describes_files_comes_to_who_started_the_run(
    spark: SparkContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pyspark import RDD

    brought, collect = list[Any](), RDD.collect

    def noted(rdd: Any) -> list[Any]:
        brought.extend(found := collect(rdd))
        return found

    monkeypatch.setattr(RDD, "collect", noted)
    file = written(tmp_path, lots(100))
    engine.run(spark, Table((file,), batch=20), [said(tmp_path, KNOWING)], KNOWN, PURPOSE, AS_OF, tmp_path / "set")
    assert {type(one).__name__ for one in brought} == {"Said", "Source", "Later", "Made"}
    assert sum(isinstance(one, Made) for one in brought) == 5
    assert len(brought) < 12
    assert not {name for name in ("ada", "ben", "cem") if name in repr(brought)}
    assert not any(isinstance(one, Twice) for one in brought)


@pytest.mark.system
def test_what_nobody_foresaw_is_told_in_one_line(spark: SparkContext, tmp_path: Path) -> None:
    from sayso.gate.spark.session import told_plainly

    with pytest.raises(GateError) as error, told_plainly():
        spark.parallelize([1], 1).map(lambda n: n / 0).collect()
    assert str(error.value).startswith("Spark: ZeroDivisionError: division by zero; ")
    assert "\n" not in str(error.value)


_RUN = """
import sys
from pathlib import Path
from sayso.cli import main
main(sys.argv[1:])
"""


@pytest.mark.system
@pytest.mark.skipif(os.name != "posix", reason="needs a kill that cannot be caught")
def test_killed_the_run_leaves_no_folder_and_the_command_is_given_again(spark: SparkContext, tmp_path: Path) -> None:
    file, out, consents = written(tmp_path, lots(400)), tmp_path / "set", said(tmp_path, KNOWING)
    (tmp_path / "terms.md").write_text("# Terms\n\nWe train AI models on content only if you agree to it.\n", "utf-8")
    options = ["--as-of", AS_OF.isoformat(), "--consents", consents, "--terms", f"v1={tmp_path / 'terms.md'}"]
    command = [sys.executable, "-c", _RUN, "gate", str(file), *options, "--out"]
    on_spark, beside = [*command, str(out), "--engine", "spark", "--master", "local[1]"], tmp_path / ".set.part"
    with subprocess.Popen(on_spark, stdout=subprocess.DEVNULL, start_new_session=True) as one:
        while one.poll() is None and not (beside.exists() and any(beside.iterdir())):
            time.sleep(0.01)
        one.send_signal(signal.SIGKILL)
    assert one.returncode == -signal.SIGKILL
    assert not out.exists()
    assert beside.exists()
    again = subprocess.run(on_spark, capture_output=True, text=True, check=True)
    assert again.stderr == ""
    local = subprocess.run([*command, str(tmp_path / "local")], capture_output=True, text=True, check=True)
    assert again.stdout.replace(str(out), "") == local.stdout.replace(str(tmp_path / "local"), "")
    same_files(tmp_path / "local", out)
    assert not beside.exists()


@pytest.mark.system
def test_without_java_it_says_what_to_install(
    spark: SparkContext, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(GateError, match="needs Java, which is not there; install it"), session():
        pass


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py4j.protocol", None)
    with pytest.raises(MissingExtraError, match=r"'\.\[spark\]'` where sayso's source lies"), session():
        pass


def test_help_of_the_gate_imports_no_spark() -> None:
    code = "import sys; from sayso.cli import main\ntry: main(['gate', '--help'])\nexcept SystemExit: pass\n"
    code += "assert not {'pyspark', 'py4j', 'polars'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
