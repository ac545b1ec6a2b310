"""Asking the solver: a proof, a counterexample that the library confirms, or neither."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import z3

from runstrength.verify.decoding import decode
from runstrength.verify.levels import TRUE, any_of, implied
from runstrength.verify.replay import replay, smallest
from runstrength.verify.symbolic import SymbolicRunner
from runstrength.verify.telling import explained
from runstrength.verify.verdict import Counterexample, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runstrength.verify.decoding import Key
    from runstrength.verify.encoding import Encoding
    from runstrength.verify.guarantees import Case, Guarantee, Way

__all__ = ["Solver", "decide", "profile_of"]


class Solver:
    """A solver that knows one runner of whom nothing is settled, and is asked one question after another."""

    def __init__(self, encoding: Encoding) -> None:
        self.encoding = encoding
        self.everybody = SymbolicRunner(encoding, "runner")
        # The solver for what is finite: with nothing but true and false it is several times faster than the general.
        self.solver = z3.SolverFor("QF_FD")
        self.rules: dict[str, z3.BoolRef] = {}
        self._constraints = self._definitions = 0

    def other(self, differs: Iterable[Key]) -> SymbolicRunner:
        """Give a second runner, who differs in some facts."""
        return SymbolicRunner(self.encoding, "other", like=self.everybody, but=differs)

    @contextmanager
    def asking(self, formula: z3.BoolRef, other: SymbolicRunner | None, timeout_ms: int) -> Iterator[bool | None]:
        """Say, while the context lasts, whether there are such runners; None where the time is up."""
        of = self.everybody
        # What is known of everybody stays, and so does what the solver learns from it.
        self._tell(of.constraints[self._constraints :], of.definitions[self._definitions :])
        self._constraints, self._definitions = len(of.constraints), len(of.definitions)
        self.solver.push()
        self.solver.set("timeout", max(timeout_ms, 1))
        if other is not None:
            self._tell(other.constraints, other.definitions)
        self.solver.add(formula)
        found = self.solver.check(*self.rules.values())
        try:
            yield None if found == z3.unknown else bool(found == z3.sat)
        finally:
            self.solver.pop()

    def _tell(self, constraints: list[z3.BoolRef], definitions: list[tuple[str, z3.BoolRef]]) -> None:
        if constraints:
            self.solver.add(constraints)
        for rule, meaning in definitions:
            # A proof that does not need to know what a rule says does not rest on it.
            known = self.rules.setdefault(rule, z3.Bool(f"what {rule} says"))
            self.solver.add(implied(known, meaning))

    def core(self) -> frozenset[str]:
        """Give rules that are enough for it, while it is known that there are no such runners.

        What the solver used is asked again by itself, as long as that leaves less: it may still be more than the least.
        """
        names = {known: rule for rule, known in self.rules.items()}
        core: list[z3.BoolRef] = list(self.solver.unsat_core())
        while core and self.solver.check(*reversed(core)) == z3.unsat:
            smaller = list(self.solver.unsat_core())
            if len(smaller) >= len(core):
                break
            core = smaller
        return frozenset(names[known] for known in core)


def decide(solver: Solver, guarantee: Guarantee, timeout_ms: int) -> Verdict:
    """Prove a guarantee, or find a runner who breaks it."""
    begin = time.perf_counter()
    encoding = solver.encoding
    holds: bool | None = True
    core: set[str] = set()
    counterexample: Counterexample | None = None
    nobody: list[str] = []
    profiles: tuple[dict[str, Any], ...] = ()
    for case in guarantee.cases(encoding):
        left = timeout_ms - int((time.perf_counter() - begin) * 1000)
        other = solver.other(case.differs) if case.differs else None
        both = (solver.everybody, other or solver.everybody)
        for name, about in case.about(*both).items():
            with solver.asking(about, other, left) as answer:
                nobody += [name] if answer is False else []
        with solver.asking(any_of(case.ways(*both).values()), other, left) as answer:
            if answer is False:
                core |= solver.core()
            elif answer is None:
                holds = None
            else:
                runners = both if case.differs else both[:1]
                model = solver.solver.model()
                profiles = tuple(profile_of(runner, model) for runner in runners)
        if answer:
            counterexample = _confirmed(encoding, case, profiles)
            # If the library does not do what the solver says it does, nothing is known.
            holds = False if counterexample.confirmed else None
            break
    rests_on = tuple(sorted(core & encoding.own_rules)) if holds else ()
    seconds = time.perf_counter() - begin
    return Verdict(guarantee.name, guarantee.sentence, holds, seconds, counterexample, rests_on, tuple(nobody))


def profile_of(runner: SymbolicRunner, model: z3.ModelRef) -> dict[str, Any]:
    """Give the runner of a model. What it leaves open is left unknown, or, if it must be known, is the first word."""
    codes = {}
    for key, item in runner.encoding.inputs.items():
        code = sum(z3.is_true(model.eval(step)) for step in runner.facts[key].steps)
        codes[key] = max(code, 1) if runner.encoding.required(item) else code
    return decode(runner.encoding.inputs, codes)


def _confirmed(encoding: Encoding, case: Case, profiles: tuple[dict[str, Any], ...]) -> Counterexample:
    def broken(of: tuple[dict[str, Any], ...]) -> tuple[Way, ...]:
        runners = [replay(encoding, profile) for profile in of]
        ways = case.ways(runners[0], runners[-1])
        return tuple(way for way, formula in ways.items() if formula is TRUE)

    if broken(profiles):
        profiles = smallest(encoding, profiles, lambda fewer: bool(broken(fewer)))
    results = [replay(encoding, profile).result for profile in profiles]
    ways = broken(profiles)
    return Counterexample(
        tuple(result.profile for result in results),
        tuple(map(str, ways)),
        tuple(way.about for way in ways),
        explained(results[-1], ways[0].about) if ways else "",
    )
