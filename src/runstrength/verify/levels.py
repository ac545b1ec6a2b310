"""Small whole numbers of which a solver knows, for each k, whether they are at least k.

A code of a fact, a load, a number of sets or of sessions: all that a rulebook concludes is small and has an order.
Written as the answers to "at least 1?", "at least 2?" and so on, a cap is one more `and`, a comparison a few of them,
and the solver sees nothing but true and false, in which it is fastest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import z3

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = [
    "FALSE",
    "TRUE",
    "Level",
    "all_of",
    "any_of",
    "at_level",
    "counted",
    "first_of",
    "implied",
    "negation",
    "same",
    "settled",
]

# What is made here goes by z3's own functions, which ask each part what it is, only where time does not matter: without
# them the formulas of a rulebook are there in a third of the time.

# These two objects are the only constants, here and in whatever uses this: so knowing one takes no call of the solver.
TRUE = z3.BoolVal(True)  # noqa: FBT003 - the constant
FALSE = z3.BoolVal(False)  # noqa: FBT003 - the constant


def all_of(parts: Iterable[z3.BoolRef]) -> z3.BoolRef:
    """Give the conjunction of formulas; of none, true."""
    found = [part for part in parts if part is not TRUE]
    if any(part is FALSE for part in found):
        return FALSE
    return _joined(z3.Z3_mk_and, found) if len(found) > 1 else found[0] if found else TRUE


def any_of(parts: Iterable[z3.BoolRef]) -> z3.BoolRef:
    """Give the disjunction of formulas; of none, false."""
    found = [part for part in parts if part is not FALSE]
    if any(part is TRUE for part in found):
        return TRUE
    return _joined(z3.Z3_mk_or, found) if len(found) > 1 else found[0] if found else FALSE


def _joined(make: Any, parts: list[z3.BoolRef]) -> z3.BoolRef:  # noqa: ANN401 - z3 has no types
    context = z3.main_ctx()
    array = (z3.Ast * len(parts))(*(part.ast for part in parts))
    return z3.BoolRef(make(context.ref(), len(parts), array), context)


def negation(part: z3.BoolRef) -> z3.BoolRef:
    """Give the negation of a formula."""
    if part is TRUE or part is FALSE:
        return FALSE if part is TRUE else TRUE
    context = z3.main_ctx()
    return z3.BoolRef(z3.Z3_mk_not(context.ref(), part.ast), context)


def implied(condition: z3.BoolRef, part: z3.BoolRef) -> z3.BoolRef:
    """Give the formula that a condition implies a part."""
    context = z3.main_ctx()
    return z3.BoolRef(z3.Z3_mk_implies(context.ref(), condition.ast, part.ast), context)


def same(one: z3.BoolRef, other: z3.BoolRef) -> z3.BoolRef:
    """Give the formula that two formulas are both true or both false."""
    context = z3.main_ctx()
    return z3.BoolRef(z3.Z3_mk_iff(context.ref(), one.ast, other.ast), context)


def settled(truth: bool) -> z3.BoolRef:  # noqa: FBT001 - what it is about
    """Give what is known as a formula."""
    return TRUE if truth else FALSE


@attrs.frozen(eq=False)
class Level:
    """A whole number from 0 on: `steps[k - 1]` says whether it is at least k, and each step implies those before it."""

    steps: tuple[z3.BoolRef, ...]

    def at_least(self, number: int) -> z3.BoolRef:
        """Say that it is at least a number."""
        if number <= 0:
            return TRUE
        return self.steps[number - 1] if number <= len(self.steps) else FALSE

    def exactly(self, number: int) -> z3.BoolRef:
        """Say that it is a number."""
        return all_of((self.at_least(number), negation(self.at_least(number + 1))))

    def above(self, other: Level) -> z3.BoolRef:
        """Say that it is greater than another level."""
        return any_of(
            all_of((step, negation(other.at_least(number)))) for number, step in enumerate(self.steps, start=1)
        )

    def among(self, mask: int) -> z3.BoolRef:
        """Say that it is one of the numbers whose bits are set in a mask."""
        runs = []
        number, most = 0, len(self.steps)
        while number <= most:
            if not mask >> number & 1:
                number += 1
                continue
            begin = number
            while number <= most and mask >> number & 1:
                number += 1
            runs.append(all_of((self.at_least(begin), negation(self.at_least(number)))))
        return any_of(runs)

    def lowered(self, other: Level) -> Level:
        """Give the lower of two levels."""
        return Level(tuple(all_of((step, other.at_least(number))) for number, step in enumerate(self.steps, start=1)))

    def only_if(self, condition: z3.BoolRef) -> Level:
        """Give this level where a condition holds, and 0 elsewhere."""
        return Level(tuple(all_of((step, condition)) for step in self.steps))


def at_level(number: int, most: int) -> Level:
    """Give a known number as a level, of numbers up to `most`."""
    return Level(tuple(settled(number >= step) for step in range(1, most + 1)))


def counted(parts: Iterable[z3.BoolRef], most: int) -> Level:
    """Give how many of some formulas hold, as a level of numbers up to `most`: what is more counts as that."""
    steps = [FALSE] * most
    for part in parts:
        steps = [any_of((step, all_of((less, part)))) for step, less in zip(steps, [TRUE, *steps], strict=False)]
    return Level(tuple(steps))


def first_of(
    cases: Iterable[tuple[z3.BoolRef, int]],
    default: int,
    allowed: Callable[[int, int], z3.BoolRef] = lambda _number, _step: TRUE,
) -> Level:
    """Give the number of the first case whose condition holds, or else the default.

    `allowed(number, step)` says under what condition a number may reach a step: that is how limits come in.
    """
    found = list(cases)
    most = max([default, *(number for _, number in found)])
    steps = []
    for step in range(1, most + 1):
        reached = allowed(default, step) if default >= step else FALSE
        for condition, number in reversed(found):
            here = allowed(number, step) if number >= step else FALSE
            reached = any_of((all_of((condition, here)), all_of((negation(condition), reached))))
        steps.append(reached)
    return Level(tuple(steps))
