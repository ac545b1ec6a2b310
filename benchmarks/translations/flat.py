"""Rules and runners as flat lists of properties with a number each, for engines that match one message.

What is unknown is not there. A word is its place among the words, an element of a set a property of its own, and a
finding a property as well.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from benchmarks.translations.spelling import NEGATED, name_of, words_of
from runstrength.facts import Choice, Flag, Ids, MapOf, SetOf
from runstrength.rulebook.conditions import Finding, Member, Unknown
from runstrength.rulebook.normal_form import normal_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runstrength.facts import Facts, Kind
    from runstrength.rulebook.normal_form import Literal
    from runstrength.rulebook.rule import Rule

__all__ = ["ABSENT", "THERE", "Tests", "alternatives", "properties"]

THERE = "there"
ABSENT = "absent"

# Each is an operator (a comparison, `THERE` or `ABSENT`), a property and a number; all have to hold.
Tests = tuple[tuple[str, str, float], ...]


def alternatives(rule: Rule, kinds: Mapping[str, Kind]) -> Iterator[Tests]:
    """Give the tests of each alternative; "unknown or so" makes two of one."""
    for conjunction in normal_form(rule.when):
        options = [tuple(_options(literal, kinds)) for literal in conjunction]
        for chosen in itertools.product(*options):
            yield tuple(sorted(itertools.chain.from_iterable(chosen)))


def _options(literal: Literal, kinds: Mapping[str, Kind]) -> Iterator[Tests]:
    atom = literal.atom
    there, absent = (THERE, ABSENT) if literal.positive else (ABSENT, THERE)
    if isinstance(atom, Finding):
        yield ((there, atom.name, 1),)
        return
    kind = kinds[atom.path.field]
    known = f"{atom.path.field}_known" if isinstance(kind, (Ids, SetOf)) else name_of(atom.path)
    if isinstance(atom, Unknown):
        yield ((absent, known, 1),)
        return
    if isinstance(atom, Member):
        held = (there, f"{atom.path.field}_{atom.element}", 1)
        if literal.might and literal.positive:
            yield ((ABSENT, known, 1),)
        # What might not be held may be not known at all; what is not held has to be known.
        yield (held,) if literal.might or literal.positive else ((THERE, known, 1), held)
        return
    if literal.might:
        yield ((ABSENT, known, 1),)
    words = words_of(atom, kind, positive=literal.positive)
    if words is not None:
        for word in words:
            yield (("==", known, _place(word, kind)),)
        return
    number = atom.values[0]
    assert isinstance(number, (int, float))  # noqa: S101 - the reader compares numbers with numbers only
    yield ((atom.op if literal.positive else NEGATED[atom.op], known, number),)


def _place(word: str | bool, kind: Kind) -> int:  # noqa: FBT001 - a flag is a word here
    return kind.values.index(word) if isinstance(kind, Choice) else int(word)


def properties(facts: Facts, kinds: Mapping[str, Kind]) -> Iterator[tuple[str, float]]:
    """Give what is known as numbers."""
    for field, kind in kinds.items():
        value = getattr(facts, field)
        if value is None:
            continue
        match kind:
            case SetOf() | Ids():
                yield f"{field}_known", 1
                yield from ((f"{field}_{element}", 1) for element in value)
            case MapOf():
                yield from ((f"{field}_{key}", number) for key, number in value.items())
            case Choice() | Flag():
                yield field, _place(value, kind)
            case _:
                yield field, value
