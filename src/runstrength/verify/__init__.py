"""Proofs over every runner that a rulebook keeps its guarantees (extra `verify`: z3-solver).

    for verdict in prove(runstrength.shipped_rulebook()):
        print(verdict.name, verdict.holds)

`python -m runstrength.verify [PATH]` prints the same as a table. The solver is imported by the first proof. Not safe to
call from several threads at once: z3 keeps one context for all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.errors import RunstrengthError, UnknownNameError
from runstrength.strangers import nearest, show
from runstrength.verify.verdict import Counterexample, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runstrength.rulebook import Rulebook

__all__ = ["Counterexample", "Verdict", "needs_solver", "prove", "proved"]


def prove(rulebook: Rulebook, guarantees: Iterable[str] | None = None, *, timeout_ms: int = 60_000) -> list[Verdict]:
    """Prove each guarantee (all, or those named) for every runner there can be, or give a runner who breaks it.

    `timeout_ms` is for each guarantee. Raises `UnknownNameError` for a guarantee that there is not, and
    `RunstrengthError` where z3 is missing.
    """
    return list(proved(rulebook, guarantees, timeout_ms=timeout_ms))


def proved(
    rulebook: Rulebook, guarantees: Iterable[str] | None = None, *, timeout_ms: int = 60_000, jobs: int = 1
) -> Iterator[Verdict]:
    """Prove as `prove` does, and give each verdict as soon as it is there, in the order of the rulebook.

    With more than one of `jobs`, so many processes prove at the same time.
    """
    needs_solver()
    known = {of.template for of in rulebook.guarantees.values()}
    written = dict.fromkeys(of.template for of in rulebook.guarantees.values())
    names = tuple(written) if guarantees is None else tuple(guarantees)
    for name in names:
        if name not in known:
            near = nearest(name, known)
            hint = f"; did you mean {near}?" if near else ""
            raise UnknownNameError(f"there is no guarantee {show(name)}{hint}")
    if jobs == 1 or len(names) == 1:
        prover = _Prover(rulebook, timeout_ms)
        return (prover.verdict(name) for name in names)
    return _at_once(rulebook, names, timeout_ms, jobs)


class _Prover:
    def __init__(self, rulebook: Rulebook, timeout_ms: int) -> None:
        from runstrength.verify.encoding import Encoding  # noqa: PLC0415 - needs z3
        from runstrength.verify.guarantees import guarantees_of  # noqa: PLC0415 - likewise
        from runstrength.verify.proving import Solver  # noqa: PLC0415 - likewise

        self.timeout_ms = timeout_ms
        self.known = {guarantee.name: guarantee for guarantee in guarantees_of(rulebook)}
        self.solver = Solver(Encoding(rulebook))

    def verdict(self, name: str) -> Verdict:
        from runstrength.verify.proving import decide  # noqa: PLC0415 - needs z3

        return decide(self.solver, self.known[name], self.timeout_ms)


_here: list[_Prover] = []  # the prover of this process, where several prove at the same time


def _begin(rulebook: Rulebook, timeout_ms: int) -> None:
    _here.append(_Prover(rulebook, timeout_ms))


def _verdict(name: str) -> Verdict:
    return _here[-1].verdict(name)


def _at_once(rulebook: Rulebook, names: tuple[str, ...], timeout_ms: int, jobs: int) -> Iterator[Verdict]:
    # Not before it is needed: it takes longer to import than a proof.
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    with ProcessPoolExecutor(
        min(jobs, len(names)), mp_context=get_context("spawn"), initializer=_begin, initargs=(rulebook, timeout_ms)
    ) as pool:
        yield from pool.map(_verdict, names)


def needs_solver() -> None:
    """Raise `RunstrengthError` where the solver is not installed."""
    try:
        import z3  # noqa: F401, PLC0415 - optional, and slow to import
    except ImportError as error:
        raise RunstrengthError("proofs need z3-solver: pip install 'runstrength[verify]'") from error
