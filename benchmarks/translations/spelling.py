"""Conditions written out in another language: one walk over the tree, the atoms spelt by whoever translates.

Most languages know two truth values, so the three of a condition end here, as they do in the library's own
compiler: each atom is asked for as "known and so" or, where `might` is set, also as "unknown".
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Protocol

from runstrength.facts import Choice, Flag, fields_of, kind_of
from runstrength.rulebook.conditions import And, Compare, Finding, Maybe, Member, Not, Or, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from runstrength.facts import Kind
    from runstrength.rulebook.conditions import Condition, Path
    from runstrength.rulebook.rule import Rulebook

__all__ = ["NEGATED", "Spelling", "kinds_of", "name_of", "spelt", "words_of"]

NEGATED = {"<": ">=", ">=": "<", "<=": ">", ">": "<=", "==": "!=", "!=": "=="}
_COMPARE: Mapping[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


class Spelling(Protocol):
    """How a language writes what a condition is made of; `might` means that unknown is enough."""

    def every(self, parts: Sequence[str]) -> str:
        """Write that all of several hold; of none, true."""
        ...

    def some(self, parts: Sequence[str]) -> str:
        """Write that one of several holds; of none, false."""
        ...

    def word(self, path: Path, words: Sequence[str | bool], *, might: bool) -> str:
        """Write that a fact is one of these words."""
        ...

    def number(self, path: Path, op: str, number: float, *, might: bool) -> str:
        """Write a comparison with a number."""
        ...

    def member(self, path: Path, element: str, *, inside: bool, might: bool) -> str:
        """Write that a set holds an element, or is known not to."""
        ...

    def unknown(self, path: Path, *, unknown: bool) -> str:
        """Write that nothing is known of a fact, or something is."""
        ...

    def finding(self, name: str, *, found: bool) -> str:
        """Write that a finding was made, or was not."""
        ...


def spelt(condition: Condition, spelling: Spelling, kinds: Mapping[str, Kind]) -> str:
    """Write a condition out."""

    def write(condition: Condition, *, positive: bool, might: bool) -> str:
        match condition:
            case Not(item):
                return write(item, positive=not positive, might=might)
            case Maybe(item):
                return write(item, positive=positive, might=positive)
            case And(items) | Or(items):
                parts = [write(item, positive=positive, might=might) for item in items]
                return spelling.every(parts) if isinstance(condition, And) == positive else spelling.some(parts)
            case Finding(name):
                return spelling.finding(name, found=positive)
            case Unknown(path):
                return spelling.unknown(path, unknown=positive)
            case Member(element, path):
                return spelling.member(path, element, inside=positive, might=might)
            case Compare(path, op, values):
                words = words_of(condition, kinds[path.field], positive=positive)
                if words is not None:
                    return spelling.word(path, words, might=might)
                number = values[0]
                assert isinstance(number, (int, float))  # noqa: S101 - the reader compares numbers with numbers only
                return spelling.number(path, op if positive else NEGATED[op], number, might=might)

    return write(condition, positive=True, might=False)


def words_of(atom: Compare, kind: Kind, *, positive: bool) -> tuple[str | bool, ...] | None:
    """Give the words for which a comparison holds, or of a number None: nobody writes an order of words by hand."""
    values: list[str | bool]
    match kind:
        case Choice(words):
            values = [*words]
        case Flag():
            values = [False, True]
        case _:
            return None

    if atom.op == "in":
        holds = [value in atom.values for value in values]
    else:
        other = next(place for place, value in enumerate(values) if value == atom.values[0])
        holds = [_COMPARE[atom.op](place, other) for place in range(len(values))]
    return tuple(value for value, held in zip(values, holds, strict=True) if held == positive)


def kinds_of(rulebook: Rulebook) -> Mapping[str, Kind]:
    """Give the kind of each field of a rulebook's vocabulary."""
    return {name: kind_of(attribute) for name, attribute in fields_of(rulebook.vocabulary).items()}


def name_of(path: Path) -> str:
    """Give a fact a name that is one word."""
    return path.field if path.key is None else f"{path.field}_{path.key}"
