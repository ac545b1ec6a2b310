"""Every runner at once: what is known of a runner, and all that follows from it, as formulas of a solver.

An `Encoding` is a rulebook translated; `SymbolicRunner` a runner of whom nothing is settled yet. Each of its
answers mirrors a paragraph of the page "What conclusions mean together", and is built when it is first asked for: a question
costs what it depends on. That the translation is right is itself tested, against engine and resolver.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cache, cached_property
from typing import TYPE_CHECKING, TypeVar

import attrs
import z3

from runstrength.engine.program import Input, compile_rulebook
from runstrength.errors import RunstrengthError
from runstrength.facts import Choice, Flag, Ids, MapOf, SetOf, fields_of, kind_of
from runstrength.rulebook.rule import LOADS, TIERS, URGENCIES
from runstrength.verify.decoding import value_of
from runstrength.verify.levels import FALSE, Level, all_of, any_of, first_of, negation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from runstrength.engine.program import CompiledRule, Program
    from runstrength.facts import Facts
    from runstrength.rulebook.rule import Cap, Dose, Exercise, Limit, Rule, Rulebook
    from runstrength.verify.decoding import Key

__all__ = ["SESSIONS", "Encoding", "Runner", "Span", "SymbolicRunner", "group_of"]

T = TypeVar("T")
LIGHT = LOADS.index("light")
SESSIONS = ("sessions_per_week", "plyometric_sessions_per_week")


@attrs.frozen(eq=False)
class Span:
    """The two ends of a span."""

    low: Level
    high: Level


class Runner(ABC):
    """A runner with the answer that the rulebook gives: what guarantees speak of.

    A load is the index of its name in `LOADS`, a referral 0 for none and from 1 on the urgency. Loads and sets mean something
    only where the exercise is `taken`.
    """

    encoding: Encoding

    @abstractmethod
    def fact(self, field: str, key: str | None = None) -> Level:
        """Give the code of a fact: 0 is unknown, a set's element is 1 outside and 2 inside."""

    @abstractmethod
    def fired(self, rule: str) -> z3.BoolRef:
        """Say that a rule fires."""

    @abstractmethod
    def vetoed(self, exercise: str) -> z3.BoolRef:
        """Say that an exercise is ruled out, prescribed or not."""

    @abstractmethod
    def taken(self, exercise: str) -> z3.BoolRef:
        """Say that an exercise is recommended."""

    @abstractmethod
    def load(self, exercise: str) -> Level:
        """Give the load of an exercise."""

    @abstractmethod
    def sets(self, exercise: str) -> Level:
        """Give the sets of an exercise."""

    @abstractmethod
    def sessions(self, kind: str = "sessions_per_week") -> Span:
        """Give how many sessions a week there are, of a kind."""

    @property
    @abstractmethod
    def referral(self) -> Level:
        """Give the urgency of the referral."""

    def known(self, field: str, key: str | None = None) -> z3.BoolRef:
        """Say that a fact is known."""
        return self.fact(field, key).at_least(1)

    def has(self, field: str, element: str) -> z3.BoolRef:
        """Say that a set is known and holds an element."""
        return self.fact(field, element).at_least(2)

    def lacks_all(self, field: str, elements: Iterable[str]) -> z3.BoolRef:
        """Say that a set is known and holds none of some elements."""
        return all_of((self.known(field), *(negation(self.has(field, element)) for element in elements)))

    def equals(self, field: str, word: str | bool) -> z3.BoolRef:  # noqa: FBT001 - a flag's value
        """Say that a fact is known to be a word of its enumeration."""
        return self.fact(field).exactly(1 + self.encoding.input(field).values.index(word))


# --- the rulebook ---------------------------------------------------------------------------------------------------


def group_of(item: Input) -> Key:
    """Give what is known or unknown as one: a set with all of its elements, one entry of a map, one fact."""
    return (item.field, None) if isinstance(item.kind, (SetOf, Ids)) else (item.field, item.key)


