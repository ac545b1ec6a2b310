"""What a runner would be asked, as formulas: the mirror of `Recommendations.questions`.

A rule is open if what is known neither fires it nor keeps it silent; a fact is asked for if an open rule that could
change the result reads it where nothing known has decided already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from runstrength.rulebook.rule import URGENCIES
from runstrength.verify.encoding import group_of
from runstrength.verify.levels import FALSE, TRUE, all_of, any_of, negation
from runstrength.verify.runner import Answers

if TYPE_CHECKING:
    import z3

    from runstrength.rulebook.rule import Dose, Limit
    from runstrength.verify.decoding import Key
    from runstrength.verify.encoding import Encoding
    from runstrength.verify.levels import Level

__all__ = ["Asked"]


class Answering(Protocol):
    """A symbolic runner, as far as it is asked here."""

    encoding: Encoding

    def input(self, position: int) -> Level:
        """Give the code of an input of the program."""

    def known(self, field: str, key: str | None = None) -> z3.BoolRef:
        """Say that a fact is known."""

    def defined(self, rule: str, what: str, formula: z3.BoolRef) -> z3.BoolRef:
        """Give a name to a formula that rests on a rule."""


SESSION_MINUTES = ("session_minutes", None)
_FOUND, _NOT_FOUND = 0b10, 0b01


class Asked:
    """Which facts a symbolic runner would be asked for."""

    def __init__(self, runner: Answering) -> None:
        self.runner = runner
        self.encoding = runner.encoding
        self.asked: Answers[Key, z3.BoolRef] = Answers(self._asked)
        self._might: Answers[str, z3.BoolRef] = Answers(self._may_fire)
        self._certain: Answers[str, z3.BoolRef] = Answers(self._must_fire)
        self._seen: Answers[str, z3.BoolRef] = Answers(self._matters)
        self._remains: Answers[str, z3.BoolRef] = Answers(self._may_remain)

    # what is settled

    def _meets(self, position: int, mask: int) -> z3.BoolRef:
        """Say that an input may still take one of some codes."""
        if position < self.encoding.program.facts:
            level = self.runner.input(position)
            return any_of((negation(level.at_least(1)), level.among(mask))) if mask else FALSE
        derivers = self.encoding.derivers[position]
        found = any_of(self._might[name] for name in derivers) if mask & _FOUND else FALSE
        missing = negation(any_of(self._certain[name] for name in derivers)) if mask & _NOT_FOUND else FALSE
        return any_of((found, missing))

    def _within(self, position: int, mask: int) -> z3.BoolRef:
        """Say that an input can take no other than some codes."""
        every = (1 << self.encoding.program.inputs[position].size) - 1
        if mask & every == every:
            return TRUE
        if position < self.encoding.program.facts:
            level = self.runner.input(position)
            return all_of((level.at_least(1), level.among(mask)))
        return negation(self._meets(position, every & ~mask))

    def _may_fire(self, name: str) -> z3.BoolRef:
        rule = self.encoding.rules[name]
        ways = (all_of(self._meets(at, mask) for at, mask in one) for one in rule.conjunctions)
        return self.runner.defined(name, "might fire", any_of(ways))

    def _must_fire(self, name: str) -> z3.BoolRef:
        rule = self.encoding.rules[name]
        ways = (all_of(self._within(at, mask) for at, mask in one) for one in rule.conjunctions)
        return self.runner.defined(name, "is certain", any_of(ways))

    # what matters

    def _turns(self, name: str, position: int) -> z3.BoolRef:
        """Say that a rule that matters still turns on an input."""
        ways = []
        for one in self.encoding.rules[name].conjunctions:
            mask = dict(one).get(position)
            if mask is not None:
                possible = all_of(self._meets(at, other) for at, other in one)
                ways.append(all_of((possible, negation(self._within(position, mask)))))
        return all_of((self._seen[name], any_of(ways)))

    def _matters(self, name: str) -> z3.BoolRef:
        """Say that a rule is open and could change the result, by itself or through what it derives."""
        ways = [self._has_effect(name)]
        for position in self.encoding.rules[name].derives:
            for other, rule in self.encoding.rules.items():
                if any(at == position for one in rule.conjunctions for at, _ in one):
                    ways.append(self._turns(other, position))
        is_open = all_of((self._might[name], negation(self._certain[name])))
        return self.runner.defined(name, "matters", all_of((is_open, any_of(ways))))

    def _has_effect(self, name: str) -> z3.BoolRef:
        rule = self.encoding.rulebook.rules[name]
        weekly: tuple[Dose | Limit, ...] = (*rule.doses, *rule.limits)
        if any((rule.prescribe, rule.fallback, rule.avoid, rule.advise, rule.focus, rule.refer)) or any(
            of.sessions_per_week or of.plyometric_sessions_per_week for of in weekly
        ):
            return TRUE
        cued = {exercise for _, exercises in rule.cues for exercise in exercises}
        spoken_of = {
            exercise
            for exercise in self.encoding.exercises
            if exercise in cued or any(of.of.specificity(exercise) is not None for of in weekly)
        }
        return any_of(self._remains[exercise] for exercise in sorted(spoken_of))

    def _may_remain(self, exercise: str) -> z3.BoolRef:
        rules = self.encoding.rulebook.rules.values()
        gone = [
            self._certain[rule.name]
            for rule in rules
            if exercise in rule.avoid or (rule.refer is not None and rule.refer != URGENCIES[0])
        ]
        return negation(any_of(gone))

    def _asked(self, key: Key) -> z3.BoolRef:
        inputs = self.encoding.program.inputs[: self.encoding.program.facts]
        positions = {at for at, item in enumerate(inputs) if group_of(item) == key}
        ways = [
            self._turns(name, position)
            for name, rule in self.encoding.rules.items()
            for position in sorted(positions & {at for one in rule.conjunctions for at, _ in one})
        ]
        if key == SESSION_MINUTES and self.encoding.rulebook.session is not None:
            some = any_of(self._remains[exercise] for exercise in self.encoding.exercises)
            ways.append(all_of((negation(self.runner.known(*key)), some)))
        return any_of(ways)
