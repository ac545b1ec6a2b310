"""Would anybody notice? Every rule is written wrongly, one mistake at a time, and held to examples and guarantees.

    report = mutate("rules")
    print(report)

What nobody could notice, because no runner gets other advice, is proved and not counted (extra `verify`: z3-solver).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.errors import UnknownNameError
from runstrength.profile import Profile
from runstrength.strangers import nearest, show
from runstrength.verify import needs_solver

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from runstrength.facts import Facts
    from runstrength.mutation.bench import Bench, Judgement
    from runstrength.mutation.rules import Mistake

__all__ = ["judgements"]

TIMEOUT_MS = 20_000


def judgements(  # noqa: PLR0913 - each of them can be left out
    path: str | Path,
    *,
    profile: type[Facts] = Profile,
    rules: Collection[str] = (),
    stages: Collection[str] = (),
    timeout_ms: int = TIMEOUT_MS,
    jobs: int = 1,
) -> Iterator[Judgement]:
    """Give what becomes of each mistake, in the order of the files; of some `rules` or `stages` only, if there are any.

    `timeout_ms` is for each question to the solver; with more than one of `jobs`, so many processes judge. Raises
    `RulebookError` where the rulebook itself has a problem, `UnknownNameError` for a rule that it does not have, and
    `RunstrengthError` where z3 is missing.
    """
    needs_solver()
    from runstrength.mutation.bench import Bench  # noqa: PLC0415 - needs z3

    bench = Bench(path, profile)
    found = list(enumerate(bench.mistakes()))
    known = {mistake.name for _, mistake in found}
    for name in rules:
        if name not in known:
            near = nearest(name, known)
            hint = f"; did you mean {near}?" if near else ""
            raise UnknownNameError(f"the rulebook itself has no rule {show(name)}{hint}")
    numbers = [
        number
        for number, mistake in found
        if (not rules or mistake.name in rules) and (not stages or mistake.stage in stages)
    ]
    if jobs == 1:
        return (bench.judged(found[number][1], timeout_ms) for number in numbers)
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
