"""Every runner at once: what is known of a runner, and all that follows from it, as formulas of a solver.

An `Encoding` is a rulebook sorted for questions; a `SymbolicRunner` is a runner of whom nothing is settled yet. Each of
its answers mirrors a paragraph of the page "What conclusions mean together" and is built when it is first asked for, so
that a question costs what it depends on. That the translation is right is itself tested, against engine and resolver.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

import attrs
import z3

from runstrength.engine.program import Input, compile_rulebook
from runstrength.facts import Choice, Flag, Ids, MapOf, SetOf, fields_of, kind_of
from runstrength.rulebook.rule import LOADS, TIERS, URGENCIES, Rule
from runstrength.verify.levels import FALSE, Level, all_of, any_of, first_of, negation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from runstrength.engine.program import CompiledRule
    from runstrength.rulebook.rule import Cap, Dose, Exercise, Limit, Rulebook
    from runstrength.verify.decoding import Key

__all__ = ["SESSIONS", "Answers", "Encoding", "Runner", "Span", "SymbolicRunner", "group_of", "probe_of"]

K = TypeVar("K")
T = TypeVar("T")
LIGHT = LOADS.index("light")
URGENT = 2  # as a level: 0 none, 1 before training, 2 urgent, 3 emergency
SESSIONS = ("sessions_per_week", "plyometric_sessions_per_week")


class Answers(Generic[K, T]):
    """Answers by name, each made when it is first asked for and then kept."""

    def __init__(self, make: Callable[[K], T]) -> None:
        self._make = make
        self._made: dict[K, T] = {}

    def __getitem__(self, key: K) -> T:
        if key not in self._made:
            self._made[key] = self._make(key)
        return self._made[key]


@attrs.frozen(eq=False)
class Span:
    """The two ends of a span."""

    low: Level
    high: Level


class Runner:
    """A runner with the answer that a rulebook gives: what guarantees speak of.

    `facts` are codes: 0 is unknown; then the words of an enumeration, or the intervals of a number, or 1 for outside
    and 2 for inside a set. `vetoed` and `taken` are by exercise; so are `load` (an index into `LOADS`) and `sets`,
    which mean something only for what is taken. `referral` is 0 for none, then the urgency; `sessions` are by kind.
    """

    encoding: Encoding
    facts: Answers[Key, Level]
    fired: Answers[str, z3.BoolRef]
    vetoed: Answers[str, z3.BoolRef]
    taken: Answers[str, z3.BoolRef]
    load: Answers[str, Level]
    sets: Answers[str, Level]
    sessions: Answers[str, Span]
    referral: Level

    def known(self, field: str, key: str | None = None) -> z3.BoolRef:
        """Say that a fact is known."""
        return self.facts[field, key].at_least(1)

    def has(self, field: str, element: str) -> z3.BoolRef:
        """Say that a set is known and holds an element."""
        return self.facts[field, element].at_least(2)

    def lacks(self, field: str, elements: Iterable[str]) -> z3.BoolRef:
        """Say that a set is known and holds none of some elements."""
        return all_of((self.known(field), *(negation(self.has(field, element)) for element in elements)))

    def equals(self, field: str, word: str) -> z3.BoolRef:
        """Say that a fact is known to be this word."""
        return self.facts[field, None].exactly(1 + self.encoding.inputs[field, None].values.index(word))


# --- the rulebook ---------------------------------------------------------------------------------------------------


def group_of(item: Input) -> Key:
    """Give what is known or unknown as one: a set with all of its elements, one entry of a map, one other fact."""
    return (item.field, None) if isinstance(item.kind, (SetOf, Ids)) else (item.field, item.key)


class Encoding:
    """A rulebook, sorted by what its rules say of each exercise."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook = _with_probes(rulebook)
        self.program = compile_rulebook(rulebook)
        # Every fact of the vocabulary: those that no rule reads have one interval, or the words they may be.
        self.inputs: dict[Key, Input] = {(item.field, item.key): item for item in _inputs_of(rulebook)}
        self.inputs.update({(item.field, item.key): item for item in self.program.inputs[: self.program.facts]})
        self.rules: dict[str, CompiledRule] = {rule.name: rule for stratum in self.program.strata for rule in stratum}
        self.derivers: dict[int, list[str]] = {}
        for rule in self.rules.values():
            for position in rule.derives:
                self.derivers.setdefault(position, []).append(rule.name)

    def required(self, item: Input) -> bool:
        """Say whether a fact must be known."""
        return bool(fields_of(self.rulebook.vocabulary)[item.field].metadata["required"])

    @cached_property
    def reads(self) -> Mapping[str, frozenset[Key]]:
        """For each rule the facts that it depends on, through findings too."""
        found: dict[str, frozenset[Key]] = {}
        for stratum in self.program.strata:
            for rule in stratum:
                positions = {position for conjunction in rule.conjunctions for position, _ in conjunction}
                facts = {group_of(self.program.inputs[x]) for x in positions if x < self.program.facts}
                behind = [found[name] for x in positions for name in self.derivers.get(x, ())]
                found[rule.name] = frozenset(facts).union(*behind)
        return found

    @cached_property
    def vetoes(self) -> Mapping[str, frozenset[str]]:
        """For each exercise the rules that rule it out by a veto, or by a limit that leaves nothing of it."""
        found = {name: {r.name for r in self.rulebook.rules.values() if name in r.avoid} for name in self.exercises}
        for name, exercise in self.exercises.items():
            found[name] |= {
                rule for rule, load in self.limits(exercise, lambda limit: limit.load) if _above(exercise.lowest, load)
            }
            found[name] |= {
                rule
                for rule, cap in self.limits(exercise, lambda limit: limit.sets)
                if not cap.percent and cap.amount == 0
            }
        return {name: frozenset(rules) for name, rules in found.items()}

    @cached_property
    def choices(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """All prescriptions: a rule, and the exercises of which the first that survives is taken."""
        return tuple((rule.name, choice) for rule in self.rulebook.rules.values() for choice in rule.prescribe)

    @property
    def exercises(self) -> Mapping[str, Exercise]:
        """The catalogue."""
        return self.rulebook.exercises

    def referring(self, urgency: str) -> list[str]:
        """Give the rules that refer with this urgency or a graver one."""
        grave = URGENCIES[URGENCIES.index(urgency) :]
        return [rule.name for rule in self.rulebook.rules.values() if rule.refer in grave]

    def doses(self, exercise: Exercise | None, part: Callable[[Dose], T | None]) -> list[tuple[str, T]]:
        """Give the rules whose doses have a part, and speak of the exercise if one is given; what wins comes first.

        That is the highest tier, then the closest, then the most cautious, which is the least.
        """
        found = [
            (-TIERS.index(rule.tier), -closeness, value, rule.name)
            for rule in self.rulebook.rules.values()
            for dose in rule.doses
            if (value := part(dose)) is not None
            and (closeness := 0 if exercise is None else dose.of.specificity(exercise.id)) is not None
        ]
        return [(rule, value) for _, _, value, rule in sorted(found)]

    def limits(self, exercise: Exercise | None, part: Callable[[Limit], T | None]) -> Iterator[tuple[str, T]]:
        """Give the rules whose limits have a part, and speak of the exercise if one is given."""
        for rule in self.rulebook.rules.values():
            for limit in rule.limits:
                value = part(limit)
                if value is not None and (exercise is None or limit.of.specificity(exercise.id) is not None):
                    yield rule.name, value


def probe_of(guarantee: str) -> str:
    """Name the rule that fires for whom a guarantee of the rulebook speaks of."""
    return f"whom {guarantee} speaks of"


def _with_probes(rulebook: Rulebook) -> Rulebook:
    """Add, for each guarantee, a rule that concludes nothing: so its condition is read, and replayed, as any other."""
    probes = {
        name: Rule(name=name, template=name, tier="general", when=of.when, because=of.says, sources=())
        for of in rulebook.guarantees.values()
        for name in (probe_of(of.name),)
    }
    strata = (*rulebook.strata, tuple(sorted(probes)))
    return attrs.evolve(rulebook, rules={**rulebook.rules, **probes}, strata=strata) if probes else rulebook


def _inputs_of(rulebook: Rulebook) -> Iterator[Input]:
    """Give an input for every fact of the vocabulary, as if no rule told its numbers apart."""
    for field, attribute in fields_of(rulebook.vocabulary).items():
        kind = kind_of(attribute)
        match kind:
            case Choice():
                yield Input(field, None, kind, values=kind.values)
            case Flag():
                yield Input(field, None, kind, values=(False, True))
            case SetOf() | Ids():
                yield Input(field, None, kind, values=(True,))
                for word in kind.values if isinstance(kind, SetOf) else rulebook.exercises:
                    yield Input(field, word, kind, values=(False, True))
            case MapOf():
                for key in kind.keys:
                    yield Input(field, key, kind)
            case _:
                yield Input(field, None, kind)


def _above(load: str, cap: str) -> bool:
    return LOADS.index(load) > LOADS.index(cap)


def _load_of(dose: Dose, exercise: Exercise) -> int | None:
    """Give the load that a dose means for an exercise: its own, else the nearest lower one, else the lowest."""
    if dose.load is None:
        return None
    lower = [LOADS.index(load) for load in exercise.schemes if not _above(load, dose.load)]
    return max(lower, default=LOADS.index(exercise.lowest))


# --- one runner -----------------------------------------------------------------------------------------------------


class SymbolicRunner(Runner):
    """Any runner at all; or, given another one, any runner who is like that one in all but some facts.

    `constraints` say what holds of every runner (a number is in one interval, what is required is known). They belong
    into every question; they grow with what is asked for, so that they are read last.
    """

    def __init__(
        self, encoding: Encoding, label: str, *, like: SymbolicRunner | None = None, but: Iterable[Key] = ()
    ) -> None:
        self.encoding = encoding
        self.label = label
        self.like = like
        self.changed = frozenset(but)
        self.constraints: list[z3.BoolRef] = []
        self.facts = Answers(self._fact)
        self.findings = Answers(self._finding)
        self.fired = Answers(self._fired)
        self.vetoed = Answers(self._vetoed)
        self.taken = Answers(lambda name: any_of((self.prescribed[name], self.stand_ins[name])))
        self.load = Answers(self._load)
        self.sets = Answers(self._sets)
        self.sessions = Answers(self._sessions)

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
        self.constraints += [z3.Implies(more, less) for less, more in zip(level.steps, level.steps[1:], strict=False)]
        if self.encoding.required(item):
            self.constraints.append(level.at_least(1))
        return level

    # what the engine says

    def _fired(self, name: str) -> z3.BoolRef:
        if self.like is not None and not self.changed & self.encoding.reads[name]:
            return self.like.fired[name]
        return any_of(
            all_of(self._input(position).among(mask) for position, mask in conjunction)
            for conjunction in self.encoding.rules[name].conjunctions
        )

    def _input(self, position: int) -> Level:
        item = self.encoding.program.inputs[position]
        if position < self.encoding.program.facts:
            return self.facts[item.field, item.key]
        return Level((self.findings[position],))

    def _finding(self, position: int) -> z3.BoolRef:
        return self.any_fired(self.encoding.derivers[position])

    def any_fired(self, names: Iterable[str]) -> z3.BoolRef:
        """Say that one of some rules fires."""
        return any_of(self.fired[name] for name in sorted(set(names)))

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
        return self._first_that_survive((self.fired[rule], choice) for rule, choice in self.encoding.choices)

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
        needed = negation(any_of((*self.prescribed.values(), self.referral.at_least(URGENT))))
        return self._first_that_survive(
            (all_of((needed, self.fired[rule.name])), rule.fallback)
            for rule in self.encoding.rulebook.rules.values()
            if rule.fallback
        )

    # 4. intensity, and 6. its limits

    def _load(self, name: str) -> Level:
        exercise = self.encoding.exercises[name]
        # Between doses of the same load repetitions and rest decide, and that leaves the load as it is.
        doses = self.encoding.doses(exercise, lambda dose: _load_of(dose, exercise))
        dose = first_of(((self.fired[rule], load) for rule, load in doses), LOADS.index(exercise.lowest))
        schemes = [LOADS.index(load) for load in exercise.schemes]
        caps = [(rule, LOADS.index(load)) for rule, load in self.encoding.limits(exercise, lambda limit: limit.load)]

        def step(number: int) -> z3.BoolRef:
            """Say that the load is at least this: for that the lightest such scheme must lie below every cap."""
            scheme = min((scheme for scheme in schemes if scheme >= number), default=None)
            if scheme is None:
                return FALSE
            capped = self.any_fired(rule for rule, cap in caps if cap < scheme)
            referred = self.referral.at_least(1) if scheme > LIGHT else FALSE
            return all_of((dose.at_least(scheme), negation(any_of((capped, referred)))))

        return Level(tuple(step(number) for number in range(1, len(LOADS))))

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
