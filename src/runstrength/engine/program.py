"""A rulebook made ready for engines: facts as small numbers, conditions as masks over them.

Every fact that some rule reads becomes an input with a code: 0 is unknown, and from 1 on come the values that rules
can tell apart (the words of an enumeration, in or out of a set, the interval between the thresholds of all rules in
which a number lies). A literal is an input and the mask of codes for which it holds, so that "known and so",
"unknown" and "might be" are one thing to an engine. Findings are inputs as well, with codes 0 (not found) and 1
(found).
"""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

import attrs

from runstrength.engine.inputs import Input, by_field, values_of
from runstrength.facts import Choice, Flag, Ids, MapOf, Number, SetOf, Whole, fields_of, kind_of
from runstrength.rulebook.conditions import Compare, Finding, Member, Unknown
from runstrength.rulebook.normal_form import normal_form

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from runstrength.engine.inputs import Threshold
    from runstrength.facts import Facts, Kind
    from runstrength.rulebook.normal_form import Literal
    from runstrength.rulebook.rule import Rulebook

__all__ = ["CompiledRule", "Conjunction", "Input", "Program", "compile_rulebook", "key_of", "mask_of"]

# A conjunction: input index to the mask of codes that it accepts, by index.
Conjunction = tuple[tuple[int, int], ...]


@attrs.frozen
class CompiledRule:
    """A rule as an engine sees it: it fires if one of its conjunctions holds. `derives` are indices of inputs."""

    name: str
    conjunctions: tuple[Conjunction, ...]
    derives: tuple[int, ...]


@attrs.frozen(eq=False)
class Program:
    """What every engine runs: inputs of facts, then those of findings (`field` is their name), and rules by stratum."""

    inputs: tuple[Input, ...]
    facts: int
    strata: tuple[tuple[CompiledRule, ...], ...]

    def encode(self, facts: Facts) -> list[int]:
        """Give the codes of all inputs; no finding is found yet."""
        values, coders = self._coders
        codes: list[int] = []
        for coder, value in zip(coders, values(facts), strict=True):
            codes += coder[value]
        return codes + [0] * (len(self.inputs) - self.facts)

    @cached_property
    def _coders(self) -> tuple[Callable[[Facts], tuple[Any, ...]], list[Any]]:
        """What reads the facts, and what codes each; the inputs of one field stand together."""
        coders = by_field(self.inputs[: self.facts], lambda _, codes: codes, lambda parts: [*chain(*parts)])
        return values_of(tuple(coders)), [*coders.values()]


_Key = tuple[str, "str | None"]


def compile_rulebook(rulebook: Rulebook, *, beside: Rulebook | None = None) -> Program:
    """Make a rulebook ready for an engine.

    With `beside`, facts are coded so that they tell apart what the rules of that one tell apart too: runners of both
    programs have the same codes.
    """
    forms = {name: normal_form(rule.when) for name, rule in rulebook.rules.items()}
    others = () if beside is None else (normal_form(rule.when) for rule in beside.rules.values())
    literals = {literal for form in (*forms.values(), *others) for conjunction in form for literal in conjunction}
    kinds = {name: kind_of(attribute) for name, attribute in fields_of(rulebook.vocabulary).items()}
    keys = sorted(
        {key_of(x.atom) for x in literals if not isinstance(x.atom, Finding)}, key=lambda key: (key[0], key[1] or "")
    )
    thresholds = _thresholds(literals, kinds)
    inputs = [_input(key, kinds[key[0]], thresholds.get(key, set())) for key in keys]
    facts = len(inputs)
    findings = sorted({finding for rule in rulebook.rules.values() for finding in rule.derive})
    inputs.extend(Input(finding, None, None, values=(True,)) for finding in findings)
    index = {key: i for i, key in enumerate(keys)} | {(name, None): facts + i for i, name in enumerate(findings)}

    positions = {literal: index[key_of(literal.atom)] for literal in literals if key_of(literal.atom) in index}
    masks = {literal: mask_of(literal, inputs[position]) for literal, position in positions.items()}

    def conjunction(form: frozenset[Literal]) -> Conjunction | None:
        merged: dict[int, int] = {}
        for literal in form:
            position, mask = positions[literal], masks[literal]
            merged[position] = merged.get(position, mask) & mask
        return tuple(sorted(merged.items())) if all(merged.values()) else None

    def compiled(name: str) -> CompiledRule:
        found = {conjunction(form) for form in forms[name]} - {None}
        derives = tuple(index[finding, None] for finding in rulebook.rules[name].derive)
        return CompiledRule(name, tuple(sorted(x for x in found if x is not None)), derives)

    return Program(tuple(inputs), facts, tuple(tuple(map(compiled, names)) for names in rulebook.strata))