class Encoding:
    """A rulebook, sorted by what its rules say of each exercise."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.program: Program = compile_rulebook(rulebook)
        self.inputs: dict[Key, Input] = {
            (item.field, item.key): item
            for item in (*self.program.inputs[: self.program.facts], *_inputs_of(rulebook.vocabulary, rulebook))
        } | {(item.field, item.key): item for item in self.program.inputs[: self.program.facts]}
        self.rules: dict[str, CompiledRule] = {rule.name: rule for stratum in self.program.strata for rule in stratum}
        self.derivers: dict[int, list[str]] = {}
        for rule in self.rules.values():
            for position in rule.derives:
                self.derivers.setdefault(position, []).append(rule.name)
        self.doses = [(rule, dose) for rule in rulebook.rules.values() for dose in rule.doses]
        self.limits = [(rule, limit) for rule in rulebook.rules.values() for limit in rule.limits]

    def input(self, field: str, key: str | None = None) -> Input:
        """Give the input of a fact. Raises `RunstrengthError` if the vocabulary has none such."""
        found = self.inputs.get((field, key))
        if found is None:
            name = field if key is None else f"{field}.{key}"
            raise RunstrengthError(f"the vocabulary {self.rulebook.vocabulary.__name__} has no fact `{name}`")
        return found

    def exercises(self, fits: Callable[[Exercise], bool] = lambda _: True) -> tuple[str, ...]:
        """Give the exercises of the catalogue that fit."""
        return tuple(name for name, exercise in self.rulebook.exercises.items() if fits(exercise))

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
    def vetoes(self) -> Mapping[str, tuple[str, ...]]:
        """For each exercise the rules that rule it out; referrals come on top."""
        found: dict[str, set[str]] = {name: set() for name in self.rulebook.exercises}
        for rule in self.rulebook.rules.values():
            for name in rule.avoid:
                found[name].add(rule.name)
        for rule, limit in self.limits:
            for name, exercise in self.rulebook.exercises.items():
                too_heavy = limit.load is not None and LOADS.index(exercise.lowest) > LOADS.index(limit.load)
                no_sets = limit.sets is not None and not limit.sets.percent and limit.sets.amount == 0
                if (too_heavy or no_sets) and limit.of.specificity(name) is not None:
                    found[name].add(rule.name)
        return {name: tuple(sorted(names)) for name, names in found.items()}

    def referring(self, urgency: str) -> tuple[str, ...]:
        """Give the rules that refer with this urgency or a graver one."""
        grave = URGENCIES[URGENCIES.index(urgency) :]
        return tuple(rule.name for rule in self.rulebook.rules.values() if rule.refer in grave)

    def spoken(self, exercise: Exercise | None, part: Callable[[Dose], T | None]) -> list[tuple[str, T]]:
        """Give the rules whose dose has a part that speaks of an exercise, those that win over others first.

        The highest tier comes first, then the closest, then the most cautious: the least.
        """
        found = [
            (-TIERS.index(rule.tier), -specificity, value, rule.name)
            for rule, dose in self.doses
            if (value := part(dose)) is not None
            and (specificity := 0 if exercise is None else dose.of.specificity(exercise.id)) is not None
        ]
        return [(name, value) for _, _, value, name in sorted(found, key=lambda candidate: (*candidate[:2], *candidate[2:]))]

    def capped(self, exercise: Exercise | None, part: Callable[[Limit], T | None]) -> list[tuple[Rule, T]]:
        """Give the rules whose limit has a part that speaks of an exercise."""
        return [
            (rule, value)
            for rule, limit in self.limits
            if (value := part(limit)) is not None
            and (exercise is None or limit.of.specificity(exercise.id) is not None)
        ]


def _inputs_of(vocabulary: type[Facts], rulebook: Rulebook) -> Iterable[Input]:
    """Give an input for every fact of a vocabulary, for those that no rule reads."""
    for field, attribute in fields_of(vocabulary).items():
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


# --- one runner -----------------------------------------------------------------------------------------------------


class SymbolicRunner(Runner):
    """Any runner at all.

    `constraints` say what no runner breaks (an interval follows another, what is required is known); they belong into every
    question, and grow with what is asked for, so that they are read last.
    """

    def __init__(
        self, encoding: Encoding, label: str, *, like: SymbolicRunner | None = None, but: Iterable[Key] = ()
    ) -> None:
        self.encoding = encoding
        self.label = label
        self.like = like
        self.own = frozenset(but)
        self.constraints: list[z3.BoolRef] = []
        self.levels: dict[Key, Level] = {}
        # Each answer is built once.
        self.fired = cache(self.fired)  # type: ignore[method-assign] # the same function, remembered
        self.vetoed = cache(self.vetoed)  # type: ignore[method-assign] # likewise
        self.taken = cache(self.taken)  # type: ignore[method-assign] # likewise
        self.load = cache(self.load)  # type: ignore[method-assign] # likewise
        self.sets = cache(self.sets)  # type: ignore[method-assign] # likewise
