"""From a stranger's mapping to known values: every field is read, and every problem on the way is noted."""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any

import attrs

from runstrength.errors import Problem, ProfileError
from runstrength.kinds import Choice, Entries, Flag, Ids, MapOf, Number, SetOf, Whole, listed
from runstrength.strangers import (
    MOST_ENTRIES,
    UNREADABLE,
    ask,
    exact_number,
    exact_text,
    held,
    nearest,
    path_part,
    show,
    show_entry,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from runstrength.kinds import Kind

__all__ = ["understand"]

# To look for the nearest name takes most of a millisecond; nobody reads as many hints.
MOST_HINTS = 50


def understand(
    kinds: Mapping[str, Kind], required: frozenset[str], mapping: object, ids: frozenset[str] | None
) -> dict[str, Any]:
    """Read the fields of a vocabulary (their kinds, and which of them are required).

    `ids` are the names that fields of ids may hold, None for any. Raises `ProfileError` with all that is wrong.
    """
    reader = _Reader(ids)
    entries = reader.entries("$", mapping, f"a mapping with any of {listed(kinds)}")
    if entries is None:
        raise ProfileError(reader.problems)
    values: dict[str, Any] = dict.fromkeys(kinds)
    given: dict[str, object] = {}
    strange: list[tuple[object, object]] = []
    for key, item in entries:
        name = exact_text(key)
        if name is not None and name in kinds:
            given[name] = item
        else:
            strange.append((key, item))
    for name, kind in kinds.items():
        item = given.get(name)
        if item is UNREADABLE:
            reader.note(name, show_entry(item), "could not be read", kind.allowed())
        elif item is not None:
            values[name] = item if kind.holds(item) and type(kind) is not Ids else reader.read(kind, name, item)
        elif name in required:
            reader.wrong(name, None, "is required", kind.allowed())
    for key, item in sorted(strange, key=lambda entry: path_part(entry[0])):
        known_here = listed(kinds)
        reader.note(path_part(key), show_entry(item), "is not a known field", known_here, exact_text(key), kinds)
    if reader.problems:
        raise ProfileError(reader.problems)
    return values


class _Reader:
    """Reads one mapping into facts, and notes every problem on the way."""

    def __init__(self, ids: frozenset[str] | None) -> None:
        self.ids = ids
        self.problems: list[Problem] = []

    def wrong(self, path: str, value: object, message: str, allowed: str, known: Iterable[str] = ()) -> None:
        self.note(path, show(value), message, allowed, value, known)

    def note(  # noqa: PLR0913, PLR0917 - a problem has these parts
        self, path: str, shown: str, message: str, allowed: str, word: object = None, known: Iterable[str] = ()
    ) -> None:
        """Note a problem, and for a misspelt word the nearest of those known."""
        near = nearest(word, known) if len(self.problems) < MOST_HINTS else None
        self.problems.append(Problem(path, shown, message, allowed, near))

    def read(self, kind: Kind, path: str, value: object) -> Any:  # noqa: ANN401
        """Read a value that is not null; give None if it cannot be right."""
        match kind:
            case Choice():
                return self.choice(kind, path, value)
            case Whole() | Number():
                return self.number(kind, path, value)
            case Flag():
                return self.flag(path, value)
            case SetOf():
                return self.words(path, value, kind.values, kind.allowed())
            case Ids():
                return self.names(path, value, kind.allowed())
            case MapOf():
                return self.map(kind, path, value)

    def choice(self, kind: Choice, path: str, value: object) -> str | None:
        found = self.word(path, value, kind.values, kind.allowed(), "is not one of the words allowed")
        if found is None:
            near = nearest(exact_text(value), kind.values, kind.nicknames)
            self.problems[-1] = attrs.evolve(self.problems[-1], nearest=near)
        return found

    def word(self, path: str, value: object, known: Iterable[str], allowed: str, message: str) -> str | None:
        text = exact_text(value)
        if text is None:
            self.wrong(path, value, "is not text", allowed)
        elif text in known:
            return text
        else:
            self.wrong(path, text, message, allowed, known)
        return None

    def flag(self, path: str, value: object) -> bool | None:
        if type(value) is bool:
            return value
        self.wrong(path, value, "is not true or false", "true · false")
        return None

    def number(self, kind: Whole | Number, path: str, value: object) -> int | float | None:
        number = exact_number(value)
        if number is None:
            self.wrong(path, value, "is not a number", kind.allowed())
            return None
        if not math.isfinite(number) if type(number) is float else False:
            self.wrong(path, number, "is not a finite number", kind.allowed())
            return None
        if isinstance(kind, Whole) and type(number) is float and not number.is_integer():
            self.wrong(path, number, "is not a whole number", kind.allowed())
            return None
        if not kind.low <= number <= kind.high:
            self.wrong(path, number, "is out of range", kind.allowed())
            return None
        # Equal numbers are one fact, however they were written.
        return int(number) if type(number) is float and number.is_integer() else number

    def words(self, path: str, value: object, known: tuple[str, ...], allowed: str) -> frozenset[str] | None:
        items = self.items(path, value, allowed, known)
        if items is None:
            return None
        words = [
            self.word(f"{path}[{index}]", item, known, listed(known), "is not one of the words allowed")
            for index, item in enumerate(items)
        ]
        return frozenset(word for word in words if word is not None)

    def names(self, path: str, value: object, allowed: str) -> frozenset[str] | None:
        items = self.items(path, value, allowed, self.ids or ())
        if items is None:
            return None
        known = self.ids
        words: list[str | None] = []
        for index, item in enumerate(items):
            at = f"{path}[{index}]"
            if known is not None:
                words.append(
                    self.word(at, item, known, "an exercise id of the rulebook", "is not an exercise known here")
                )
                continue
            text = exact_text(item)
            if text is None:
                self.wrong(at, item, "is not text", "an exercise id")
            words.append(text)
        return frozenset(word for word in words if word is not None)

    def items(self, path: str, value: object, allowed: str, known: Collection[str]) -> list[object] | None:
        """Give the elements of a list, tuple or set; a text is not one."""
        text = exact_text(value)
        if text is not None:
            hint = f"{allowed}, such as [{text if text in known else ''}]"
            self.wrong(path, text, "is a text, not a list", hint)
            return None
        found = self.taken(path, value, (list, tuple, AbstractSet), "is not a list", allowed)
        # A set has no order of its own; give its problems one.
        return found if found is None or ask(isinstance, value, (list, tuple)) is True else sorted(found, key=show)

    def taken(
        self, path: str, value: object, kinds: tuple[type, ...], otherwise: str, allowed: str
    ) -> list[object] | None:
        """Give what a list, a set or a mapping holds."""
        found = ask(held, value, kinds)
        if found is None:
            self.wrong(path, value, otherwise, allowed)
        elif type(found) is not list:
            self.wrong(path, value, "could not be read", allowed)
        elif len(found) > MOST_ENTRIES:
            self.wrong(path, value, f"has more than {MOST_ENTRIES} entries", allowed)
        else:
            return found
        return None

    def map(self, kind: MapOf, path: str, value: object) -> Mapping[str, int | float] | None:
        entries = self.entries(path, value, kind.allowed())
        if entries is None:
            return None
        found: dict[str, int | float] = {}
        for key, item in entries:
            name = exact_text(key)
            at = f"{path}.{path_part(key)}"
            if name is None or name not in kind.keys:
                self.note(at, show_entry(item), "is not known", listed(kind.keys), name, kind.keys)
            elif item is UNREADABLE:
                self.note(at, show_entry(item), "could not be read", kind.item.allowed())
            elif item is not None:
                number = self.number(kind.item, at, item)
                if number is not None:
                    found[name] = number
        return Entries({key: found[key] for key in kind.keys if key in found}) if found else None

    def entries(self, path: str, value: object, allowed: str) -> list[tuple[object, object]] | None:
        """Give the entries of a mapping; a value that raises when asked for is `UNREADABLE`."""
        keys = self.taken(path, value, (Mapping,), "is not a mapping", allowed)
        return None if keys is None else [(key, ask(operator.getitem, value, key)) for key in keys]
