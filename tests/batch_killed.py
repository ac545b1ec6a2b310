"""`runstrength batch`, killed at random and gone on with, against a run that nothing disturbed.

    python -m tests.batch_killed [--kills 20] [--runners 4000] [--rows 100] [--seed 1]

For each kind of input the command is killed (SIGKILL) at random times until it has been killed so often; whenever it
comes to its end before, it begins anew. Every folder that is complete has to hold, to the byte, the files of the run
that was left alone, and in them every row once.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random
from time import monotonic

import attrs
import pyarrow.compute as pc

import runstrength
from tests.batches import manifest_of, table_of, write_runners
from tests.frames import runners, spoilt

__all__ = ["Killed", "killed"]


@attrs.frozen
class Killed:
    """What was seen: how often it was killed, after how many parts each time, and how often it came to its end."""

    parts: tuple[int, ...]
    ends: int


def killed(source: Path, scratch: Path, *, kills: int, rows: int, seed: int) -> Killed:
    """Kill the command so often, and hold each complete folder to that of an undisturbed run."""
    rng = Random(seed)  # noqa: S311 - times, no secrets
    alone, folder = scratch / "alone", scratch / "disturbed"
    took = _run(source, alone, rows, None)
    assert took is not None, "the undisturbed run failed"
    expected = {path.name: path.read_bytes() for path in alone.iterdir()}
    numbers = table_of(alone)["row"]
    total = manifest_of(alone)["rows"]
    assert list(range(total)) == pc.unique(numbers).to_pylist()  # every row, each where it belongs
    assert (pc.run_end_encode(numbers.combine_chunks()).values.to_pylist()) == list(range(total))  # and only once
    parts: list[int] = []
    ends = 0
    while len(parts) < kills or folder.exists():
        # The last times it may come to its end.
        wait = rng.uniform(0, 1.2 * took) if len(parts) < kills else None
        if _run(source, folder, rows, wait) is None:
            parts.append(_parts(folder))
            continue
        assert expected == {path.name: path.read_bytes() for path in folder.iterdir()}
        ends += 1
        shutil.rmtree(folder)
    return Killed(tuple(parts), ends)


def _run(source: Path, folder: Path, rows: int, seconds: float | None) -> float | None:
    """Run the command; give the time that it took, or None if it was killed after so many seconds."""
    command = [sys.executable, "-m", "runstrength", "batch", str(source), str(folder), "--rows", str(rows), "--quiet"]
    begun = monotonic()
    with subprocess.Popen(command, env=os.environ, stderr=subprocess.PIPE) as running:
        try:
            _, said = running.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            running.kill()
            running.communicate()
            return None
    assert (running.returncode, said) == (0, b""), said.decode()
    return monotonic() - begun


def _parts(folder: Path) -> int:
    return len(manifest_of(folder)["parts"]) if (folder / "manifest.json").exists() else 0


def main() -> None:
    """Do it for each kind of input, and say what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--runners", type=int, default=4000)
    parser.add_argument("--rows", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    book = runstrength.shipped_rulebook()
    those = spoilt(book, runners(book, given.runners, given.seed))
    for ending in ("parquet", "csv", "jsonl"):
        with tempfile.TemporaryDirectory() as name:
            source = Path(name) / f"runners.{ending}"
            write_runners(source, book, those)
            seen = killed(source, Path(name), kills=given.kills, rows=given.rows, seed=given.seed)
        after = ", ".join(map(str, seen.parts))
        print(  # noqa: T201 - it is a report
            f"{ending}: {given.runners} rows in {-(-given.runners // given.rows)} parts; killed {len(seen.parts)} "
            f"times (parts then: {after}); {seen.ends} complete folders, each as that of the run that was left alone"
        )


if __name__ == "__main__":
    main()
