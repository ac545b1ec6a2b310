"""The kinds of facts that a vocabulary can declare: what a fact may be, and how that is said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from runstrength.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Choice", "Entries", "Flag", "Ids", "Kind", "MapOf", "Number", "SetOf", "Whole", "listed"]


def listed(values: Iterable[str]) -> str:
    """List words as they are listed in every message."""
    return " · ".join(values)


@attrs.frozen
class Choice:
    """One word of a closed list; if `ordered`, from least to most, and only then may a rule compare with `<`."""

    values: tuple[str, ...]
    ordered: bool = False
    # What people say instead, and the value that they mean: for hints, never taken as the value itself.
    nicknames: Mapping[str, str] = attrs.field(factory=dict, eq=False, repr=False)

    def holds(self, value: object) -> bool:
        """Say whether a value is one of this kind just as it stands, with nothing left to read."""
        return type(value) is str and value in self.values

    def allowed(self) -> str:
        """Say in words what is allowed."""
        return listed(self.values)


@attrs.frozen
class Whole:
    """A whole number from `low` to `high`, both included."""

    low: int
    high: int
    unit: str = ""

    def holds(self, value: object) -> bool:
        """Say whether a value is one of this kind just as it stands, with nothing left to read."""
        return type(value) is int and self.low <= value <= self.high

    def allowed(self) -> str:
        """Say in words what is allowed."""
        return f"a whole number from {self.low} to {self.high}{self.unit and ' ' + self.unit}"


@attrs.frozen
class Number:
    """A number from `low` to `high`, both included."""

    low: float
    high: float
    unit: str = ""

    def holds(self, value: object) -> bool:
        """Say whether a value is one of this kind just as it stands, with nothing left to read."""
        if type(value) is float:  # whole numbers are held as such, however they were written
            return self.low <= value <= self.high and not value.is_integer()
        return type(value) is int and self.low <= value <= self.high

    def allowed(self) -> str:
        """Say in words what is allowed."""
        return f"a number from {self.low:g} to {self.high:g}{self.unit and ' ' + self.unit}"


@attrs.frozen
class Flag:
    """True or false."""

    def holds(self, value: object) -> bool:
        """Say whether a value is one of this kind just as it stands, with nothing left to read."""
        return type(value) is bool

    def allowed(self) -> str:
        """Say in words what is allowed."""
        return "true · false"


@attrs.frozen
class SetOf:
    """A set of words of a closed list; an empty one says "none of them"."""

    values: tuple[str, ...]

    def holds(self, value: object) -> bool:
        """Say whether a value is one of this kind just as it stands, with nothing left to read."""
        return type(value) is frozenset and all(type(word) is str and word in self.values for word in value)

    def allowed(self) -> str:
        """Say in words what is allowed."""
        return f"a list of {listed(self.values)}"


@attrs.frozen
class Ids:
    """A set of names that the rulebook at hand declares: the ids of its catalogue of exercises."""

    of: str = "exercise"

    def holds(self, value: object) -> bool:
        """Say whether a value is one of this kind just as it stands, with nothing left to read."""
        return type(value) is frozenset and all(type(name) is str for name in value)

    def allowed(self) -> str:
        """Say in words what is allowed."""
        return f"a list of {self.of} ids"


@attrs.frozen
class MapOf:
    """A map from words of a closed list to facts of one kind; an entry that is absent is unknown."""

    keys: tuple[str, ...]
    item: Whole | Number

    def holds(self, value: object) -> bool:
        """Say whether a value is one of this kind just as it stands, with nothing left to read."""
        if type(value) is not Entries or not value or not all(map(self.item.holds, value.values())):
            return False
        return [*value] == [key for key in self.keys if key in value]

    def allowed(self) -> str:
        """Say in words what is allowed."""
        return f"a mapping of {listed(self.keys)} to {self.item.allowed()}"


Kind = Choice | Whole | Number | Flag | SetOf | Ids | MapOf


class Entries(Table[str, "int | float"]):
    """The known entries of a map: immutable, hashable, and made to be pickled."""

    __slots__ = ()

    def __hash__(self) -> int:  # type: ignore[override] # a dict has none, because it can change
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[type[Entries], tuple[dict[str, int | float]]]:
        return Entries, (dict(self),)
