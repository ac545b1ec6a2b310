"""Every runner at once: what is known of a runner, and all that follows from it, as formulas of a solver.

Each answer of a `SymbolicRunner` mirrors a paragraph of the page "What conclusions mean together" and is built when it
is first asked for, so that a question costs what it depends on. That the translation is right is itself tested,
against engine and resolver.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import z3

from runstrength.facts import Ids, SetOf
from runstrength.outcome import Intensity
from runstrength.rulebook.rule import FOCUSES, LOADS, TIERS, URGENCIES
from runstrength.session import group_of_session
from runstrength.verify.asked import Asked
from runstrength.verify.encoding import group_of
from runstrength.verify.levels import FALSE, TRUE, Level, all_of, any_of, counted, first_of, implied, negation, same
from runstrength.verify.runner import SESSIONS, Answers, Runner, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from runstrength.rulebook.rule import Cap
    from runstrength.verify.decoding import Key
    from runstrength.verify.encoding import Encoding

__all__ = ["SymbolicRunner"]

LIGHT = LOADS.index("light")
URGENT = 2  # as a level: 0 none, 1 before training, 2 urgent, 3 emergency


class SymbolicRunner(Runner):
    """Any runner at all; or, given another one, any runner who is like that one in all but some facts.

    `constraints` say what holds of every runner (a number is in one interval, what is required is known), and
    `definitions`, by rule, what each name that stands for a rule's firing means. Both belong into every question; they
    grow with what is asked for, so that they are read last.
    """

    def __init__(
        self, encoding: Encoding, label: str, *, like: SymbolicRunner | None = None, but: Iterable[Key] = ()
    ) -> None:
        self.encoding = encoding
        self.label = label
        self.like = like
        self.changed = frozenset(but)
        self.constraints: list[z3.BoolRef] = []
        self.definitions: list[tuple[str, z3.BoolRef]] = []
        self.facts = Answers(self._fact)
        self.findings = Answers(self._finding)
        self.fired = Answers(self._fired)
        self.any_of_these = Answers(self._any_of_these)
        self.vetoed = Answers(self._vetoed)
        self.taken = Answers(lambda name: any_of((self.prescribed[name], self.stand_ins[name])))
        self.standing = Answers(self._standing)
        self.load = Answers(self._load)
        self.sets = Answers(self._sets)
        self.dose = Answers(self._dose)
        self.sessions = Answers(self._sessions)
        self.focus = Answers(self._focus)
        self.advised = Answers(self._advised)
        self.cued = Answers(self._cued)
        self.asked = Asked(self).asked

    # what is known

    def _fact(self, key: Key) -> Level:
        item = self.encoding.inputs[key]
        if self.like is not None and group_of(item) not in self.changed:
            return self.like.facts[key]
        name = f"{self.label}:{item.field}" + ("" if item.key is None else f".{item.key}")
        if isinstance(item.kind, (SetOf, Ids)) and item.key is not None:
            known = self.facts[item.field, None].at_least(1)
            return Level((known, all_of((known, z3.Bool(name)))))
        level = Level(tuple(z3.Bool(f"{name}>={step}") for step in range(1, item.size)))
        self.constraints += [implied(more, less) for less, more in zip(level.steps, level.steps[1:], strict=False)]
        if self.encoding.required(item):
            self.constraints.append(level.at_least(1))
        return level

    # what the engine says

    def _fired(self, name: str) -> z3.BoolRef:
        if self.like is not None and not self.changed & self.encoding.reads[name]:
            return self.like.fired[name]
        formula = any_of(
            all_of(self.input(position).among(mask) for position, mask in conjunction)
            for conjunction in self.encoding.rules[name].conjunctions
        )
        return self.defined(name, "fires", formula)

    def defined(self, rule: str, what: str, formula: z3.BoolRef) -> z3.BoolRef:
        """Give a name to a formula that rests on a rule, so that a proof can say which rules it rests on."""
        # What always fires is needed as much as what may; what never does is not.
        if formula is FALSE:
            return formula
        name = z3.Bool(f"{self.label}: {rule} {what}")
        self.definitions.append((rule, same(name, formula)))
        return name

    def input(self, position: int) -> Level:
        """Give the code of an input of the program."""
        item = self.encoding.program.inputs[position]
        if position < self.encoding.program.facts:
            return self.facts[item.field, item.key]
        return Level((self.findings[position],))

    def _finding(self, position: int) -> z3.BoolRef:
        return self.any_fired(self.encoding.derivers[position])

    def any_fired(self, names: Iterable[str]) -> z3.BoolRef:
        """Say that one of some rules fires."""
        return self.any_of_these[frozenset(names)]

    def _any_of_these(self, names: frozenset[str]) -> z3.BoolRef:
        return any_of(self.fired[name] for name in sorted(names))

    # 1. vetoes

    @cached_property
    def referral(self) -> Level:  # type: ignore[override] # of a runner who is settled it is a plain attribute
        """The urgency of the referral; 0 for none."""
        return Level(tuple(self.any_fired(self.encoding.referring(urgency)) for urgency in URGENCIES))

    def _vetoed(self, name: str) -> z3.BoolRef:
        exercise = self.encoding.exercises[name]
        too_much = exercise.role == "plyometric" or LOADS.index(exercise.lowest) > LIGHT
        by_referral = self.referral.at_least(1 if too_much else URGENT)
        return any_of((self.any_fired(self.encoding.vetoes[name]), by_referral))

    # 2. prescriptions

    @cached_property
    def prescribed(self) -> Mapping[str, z3.BoolRef]:
        """For each exercise, that a prescription leads to it."""
        return self._prescribed(0)

    def _prescribed(self, tier: int) -> Mapping[str, z3.BoolRef]:
        """Likewise, of prescriptions of a tier or a stronger one."""
        rules = self.encoding.rulebook.rules
        return self._first_that_survive(
            (self.fired[rule], choice)
            for rule, choice in self.encoding.choices
            if TIERS.index(rules[rule].tier) >= tier
        )

    def _first_that_survive(self, choices: Iterable[tuple[z3.BoolRef, tuple[str, ...]]]) -> Mapping[str, z3.BoolRef]:
        ways: dict[str, list[z3.BoolRef]] = {name: [] for name in self.encoding.exercises}
        for wanted, choice in choices:
            reached = wanted
            for name in choice:
                ways[name].append(all_of((reached, negation(self.vetoed[name]))))
                reached = all_of((reached, self.vetoed[name]))
        return {name: any_of(found) for name, found in ways.items()}

    # 3. fallback

    @cached_property
    def stand_ins(self) -> Mapping[str, z3.BoolRef]:
        """For each exercise, that it stands in where nothing else remains and nothing is urgent."""
        return self._stand_ins(0)

    def _stand_ins(self, tier: int) -> Mapping[str, z3.BoolRef]:
        needed = negation(any_of((*self.prescribed.values(), self.referral.at_least(URGENT))))
        return self._first_that_survive(
            (all_of((needed, self.fired[rule.name])), rule.fallback)
            for rule in self.encoding.rulebook.rules.values()
            if rule.fallback and TIERS.index(rule.tier) >= tier
        )

    # 9. order

    def _standing(self, tier: int) -> Mapping[str, z3.BoolRef]:
        """For each exercise, that a rule of a tier or a stronger one gives it: stronger ones stand first."""
        given, stood_in = self._prescribed(tier), self._stand_ins(tier)
        return {name: any_of((given[name], stood_in[name])) for name in given}

    # 4. intensity, and 6. its limits

    def _allows(self, name: str, load: int) -> z3.BoolRef:
        """Say that no cap on an exercise lies below a load."""
        exercise = self.encoding.exercises[name]
        caps = self.encoding.limits(exercise, lambda limit: limit.load)
        capped = self.any_fired(rule for rule, cap in caps if LOADS.index(cap) < load)
        return negation(any_of((capped, self.referral.at_least(1) if load > LIGHT else FALSE)))

    def _load(self, name: str) -> Level:
        exercise = self.encoding.exercises[name]
        doses = [(self.fired[rule], LOADS.index(of.load)) for rule, of in self.encoding.intensities(exercise)]
        dose = first_of(doses, LOADS.index(exercise.lowest))
        schemes = [LOADS.index(load) for load in exercise.schemes]

        def step(number: int) -> z3.BoolRef:
            """Say that the load is at least this: for that the lightest such scheme must lie below every cap."""
            scheme = min((scheme for scheme in schemes if scheme >= number), default=None)
            return FALSE if scheme is None else all_of((dose.at_least(scheme), self._allows(name, scheme)))

        return Level(tuple(step(number) for number in range(1, len(LOADS))))

    def _dose(self, name: str) -> Mapping[Intensity, z3.BoolRef]:
        exercise = self.encoding.exercises[name]
        schemes = [Intensity(load, of.reps, of.seconds, of.rest_seconds) for load, of in exercise.schemes.items()]
        ways: dict[Intensity, list[z3.BoolRef]] = {}
        passed: list[z3.BoolRef] = []
        spoken = [(self.fired[rule], meaning) for rule, meaning in self.encoding.intensities(exercise)]
        for fired, meaning in [*spoken, (TRUE, schemes[0])]:
            chosen = all_of((fired, *map(negation, passed)))
            passed.append(fired)
            load = LOADS.index(meaning.load)
            ways.setdefault(meaning, []).append(all_of((chosen, self._allows(name, load))))
            higher = self._allows(name, load)
            for scheme in reversed([of for of in schemes if LOADS.index(of.load) < load]):
                # Under a cap it takes the highest scheme that every cap allows; that there is one, no veto says.
                allowed = TRUE if scheme is schemes[0] else self._allows(name, LOADS.index(scheme.load))
                ways.setdefault(scheme, []).append(all_of((chosen, negation(higher), allowed)))
                higher = allowed
        return {meaning: any_of(found) for meaning, found in ways.items()}

    # 5. volume and frequency, and 6. their limits

    def _sets(self, name: str) -> Level:
        exercise = self.encoding.exercises[name]
        doses = self.encoding.doses(exercise, lambda dose: dose.sets)
        caps = list(self.encoding.limits(exercise, lambda limit: limit.sets))
        return first_of(((self.fired[rule], sets) for rule, sets in doses), 1, self._under(caps))

    def _under(self, caps: list[tuple[str, Cap]]) -> Callable[[int, int], z3.BoolRef]:
        """Say under which condition the limits let a dose reach a step: none of those that fired lies below."""
        allowed = Answers[tuple[int, int], z3.BoolRef](
            lambda key: negation(self.any_fired(rule for rule, cap in caps if cap.of(key[0]) < key[1]))
        )
        return lambda dose, step: allowed[dose, step]

    def _frequency(self, kind: str) -> Span:
        # The lower upper end is the more cautious, then the lower lower end.
        doses = self.encoding.doses(None, lambda dose: (span := getattr(dose, kind)) and (span[1], span[0]))
        under = self._under(list(self.encoding.limits(None, lambda limit: getattr(limit, kind))))
        spans = [(self.fired[rule], span) for rule, span in doses]
        # A share is one of the upper end, for the lower end too: so both ends are chosen by the dose's number.
        number = first_of(((fired, position) for position, (fired, _) in enumerate(spans, start=1)), 0)
        chosen = [(number.exactly(position), span) for position, (_, span) in enumerate(spans, start=1)]
        most = max((high for _, (high, _) in spans), default=0)

        def end(which: int) -> Level:
            return Level(
                tuple(
                    any_of(all_of((here, under(span[0], step))) for here, span in chosen if span[which] >= step)
                    for step in range(1, most + 1)
                )
            )

        return Span(low=end(1), high=end(0))

    # 7. frequency of nothing

    def _sessions(self, kind: str) -> Span:
        span = self._frequency(kind)
        if kind == SESSIONS[0]:
            some = negation(self.referral.at_least(URGENT))
            return Span(span.low.only_if(some), span.high.only_if(some))
        every = self.sessions[SESSIONS[0]]
        jumps = any_of(self.taken[name] for name, x in self.encoding.exercises.items() if x.role == "plyometric")
        return Span(span.low.lowered(every.low).only_if(jumps), span.high.lowered(every.high).only_if(jumps))

    # 8. focus, 10. advice, 11. cues

    def _focus(self, name: str) -> z3.BoolRef:
        if name == FOCUSES[0]:
            return self.referral.at_least(1)
        proposed = {focus: self.any_fired(self.encoding.concluding("focus", focus)) for focus in FOCUSES[1:]}
        before = [proposed[focus] for focus in FOCUSES[1 : FOCUSES.index(name)]]
        unless = all_of(map(negation, (self.referral.at_least(1), *before)))
        # Where nothing is proposed, the last of them holds.
        here = TRUE if name == FOCUSES[-1] else proposed[name]
        return all_of((unless, here))

    def _advised(self, name: str) -> z3.BoolRef:
        ways = [self.any_fired(self.encoding.concluding("advise", name))]
        for urgency, (_, advice) in self.encoding.rulebook.referral.items():
            if name in advice:
                ways.append(self.referral.exactly(1 + URGENCIES.index(urgency)))
        return any_of(ways)

    def _cued(self, key: tuple[str, str]) -> z3.BoolRef:
        name, cue = key
        own = cue in self.encoding.exercises[name].cues
        return TRUE if own else self.any_fired(self.encoding.cueing(name, cue))

    # 12. the next session

    def session_over(self, sets: int) -> z3.BoolRef:
        """Say that as many exercises as a session has room for could have more than so many sets together.

        Of each part of a session, as many have a first set, a second and so on as have one at all and find room: their
        sum is the most that any choice can have, so where it is no more, no session has more. Where the minutes are
        known, not the number of exercises but the time decides, and all that is taken counts.
        """
        session = self.encoding.rulebook.session
        if session is None:
            return FALSE
        room = {"warm_up": session.warm_up, "main": session.main, "close": session.close}
        timed = self.known("session_minutes") if ("session_minutes", None) in self.encoding.inputs else FALSE
        counts: list[z3.BoolRef] = []
        for part, most in room.items():
            names = [name for name, of in self.encoding.exercises.items() if group_of_session(of) == part]
            for number in range(1, 1 + max((len(self.sets[name].steps) for name in names), default=0)):
                have = [all_of((self.taken[name], self.sets[name].at_least(number))) for name in names]
                counts += counted(have, len(names)).steps[:most]
                counts += [all_of((timed, step)) for step in counted(have, len(names)).steps[most:]]
        return counted(counts, sets + 1).at_least(sets + 1)
