"""The solver as checks ask it: what is said to be impossible is proved so, and what is not decided is counted."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import attrs
import z3

from runstrength.verify.encoding import Encoding
from runstrength.verify.proving import Solver

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runstrength.rulebook import Rulebook

__all__ = ["Prover"]


class Prover:
    """Any runner at all under a rulebook, and questions whether there is one of whom something is so."""

    def __init__(self, rulebook: Rulebook) -> None:
        # The guarantees say nothing of what a rule does.
        self.encoding = Encoding(attrs.evolve(rulebook, guarantees={}))
        self.solver = Solver(self.encoding)
        self.anybody = self.solver.everybody
        self.undecided = 0
        self._end = 0.0

    def begin(self, end: float) -> None:
        """Begin a check, which has time until `end`."""
        self._end = end
        self.undecided = 0

    def possible(self, formula: z3.BoolRef) -> bool:
        """Say whether somebody is known of whom a formula is true."""
        return self._ask(formula)[0] is True

    def impossible(self, formula: z3.BoolRef) -> bool:
        """Say whether it is proved that a formula is true of nobody."""
        return self._ask(formula)[0] is False

    def why_impossible(self, formula: z3.BoolRef) -> frozenset[str] | None:
        """Give rules that make a formula impossible; None where it is not proved to be."""
        return self._ask(formula, core=True)[1]

    def check(self, solver: z3.Solver, *, assuming: Iterable[z3.BoolRef]) -> bool | None:
        """Say whether another solver finds somebody under these assumptions; None where the time is up."""
        left = int((self._end - time.perf_counter()) * 1000)
        if left > 0:
            solver.set("timeout", left)
        answer = solver.check(*assuming) if left > 0 else z3.unknown
        self.undecided += answer == z3.unknown
        return None if answer == z3.unknown else bool(answer == z3.sat)

    def _ask(self, formula: z3.BoolRef, *, core: bool = False) -> tuple[bool | None, frozenset[str] | None]:
        left = int((self._end - time.perf_counter()) * 1000)
        if left <= 0:
            self.undecided += 1
            return None, None
        with self.solver.asking(formula, None, left) as answer:
            if answer is None:
                self.undecided += 1
            return answer, self.solver.core() if core and answer is False else None
