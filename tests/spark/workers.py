"""What a second worker of Spark brings, on this machine: each worker has a core of its own.

    python -m tests.spark.workers [--rows 400000]

Needs Java, PySpark and Linux, which can keep a process to some of its cores. What is timed is the third time that all
answers are made: pieces are known by then, as they are in a job of more than a minute.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic
from unittest import mock

import pyarrow.parquet as pq

import runstrength
from runstrength.frame import recommend_frame
from tests.frames import flat, runners

__all__ = ["answered"]

_TIMES = 3
_PARTITIONS = 8


def answered(path: Path, workers: int) -> None:
    """Answer a file with so many workers, and print how many seconds each kind of answer took at last."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - the parent needs none

    os.sched_setaffinity(0, range(workers))
    options = {
        "spark.ui.enabled": "false",
        "spark.default.parallelism": str(_PARTITIONS),
        "spark.sql.files.maxPartitionBytes": str(path.stat().st_size // _PARTITIONS + 1),
        "spark.executorEnv.PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    builder = SparkSession.builder.master(f"local-cluster[{workers},1,1500]")
    for name, value in options.items():
        builder = builder.config(name, value)
    with mock.patch.dict(os.environ, {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}):
        spark = builder.getOrCreate()
        spark.sparkContext.setLogLevel("OFF")
        frame = spark.read.parquet(str(path)).repartition(_PARTITIONS).cache()
        rows = frame.count()
        for what in ("fired", "programme"):
            seconds = 0.0
            for _ in range(_TIMES):
                begun = monotonic()
                getattr(recommend_frame(frame, id="row"), what).write.format("noop").mode("overwrite").save()
                seconds = monotonic() - begun
            print(workers, what, round(rows / seconds), flush=True)  # noqa: T201 - it is a report
        spark.stop()


def main() -> None:
    """Answer one file with one worker, and with two."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=400_000)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--file", type=Path)
    given = parser.parse_args()
    if given.file is not None:
        answered(given.file, given.workers)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "runners.parquet"
        table = flat(runstrength.shipped_rulebook(), runners(runstrength.shipped_rulebook(), 5000))
        table = table.take([number % len(table) for number in range(given.rows)])
        pq.write_table(table.append_column("row", [list(range(given.rows))]), path, row_group_size=given.rows // 16)
        speeds = {}
        for workers in (1, 2):
            command = [sys.executable, "-m", "tests.spark.workers", "--workers", str(workers), "--file", str(path)]
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            for line in told.splitlines():
                _, what, speed = line.split()
                speeds[workers, what] = int(speed)
        for what in ("fired", "programme"):
            one, two = speeds[1, what], speeds[2, what]
            print(f"{what}: one worker {one:,} rows a second, two {two:,}: {two / one:.2f} times as many")  # noqa: T201


if __name__ == "__main__":
    main()
