"""Conditions as alternatives of literals: where the three truth values end.

A condition is true where one of its conjunctions is, and a conjunction is where all of its literals are. A literal is
an atom that is known and so (or, negated, known and not so), and with `might` also where it is unknown. Nothing
behind this module knows a third truth value.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import attrs

from runstrength.rulebook.conditions import And, Finding, Maybe, Not, Or, Unknown

if TYPE_CHECKING:
    from runstrength.rulebook.conditions import Compare, Condition, Member

__all__ = ["MAX_CONJUNCTIONS", "Literal", "TooManyConjunctionsError", "normal_form"]

MAX_CONJUNCTIONS = 64


@attrs.frozen
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
    found: frozenset[Conjunction] = frozenset({frozenset()})
    for form in forms:
        found = _bounded(frozenset(a | b for a, b in itertools.product(found, form)))
    return found


def _bounded(form: frozenset[Conjunction]) -> frozenset[Conjunction]:
    if len(form) > MAX_CONJUNCTIONS:
        raise TooManyConjunctionsError
    return form
