"""Ten thousand runners: every engine and the definition give each the same answer, from one thread and from eight.

    python -m tests.properties.ten_thousand [N]

Then 100,000 calls of the native engine, to see what they leave behind in memory. Prints what it did, and ends with 1
where anything differed.
"""

from __future__ import annotations

import gc
import hashlib
import json
import random
import sys
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import runstrength
from tests.definition.resolver import result
from tests.strategies import profile, thresholds

SEED = 20_240_229
THREADS = 8
CALLS = 100_000
TRACED_CALLS = 2_000
MOST_GROWTH_MIB = 8.0
SHOWN = 3


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def digest(found: dict[str, Any]) -> str:
    """Give a short mark for a whole result, the order of keys left out."""
    return hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()


def engines() -> list[str]:
    """Give the engines that can run here."""
    try:
        runstrength.infer({"discipline": "trail"}, rulebook=runstrength.shipped_rulebook(), engine="durable")
    except runstrength.EngineUnavailableError as error:
        say(f"without the durable engine: {error}")
        return ["native"]
    return ["native", "durable"]


def answer(runner: dict[str, Any], engine: str) -> dict[str, Any]:
    """Give the whole result of one engine."""
    return runstrength.recommend(runner, engine=engine).to_dict()


def compare(runners: list[dict[str, Any]], names: list[str]) -> tuple[int, list[str]]:
    """Hold every engine to the definition, and show the first results that differ."""
    book = runstrength.shipped_rulebook()
    different = 0
    marks = []
    for runner in runners:
        expected = result(book, book.vocabulary.from_dict(runner, ids=frozenset(book.exercises)))
        marks.append(digest(expected))
        for engine in names:
            actual = answer(runner, engine)
            if actual != expected:
                different += 1
                if different <= SHOWN:
                    parts = [part for part in expected if expected[part] != actual.get(part)]
                    say(f"DIFFERENT, {engine}, in {', '.join(parts)}: {json.dumps(runner)}")
    return different, marks


def compare_from_threads(runners: list[dict[str, Any]], marks: list[str], engine: str) -> int:
    """Ask for all of them again from several threads at once, each thread for its share."""

    def share(first: int) -> int:
        numbers = range(first, len(runners), THREADS)
        return sum(digest(answer(runners[number], engine)) != marks[number] for number in numbers)

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(share, range(THREADS)))


def resident_mib() -> float | None:
    """Give the memory that this process holds, where the system says."""
    status = Path("/proc/self/statm")
    if not status.exists():
        return None
    return int(status.read_text(encoding="ascii").split()[1]) * 4096 / 2**20


def memory(runners: list[dict[str, Any]]) -> bool:
    """Call often, and say what that leaves behind; give whether it is too much."""

    def call(times: int) -> None:
        for number in range(times):
            found = runstrength.recommend(runners[number % len(runners)])
            if number % 10 == 0:  # every reason of a result is built only when it is asked for
                found.to_dict()
        gc.collect()

    call(1_000)
    tracemalloc.start()
    call(TRACED_CALLS)
    before, _ = tracemalloc.get_traced_memory()
    call(TRACED_CALLS)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    say(f"traced memory: {before:,} bytes after {TRACED_CALLS:,} calls, {after:,} after twice as many")
    start = resident_mib()
    began = time.perf_counter()
    call(CALLS)
    took = time.perf_counter() - began
    say(f"{CALLS:,} calls of the native engine took {took:.0f} s; each tenth was asked for its JSON")
    end = resident_mib()
    if start is None or end is None:
        return False
    say(f"resident memory: {start:.1f} MiB before, {end:.1f} MiB after, {end - start:+.1f} MiB")
    return end - start > MOST_GROWTH_MIB


def main(arguments: list[str]) -> int:
    """Do all of it; give the exit code."""
    count = int(arguments[0]) if arguments else 10_000
    book = runstrength.shipped_rulebook()
    choose, near = random.Random(SEED).choice, thresholds(book)  # noqa: S311 - nothing here is a secret
    runners = [profile(choose, book.vocabulary, book.exercises, near) for _ in range(count)]
    names = engines()
    say(f"{count:,} generated profiles, seed {SEED}, rulebook {book.name} with {len(book.rules)} rules")
    began = time.perf_counter()
    different, marks = compare(runners, names)
    say(f"definition and {', '.join(names)}: {different} different results, {time.perf_counter() - began:.0f} s")
    for engine in names:
        began = time.perf_counter()
        found = compare_from_threads(runners, marks, engine)
        say(f"{engine} from {THREADS} threads: {found} different results, {time.perf_counter() - began:.0f} s")
        different += found
    grew = memory(runners[:1_000])
    say("all agree" if not different else f"{different} DIFFERENT RESULTS")
    if grew:
        say(f"memory grew by more than {MOST_GROWTH_MIB} MiB")
    return 1 if different or grew else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
