"""How much memory `runstrength batch` needs at most, for files of several sizes.

    python -m tests.batch_memory 1000000 10000000 [--what fired] [--input csv] [--distinct 5000]

The runners are drawn from so many distinct ones, in whom much is unknown, with days to the race of their own. Files are
written to a temporary folder and removed.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

import runstrength
from tests.batches import manifest_of, write_runners
from tests.frames import runners, whole

__all__ = ["Ran", "ran", "write_many"]

_AT_ONCE = 100_000


@attrs.frozen
class Ran:
    """What a run needed: memory, in megabytes, and seconds; what it wrote, in megabytes, and its last words."""

    peak: float
    seconds: float
    written: float
    said: str


def write_many(path: Path, rows: int, distinct: int) -> None:
    """Write a large file without holding it."""
    book = runstrength.shipped_rulebook()
    those = runners(book, distinct)
    rng = np.random.default_rng(1)
    if path.suffix == ".jsonl":
        write_runners(path, book, those)
        lines = path.read_bytes().splitlines(keepends=True)
        with path.open("wb") as file:
            for _ in range(0, rows, _AT_ONCE):
                file.writelines(lines[number] for number in rng.integers(0, len(lines), min(rows, _AT_ONCE)))
        return
    if path.suffix == ".csv":
        write_runners(path, book, those)
        as_text = pa_csv.ConvertOptions(
            column_types=dict.fromkeys(_header(path), pa.string()), quoted_strings_can_be_null=True
        )
        table = pa_csv.read_csv(io.BytesIO(path.read_bytes()), convert_options=as_text)
    else:
        table = whole(book, those)
    writer = (pq.ParquetWriter if path.suffix == ".parquet" else pa_csv.CSVWriter)(path, table.schema)
    place = table.column_names.index("days_to_race")
    with writer:
        for _ in range(0, rows, _AT_ONCE):
            count = min(rows, _AT_ONCE)
            some = table.take(pa.array(rng.integers(0, len(table), count)))
            days = pa.array(rng.integers(0, 731, count)).cast(some.schema.types[place])
            writer.write_table(some.set_column(place, some.schema.field(place), days))


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as file:
        return file.readline().strip().split(",")


def ran(source: Path, folder: Path, *options: str) -> Ran:
    """Run the command over a file, and see what it needs."""
    command = [sys.executable, "-m", "runstrength", "batch", str(source), str(folder), *options]
    begun = monotonic()
    running = subprocess.Popen(command, stderr=subprocess.PIPE)
    assert running.stderr is not None
    said = running.stderr.read().decode()
    _, status, used = os.wait4(running.pid, 0)  # of this process, and no other
    seconds = monotonic() - begun
    running.returncode = os.waitstatus_to_exitcode(status)
    running.stderr.close()
    assert running.returncode == 0, said
    written = sum(path.stat().st_size for path in folder.iterdir())
    return Ran(used.ru_maxrss / 1024, seconds, written / 1e6, said.splitlines()[-1])


def main() -> None:
    """Run it for every size, and say what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int, nargs="+")
    parser.add_argument("--what", default="programme")
    parser.add_argument("--input", choices=("parquet", "csv", "jsonl"), default="parquet")
    parser.add_argument("--to", default="parquet")
    parser.add_argument("--distinct", type=int, default=5000)
    given = parser.parse_args()
    for rows in given.rows:
        with tempfile.TemporaryDirectory() as name:
            source, folder = Path(name) / f"runners.{given.input}", Path(name) / "out"
            write_many(source, rows, given.distinct)
            seen = ran(source, folder, "--what", given.what, "--to", given.to)
            assert manifest_of(folder)["rows"] == rows
        print(  # noqa: T201 - it is a report
            f"{rows:,} rows from {given.input} ({given.what}, {given.distinct:,} distinct runners): "
            f"peak {seen.peak:,.0f} MB, {seen.seconds:,.1f} s, {seen.written:,.0f} MB written; {seen.said}"
        )


if __name__ == "__main__":
    main()
