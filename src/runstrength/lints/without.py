"""The same runner under a rulebook, and under it without one of its rules: asked for each rule in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import z3

from runstrength.rulebook.rule import TIERS
from runstrength.verify.comparing import Comparer
from runstrength.verify.levels import FALSE, all_of, any_of, negation, same
from runstrength.verify.proving import profile_of
from runstrength.verify.runner import Answers
from runstrength.verify.symbolic import SymbolicRunner

if TYPE_CHECKING:
    from runstrength.lints.proving import Prover
    from runstrength.verify.decoding import Key
    from runstrength.verify.encoding import Encoding
    from runstrength.verify.levels import Level

__all__ = ["Without"]


class _Without(SymbolicRunner):
    """The same runner, of whose rules some may be switched off: those whose `kept` is false.

    Where none of these derives anything, `derives` being false, all others fire as before.
    """

    def __init__(self, encoding: Encoding, one: SymbolicRunner, *, derives: bool) -> None:
        self.one = one
        self.derives = derives
        self.kept = Answers[str, z3.BoolRef](lambda name: z3.Bool(f"{name} is kept"))
        super().__init__(encoding, "without")

    def _fact(self, key: Key) -> Level:
        return self.one.facts[key]

    def _fired(self, name: str) -> z3.BoolRef:
        return all_of((super()._fired(name) if self.derives else self.one.fired[name], self.kept[name]))


class Without(Comparer):
    """All rules against all but one: one of those that derive something, or of those that do not."""

    def __init__(self, prover: Prover, *, derives: bool) -> None:
        self.prover = prover
        self.books = prover.encoding.rulebook, prover.encoding.rulebook
        self.one = SymbolicRunner(prover.encoding, "with")
        self.other: _Without = _Without(prover.encoding, self.one, derives=derives)  # type: ignore[assignment]
        self.differs = any_of((*(formula for _, formula in self._formulas()), *self._moved()))
        self.solver = z3.SolverFor("QF_FD")
        for runner in (self.one, self.other):
            self.solver.add(*runner.constraints, *(meaning for _, meaning in runner.definitions))
        self.solver.add(self.differs)

    def _moved(self) -> list[z3.BoolRef]:
        """Say of each exercise that rules of another tier give it: only then may the order be another."""
        moved = []
        for tier in range(1, len(TIERS)):
            one, other = self.one.standing[tier], self.other.standing[tier]
            moved += [negation(same(one[name], other[name])) for name in one if not (one[name] is other[name] is FALSE)]
        return moved

    def somebody(self, rule: str) -> dict[str, Any] | bool | None:
        """Give somebody who gets something else without a rule; False where it is proved that nobody does."""
        kept = self.other.kept
        switches = [negation(kept[name]) if name == rule else kept[name] for name in self.prover.encoding.rules]
        answer = self.prover.check(self.solver, assuming=(*switches, self.one.fired[rule]))
        return profile_of(self.one, self.solver.model()) if answer else answer
