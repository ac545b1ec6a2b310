"""Time, measured so that whatever else the machine does meanwhile hits all alike."""

from __future__ import annotations

import gc
import statistics
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmarks.translations.peer import Peer
    from runstrength.facts import Facts

__all__ = ["first_calls", "interleaved", "median", "p99", "side_by_side"]

# A call right after one of its own kind finds the caches of the processor warm, so there are several in a row.
IN_A_ROW = 3
TRIALS = 3
SLOW = 0.02  # whoever takes longer than that, by the best of some trials, is called once for each runner


def once(call: Callable[[Any], object], given: object) -> float:
    """Time one call."""
    begun = time.perf_counter()
    call(given)
    return time.perf_counter() - begun


def interleaved(peers: Sequence[Peer], runners: Sequence[Facts], rounds: int) -> dict[str, list[float]]:
    """Give for each peer the shortest call of each runner; they take turns, and each call gets a fresh argument.

    So nothing can be kept on an argument from one call to the next.
    """
    found: dict[str, list[float]] = {peer.name: [] for peer in peers}
    slow = {peer.name for peer in peers if _shortest(peer, runners[0], TRIALS) > SLOW}
    for runner in runners:
        best = dict.fromkeys(found, float("inf"))
        for turn in range(rounds):
            for peer in peers:
                # By the peer and not by the call: a pause of the collector must not pass for slowness.
                if peer.name not in slow:
                    best[peer.name] = min(best[peer.name], _shortest(peer, runner, IN_A_ROW))
                elif turn == 0:
                    best[peer.name] = _shortest(peer, runner, 1)
        for name, seconds in best.items():
            found[name].append(seconds)
    return found


def _shortest(peer: Peer, runner: Facts, calls: int) -> float:
    """Give the shortest of some calls in a row; what they are given is made before."""
    return min(once(peer.run, given) for given in [peer.prepare(runner) for _ in range(calls)])


def first_calls(peers: Sequence[Peer], runners: Mapping[str, Sequence[Facts]]) -> dict[str, list[float]]:
    """Give for each peer the time of its only call for each of its runners; they take turns."""
    found: dict[str, list[float]] = {peer.name: [] for peer in peers}
    for turn in zip(*(runners[peer.name] for peer in peers), strict=True):
        for peer, runner in zip(peers, turn, strict=True):
            found[peer.name].append(once(peer.run, peer.prepare(runner)))
    return found


def side_by_side(calls: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Give for each of some longer calls all its times; they take turns.

    What is alive before a call is hidden from the collector, which would walk over it during the call: to make as many
    objects took twice as long while a large rulebook was there.
    """
    found: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            gc.collect()
            gc.freeze()
            begun = time.perf_counter()
            call()
            found[name].append(time.perf_counter() - begun)
            gc.unfreeze()
    return found


def median(seconds: Sequence[float]) -> float:
    """Give the middle one."""
    return statistics.median(seconds)


def p99(seconds: Sequence[float]) -> float:
    """Give what 99 of 100 do not exceed."""
    return sorted(seconds)[max(0, -(-len(seconds) * 99 // 100) - 1)]
