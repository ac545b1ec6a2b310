"""Asking the solver: a proof, a counterexample that the library confirms, or neither."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import z3

from runstrength.verify.decoding import decode
from runstrength.verify.encoding import SymbolicRunner
from runstrength.verify.levels import TRUE, any_of
from runstrength.verify.replay import replay, smallest
from runstrength.verify.verdict import Counterexample, Verdict

if TYPE_CHECKING:
    from runstrength.verify.encoding import Encoding
    from runstrength.verify.guarantees import Case, Guarantee

__all__ = ["decide"]


def decide(encoding: Encoding, everybody: SymbolicRunner, guarantee: Guarantee, timeout_ms: int) -> Verdict:
    """Prove a guarantee, or find a runner who breaks it. `everybody` is a runner of whom nothing is settled."""
    begin = time.perf_counter()
    holds: bool | None = True
    found: Counterexample | None = None
    for case in guarantee.cases(encoding):
        left = timeout_ms - int((time.perf_counter() - begin) * 1000)
        answer, found = _ask(encoding, everybody, case, max(left, 1))
        if answer is not True:
            holds = answer
        if found is not None:
            break
    return Verdict(guarantee.name, guarantee.sentence, holds, time.perf_counter() - begin, found)


def _ask(
    encoding: Encoding, everybody: SymbolicRunner, case: Case, timeout_ms: int
) -> tuple[bool | None, Counterexample | None]:
    runners = [everybody]
    if case.differs is not None:
        runners.append(SymbolicRunner(encoding, "other", like=everybody, but=[case.differs]))
    broken = any_of(case.ways(runners[0], runners[-1]).values())
    # The solver for what is finite: with nothing but true and false it is several times faster than the general one.
    solver = z3.SolverFor("QF_FD")
    solver.set("timeout", timeout_ms)
    solver.add(broken, *(constraint for runner in runners for constraint in runner.constraints))
    answer = solver.check()
    if answer != z3.sat:
        return (True if answer == z3.unsat else None), None
    model = solver.model()
    counterexample = _confirmed(encoding, case, tuple(_profile(runner, model) for runner in runners))
    # If the library does not do what the solver says it does, nothing is known.
    return (False if counterexample.confirmed else None), counterexample


def _profile(runner: SymbolicRunner, model: z3.ModelRef) -> dict[str, Any]:
    """Give the runner of a model. What it leaves open is left unknown, or, if it must be known, is the first word."""
    codes = {}
    for key, item in runner.encoding.inputs.items():
        code = sum(z3.is_true(model.eval(step)) for step in runner.facts[key].steps)
        codes[key] = max(code, 1) if runner.encoding.required(item) else code
    return decode(runner.encoding.inputs, codes)


def _confirmed(encoding: Encoding, case: Case, profiles: tuple[dict[str, Any], ...]) -> Counterexample:
    def broken(of: tuple[dict[str, Any], ...]) -> tuple[str, ...]:
        runners = [replay(encoding, profile) for profile in of]
        ways = case.ways(runners[0], runners[-1])
        return tuple(way for way, formula in ways.items() if formula is TRUE)

    if broken(profiles):
        profiles = smallest(encoding, profiles, lambda fewer: bool(broken(fewer)))
    runners = tuple(replay(encoding, profile).result.profile for profile in profiles)
    return Counterexample(runners, broken(profiles))
