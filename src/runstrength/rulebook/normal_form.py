"""Conditions as alternatives of literals: where the three truth values end.

A condition is true where one of its conjunctions is, and a conjunction is where all of its literals are. A literal is
an atom that is known and so (or, negated, known and not so), and with `might` also where it is unknown. Nothing
behind this module knows a third truth value.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import attrs

from runstrength.rulebook.conditions import And, Finding, Maybe, Not, Or, Unknown

if TYPE_CHECKING:
    from runstrength.rulebook.conditions import Compare, Condition, Member

__all__ = ["MAX_CONJUNCTIONS", "Literal", "TooManyConjunctionsError", "is_bounded", "normal_form"]

MAX_CONJUNCTIONS = 64


@attrs.frozen(cache_hash=True)
class Literal:
    """An atom, or its negation; with `might` it also holds where the fact is unknown."""

    atom: Compare | Member | Unknown | Finding
    positive: bool
    might: bool


Conjunction = frozenset[Literal]


class TooManyConjunctionsError(Exception):
    """A condition has more alternatives than `MAX_CONJUNCTIONS`."""


def normal_form(condition: Condition) -> frozenset[Conjunction]:
    """Give the conjunctions of a condition. Raises `TooManyConjunctionsError`."""
    return _form(condition, positive=True, might=False)


def is_bounded(condition: Condition) -> bool:
    """Say whether a condition has a normal form; what is plain to see is said without making it."""
    try:
        if _most(condition, positive=True) > MAX_CONJUNCTIONS:
            normal_form(condition)
    except TooManyConjunctionsError:
        return False
    return True


def _most(condition: Condition, *, positive: bool) -> int:
    """Give how many conjunctions there are at most, at the end and on the way to it."""
    if isinstance(condition, (And, Or)):
        sizes = [_most(item, positive=positive) for item in condition.items]
        return math.prod(sizes) if isinstance(condition, And) == positive else max(1, sum(sizes))
    if isinstance(condition, (Not, Maybe)):
        return _most(condition.item, positive=positive != isinstance(condition, Not))
    return 1


def _form(condition: Condition, *, positive: bool, might: bool) -> frozenset[Conjunction]:
    """Give where a condition is true (if not `positive`, false); with `might`, also where that is not known."""
    match condition:
        case Not(item):
            return _form(item, positive=not positive, might=might)
        case Maybe(item):
            # `maybe` is itself never unknown: it holds where its inside might, and fails where that is known to fail.
            return _form(item, positive=positive, might=positive)
        case And(items) | Or(items):
            forms = [_form(item, positive=positive, might=might) for item in items]
            return _all(forms) if isinstance(condition, And) == positive else _any(forms)
        case Unknown() | Finding():
            return frozenset({frozenset({Literal(condition, positive, might=False)})})
        case _:
            return frozenset({frozenset({Literal(condition, positive, might)})})


def _any(forms: list[frozenset[Conjunction]]) -> frozenset[Conjunction]:
    return _bounded(frozenset().union(*forms))


def _all(forms: list[frozenset[Conjunction]]) -> frozenset[Conjunction]:
    if all(len(form) == 1 for form in forms):
        return frozenset({frozenset().union(*(conjunction for form in forms for conjunction in form))})
    found: frozenset[Conjunction] = frozenset({frozenset()})
    for form in forms:
        found = _bounded(frozenset(a | b for a, b in itertools.product(found, form)))
    return found


def _bounded(form: frozenset[Conjunction]) -> frozenset[Conjunction]:
    if len(form) > MAX_CONJUNCTIONS:
        raise TooManyConjunctionsError
    return form
