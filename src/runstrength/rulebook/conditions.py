"""Conditions as a tree: a small typed language, never evaluated as code.

    pain.knee >= 1 and not acute_knee
    any pain in leg_sites >= 6 or maybe(strength_experience == none)

`str()` of a condition is a text that `runstrength.rulebook.parsing` reads back as the same condition.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "ALWAYS",
    "NEVER",
    "And",
    "Compare",
    "Condition",
    "Finding",
    "Maybe",
    "Member",
    "Not",
    "Or",
    "Path",
    "Unknown",
    "atoms_of",
    "findings_of",
    "paths_of",
    "walk",
]


@attrs.frozen
class Path:
    """A fact: a field, and for a map the entry of it."""

    field: str
    key: str | None = None

    @classmethod
    def of(cls, text: str) -> Path:
        """Read a path as `str()` writes it: `pain.knee`."""
        field, _, key = text.partition(".")
        return cls(field, key or None)

    def __str__(self) -> str:
        return self.field if self.key is None else f"{self.field}.{self.key}"


@attrs.frozen(cache_hash=True)
class Compare:
    """A fact beside literals: `op` is one of `== != < <= > >=` with one value, or `in` with several."""

    path: Path
    op: str
    values: tuple[str | int | float | bool, ...]

    def __str__(self) -> str:
        if self.op == "in":
            return f"{self.path} in [{', '.join(map(_literal, self.values))}]"
        return f"{self.path} {self.op} {_literal(self.values[0])}"


@attrs.frozen(cache_hash=True)
class Member:
    """Whether a set holds an element."""

    element: str
    path: Path

    def __str__(self) -> str:
        return f"{self.element} in {self.path}"


@attrs.frozen
class Unknown:
    """Whether nothing is known of a fact."""

    path: Path

    def __str__(self) -> str:
        return f"unknown({self.path})"


@attrs.frozen
class Finding:
    """Whether some rule that fired derives this finding."""

    name: str

    def __str__(self) -> str:
        return self.name


@attrs.frozen
class Not:
    """The negation of a condition."""

    item: Condition

    def __str__(self) -> str:
        return f"not {_wrapped(self.item)}"


@attrs.frozen
class Maybe:
    """True where the condition is true or might be."""

    item: Condition

    def __str__(self) -> str:
        return f"maybe({self.item})"


@attrs.frozen
class And:
    """All of them; of none, true."""

    items: tuple[Condition, ...]

    def __str__(self) -> str:
        return " and ".join(map(_wrapped, self.items)) or "always"


@attrs.frozen
class Or:
    """Any of them; of none, false."""

    items: tuple[Condition, ...]

    def __str__(self) -> str:
        return " or ".join(map(_wrapped, self.items)) or "never"


Condition = Compare | Member | Unknown | Finding | Not | Maybe | And | Or

ALWAYS = And(())
NEVER = Or(())


def _literal(value: str | float | bool) -> str:  # noqa: FBT001 - a literal may be true or false
    if isinstance(value, bool):
        return "true" if value else "false"
    # Without an exponent, which is no literal of the language.
    return format(Decimal(str(value)), "f") if isinstance(value, float) else str(value)


def _wrapped(item: Condition) -> str:
    return f"({item})" if isinstance(item, (And, Or)) and item.items else str(item)


def walk(condition: Condition) -> Iterator[Condition]:
    """Give a condition and all conditions inside it."""
    yield condition
    match condition:
        case And(items) | Or(items):
            for item in items:
                yield from walk(item)
        case Not(item) | Maybe(item):
            yield from walk(item)
        case _:
            pass


def atoms_of(condition: Condition) -> list[Compare | Member | Unknown | Finding]:
    """Give what a condition is made of, in no order."""
    found: list[Compare | Member | Unknown | Finding] = []
    waiting = [condition]
    while waiting:
        match waiting.pop():
            case And(items) | Or(items):
                waiting += items
            case Not(item) | Maybe(item):
                waiting.append(item)
            case atom:
                found.append(atom)
    return found


def paths_of(condition: Condition) -> frozenset[Path]:
    """Give every fact that a condition reads."""
    return frozenset(atom.path for atom in atoms_of(condition) if not isinstance(atom, Finding))


def findings_of(condition: Condition) -> frozenset[str]:
    """Give every finding that a condition uses."""
    return frozenset(atom.name for atom in atoms_of(condition) if isinstance(atom, Finding))
