"""Would anybody notice? Every rule is written wrongly, one mistake at a time, and held to examples and guarantees.

    report = mutate("rules")
    print(report)

What nobody could notice, because no runner gets other advice, is proved and not counted (extra `verify`: z3-solver).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.profile import Profile
from runstrength.verify import needs_solver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from runstrength.facts import Facts
    from runstrength.mutation.bench import Bench, Judgement
    from runstrength.mutation.rules import Mistake

__all__ = ["judgements"]

TIMEOUT_MS = 20_000


def judgements(
    path: str | Path,
    *,
    profile: type[Facts] = Profile,
    wanted: Callable[[Mistake], bool] = lambda _: True,
    timeout_ms: int = TIMEOUT_MS,
    jobs: int = 1,
) -> Iterator[Judgement]:
    """Give what becomes of each mistake that is wanted, in the order of the files.

    `timeout_ms` is for each question to the solver; with more than one of `jobs`, so many processes judge. Raises
    `RulebookError` where the rulebook itself has a problem, and `RunstrengthError` where z3 is missing.
    """
    needs_solver()
    from runstrength.mutation.bench import Bench  # noqa: PLC0415 - needs z3

    bench = Bench(path, profile)
    numbers = [number for number, mistake in enumerate(bench.mistakes()) if wanted(mistake)]
    if jobs == 1:
        mistakes = list(bench.mistakes())
        return (bench.judged(mistakes[number], timeout_ms) for number in numbers)
    return _at_once(str(path), profile, numbers, timeout_ms, jobs)


_here: list[tuple[Bench, Sequence[Mistake], int]] = []  # the bench of this process, where several judge


def _begin(path: str, profile: type[Facts], timeout_ms: int) -> None:
    from runstrength.mutation.bench import Bench  # noqa: PLC0415 - needs z3

    bench = Bench(path, profile)
    _here.append((bench, list(bench.mistakes()), timeout_ms))


def _judged(number: int) -> Judgement:
    bench, mistakes, timeout_ms = _here[-1]
    return bench.judged(mistakes[number], timeout_ms)


def _at_once(path: str, profile: type[Facts], numbers: list[int], timeout_ms: int, jobs: int) -> Iterator[Judgement]:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - only here
    from multiprocessing import get_context  # noqa: PLC0415 - only here

    with ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(path, profile, timeout_ms)
    ) as pool:
        yield from pool.map(_judged, numbers, chunksize=4)
