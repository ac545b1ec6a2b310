"""A rulebook made ready for a solver: sorted by what its rules say of each exercise."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from runstrength.engine.program import Input, compile_rulebook
from runstrength.facts import Choice, Flag, Ids, MapOf, SetOf, fields_of, kind_of
from runstrength.resolve import caution, meaning_of
from runstrength.rulebook.rule import LOADS, TIERS, URGENCIES, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from runstrength.engine.program import CompiledRule
    from runstrength.outcome import Intensity
    from runstrength.rulebook.rule import Dose, Exercise, Limit, Rulebook
    from runstrength.verify.decoding import Key

__all__ = ["Encoding", "group_of", "other_probe_of", "probe_of"]

T = TypeVar("T")


def group_of(item: Input) -> Key:
    """Give what is known or unknown as one: a set with all of its elements, one entry of a map, one other fact."""
    return (item.field, None) if isinstance(item.kind, (SetOf, Ids)) else (item.field, item.key)


class Encoding:
    """A rulebook, sorted by what its rules say of each exercise."""

    def __init__(self, rulebook: Rulebook, *, beside: Rulebook | None = None) -> None:
        """Take a rulebook; `beside` is another whose conditions tell the same facts apart."""
        self.own_rules = frozenset(rulebook.rules)
        self.rulebook = rulebook = _with_probes(rulebook)
        self.program = compile_rulebook(rulebook, beside=beside)
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

    def concluding(self, part: str, value: str) -> list[str]:
        """Give the rules whose conclusion of a kind (`focus`, `advise`) is or holds a name."""
        found = []
        for rule in self.rulebook.rules.values():
            concluded: Any = getattr(rule, part)
            if concluded == value or (isinstance(concluded, tuple) and value in concluded):
                found.append(rule.name)
        return found

    def cueing(self, exercise: str, cue: str) -> list[str]:
        """Give the rules that give a cue to an exercise."""
        rules = self.rulebook.rules.values()
        return [rule.name for rule in rules if any(cue == name and exercise in of for name, of in rule.cues)]

    def doses(self, exercise: Exercise | None, part: Callable[[Dose], T | None]) -> list[tuple[str, T]]:
        """Give the rules whose doses have a part, and speak of the exercise if one is given; what wins comes first.

        That is the highest tier, then the closest, then the most cautious, which is the least.
        """
        return self._spoken(exercise, part, lambda value: value)

    def intensities(self, exercise: Exercise) -> list[tuple[str, Intensity]]:
        """Give the rules that say how an exercise is done, each with what it means; what wins comes first."""
        return self._spoken(exercise, lambda dose: None if dose.load is None else meaning_of(dose, exercise), caution)

    def _spoken(
        self, exercise: Exercise | None, part: Callable[[Dose], T | None], cautious: Callable[[T], Any]
    ) -> list[tuple[str, T]]:
        found = [
            (-TIERS.index(rule.tier), -closeness, cautious(value), rule.name, value)
            for rule in self.rulebook.rules.values()
            for dose in rule.doses
            if (value := part(dose)) is not None
            and (closeness := 0 if exercise is None else dose.of.specificity(exercise.id)) is not None
        ]
        return [(rule, value) for *_, rule, value in sorted(found, key=lambda spoken: spoken[:4])]

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


def other_probe_of(guarantee: str) -> str:
    """Name the rule that fires for whom a guarantee compares that runner with."""
    return f"whom {guarantee} compares with"


def _with_probes(rulebook: Rulebook) -> Rulebook:
    """Add, for each guarantee, rules that conclude nothing: so its conditions are read, and replayed, as any other."""
    conditions = {probe_of(of.name): of.when for of in rulebook.guarantees.values()}
    conditions |= {other_probe_of(of.name): of.but for of in rulebook.guarantees.values() if of.but is not None}
    probes = {
        name: Rule(name=name, template=name, tier="general", when=when, because=name, sources=())
        for name, when in conditions.items()
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