def key_of(atom: Compare | Member | Unknown | Finding) -> _Key:
    """Give the field and key of the input that an atom reads."""
    if isinstance(atom, Finding):
        return atom.name, None
    return atom.path.field, atom.element if isinstance(atom, Member) else atom.path.key


def _number(kind: Kind) -> Whole | Number | None:
    kind = kind.item if isinstance(kind, MapOf) else kind
    return kind if isinstance(kind, (Whole, Number)) else None


def _thresholds(literals: set[Literal], kinds: Mapping[str, Kind]) -> dict[_Key, set[Threshold]]:
    """Collect, for each number, the thresholds of all rules that lie inside its range."""
    found: dict[_Key, set[Threshold]] = {}
    for literal in literals:
        atom = literal.atom
        if not isinstance(atom, Compare):
            continue
        kind = _number(kinds[atom.path.field])
        if kind is not None:
            bounds = (_bound(kind, atom, side) for side in _SIDES[atom.op])
            inside = {bound for bound in bounds if (kind.low, 0) < bound < (kind.high, 1)}
            found.setdefault(key_of(literal.atom), set()).update(inside)
    return found


# On which side of its number a comparison turns: below it, above it, or both.
_SIDES = {"<": (0,), ">=": (0,), "<=": (1,), ">": (1,), "==": (0, 1), "!=": (0, 1)}


def _bound(kind: Whole | Number, atom: Compare, side: int) -> Threshold:
    number = atom.values[0]
    assert isinstance(number, (int, float))  # noqa: S101 - the reader compares numbers with numbers only
    # Between two whole numbers there is nothing: just above 3 is just below 4.
    return (number + 1, 0) if side and isinstance(kind, Whole) else (number, side)


def _input(key: _Key, kind: Kind, bounds: set[Threshold]) -> Input:
    match kind:
        case Choice():
            return Input(*key, kind, values=kind.values)
        case Flag():
            return Input(*key, kind, values=(False, True))
        case SetOf() | Ids():
            return Input(*key, kind, values=(True,) if key[1] is None else (False, True))
        case _:
            return Input(*key, kind, bounds=tuple(sorted(bounds)))


def mask_of(literal: Literal, of: Input) -> int:
    """Give the codes of an input for which a literal holds, as bits."""
    known = (1 << of.size) - 2
    match literal.atom:
        case Unknown():
            return 1 if literal.positive else known
        case Finding():
            return 2 if literal.positive else 1
        case Member():
            holds = 4
        case _:
            holds = _compared(literal.atom, of)
    return (holds if literal.positive else known & ~holds) | (1 if literal.might else 0)


def _compared(atom: Compare, of: Input) -> int:
    number = None if of.kind is None else _number(of.kind)
    if number is not None:
        codes = [_interval_fits(atom, begins) for begins in ((number.low, 0), *of.bounds)]
    else:
        codes = [_value_fits(atom, position, value, of.values) for position, value in enumerate(of.values)]
    return sum(1 << code for code, fits in enumerate(codes, start=1) if fits)


def _interval_fits(atom: Compare, begins: Threshold) -> bool:
    """Say whether a comparison holds in the interval that begins at a threshold; all of it or none does."""
    number = atom.values[0]
    assert isinstance(number, (int, float))  # noqa: S101 - the reader compares numbers with numbers only
    match atom.op:
        case "<":
            return begins < (number, 0)
        case ">=":
            return begins >= (number, 0)
        case "<=":
            return begins < (number, 1)
        case ">":
            return begins >= (number, 1)
        case "==":
            return begins == (number, 0)
        case _:
            return begins != (number, 0)


def _value_fits(atom: Compare, position: int, value: str | bool, values: tuple[str | bool, ...]) -> bool:  # noqa: FBT001
    if atom.op == "in":
        return value in atom.values
    other = values.index(atom.values[0])  # the reader compares words with words only
    match atom.op:
        case "==":
            return position == other
        case "!=":
            return position != other
        case "<":
            return position < other
        case "<=":
            return position <= other
        case ">":
            return position > other
        case _:
            return position >= other
