"""A service: what a million calls leave behind, and eight threads at once."""

from __future__ import annotations

import gc
import os
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.contest import WrongAnswerError, contest
from benchmarks.model import MISSING, Line, Section, Target
from benchmarks.runners import drawn
from benchmarks.translations import own
from runstrength import recommend, shipped_rulebook

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.model import Scale
    from benchmarks.translations.peer import Peer
    from runstrength.facts import Facts

__all__ = ["SECTION"]

_THREADS = 8
_STATM = Path("/proc/self/statm")


def _measure(scale: Scale) -> Iterator[Line]:
    rulebook = shipped_rulebook()
    runners = drawn(rulebook, scale.runners, seed=4)
    yield from _memory([runner.to_dict() for runner in runners], scale.calls)
    of = contest(rulebook, (own.native, own.durable, own.recommending))
    for peer in of.peers:
        yield from _threads(peer, runners, scale.threaded)
    yield from of.missing


def _memory(mappings: Sequence[dict[str, Any]], calls: int) -> Iterator[Line]:
    """Watch the memory from the tenth part of the calls on, by when whatever is kept on purpose is there."""
    if not _STATM.exists():
        yield Line(name=MISSING, figure="memory: this system does not say how much a process holds")
        return
    settled = 0
    for call, mapping in enumerate(islice(cycle(mappings), calls)):
        if call == calls // 10:
            settled = _resident()
        # No two alike: age and distance, to the metre, are a runner's own.
        recommend({**mapping, "weekly_distance_km": call % 400_000 / 1000, "age": 10 + call // 400_000})
    grown = _resident()
    yield Line(
        name=f"memory of the process after {calls:,} calls",
        figure=f"{grown / 2**20:.1f} MiB ({(grown - settled) / 2**20:+.1f})",
        ratio=grown / settled,
        target=Target(1.02, f"after {calls // 10:,}"),
    )


def _resident() -> int:
    gc.collect()
    return int(_STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _threads(peer: Peer, runners: Sequence[Facts], calls: int) -> Iterator[Line]:
    """Answer the same in one thread and in eight, and compare all answers."""
    given = [peer.prepare(runner) for runner in islice(cycle(runners), calls)]
    alone, expected = _answers(peer, given, 1)
    together, found = _answers(peer, given, _THREADS)
    if found != expected:
        raise WrongAnswerError(f"{peer.name}: in {_THREADS} threads some of {calls} answers are others than in one")
    one, eight = f"{peer.name} in 1 thread", f"{peer.name} in {_THREADS} threads"
    yield Line(name=one, figure=f"{calls / alone:,.0f} a second")
    yield Line(
        name=eight,
        figure=f"{calls / together:,.0f} a second, all {calls:,} answers equal",
        ratio=alone / together,
        beside="as many as in 1 thread",
    )


def _answers(peer: Peer, given: Sequence[Any], threads: int) -> tuple[float, list[list[Any]]]:
    """Give how long it takes to answer all, and the answers, in as many shares as there can be threads."""
    shares = [given[place::_THREADS] for place in range(_THREADS)]
    with ThreadPoolExecutor(threads) as pool:
        begun = time.perf_counter()
        found = list(pool.map(lambda share: [peer.run(of) for of in share], shares))
        return time.perf_counter() - begun, found


SECTION = Section(
    "A service",
    f"""\
What stays in memory after many calls of `recommend`, no two of them for the same runner: all that the process holds,
beside what it held after a tenth of the calls. And {_THREADS} threads on one rulebook and one engine: each answer is
compared with that of a single thread. Python runs one thread at a time, so {_THREADS} of them cannot be faster; this
shows what they lose by taking turns.""",
    _measure,
)
