"""The columns that facts are put in, whatever the input: one type for each kind, in every piece.

Text, as it stands in a cell, is read by what its column holds; what cannot be read stays text, to be judged as such.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import attrs
import pyarrow as pa

from runstrength.facts import Choice, Flag, Ids, MapOf, Number, SetOf, Whole, fields_of, kind_of
from runstrength.strangers import MOST_ENTRIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from runstrength.frame.columns import Layout
    from runstrength.kinds import Kind
    from runstrength.rulebook.rule import Rulebook

__all__ = ["Cells", "Unread", "holds", "kinds_of", "kinds_of_columns", "type_of"]

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_MOST_CELLS, _LONG = 10_000, 200  # different cells of a column that are remembered, and their characters


def kinds_of(rulebook: Rulebook) -> dict[str, Kind]:
    """Give the kind of every fact of a vocabulary."""
    return {name: kind_of(attribute) for name, attribute in fields_of(rulebook.vocabulary).items()}


def kinds_of_columns(layout: Layout) -> dict[str, Kind]:
    """Give the kind of what stands in each column: of a map its entries, of a set that is spread truth."""
    found: dict[str, Kind] = {}
    for place in layout.places:
        one = place.kind.item if isinstance(place.kind, MapOf) else Flag()
        found |= dict.fromkeys(place.columns, one if place.column is None else place.kind)
    return found


def type_of(kind: Kind) -> Any:
    """Give the type of the column for a kind of fact."""
    match kind:
        case Choice():
            return pa.string()
        case Flag():
            return pa.bool_()
        case Whole() | Number():
            return pa.float64()
        case SetOf() | Ids():
            return pa.list_(pa.string())
        case MapOf():
            return pa.struct([(key, pa.float64()) for key in kind.keys])


def holds(kind: Kind, rulebook: Rulebook) -> Callable[[Any], bool]:
    """Give what says whether a value, as JSON knows it, is of a kind as it stands."""
    match kind:
        case SetOf() | Ids():
            words = frozenset(kind.values if isinstance(kind, SetOf) else rulebook.exercises)

            def listed(value: Any) -> bool:
                try:
                    return type(value) is list and len(value) <= MOST_ENTRIES and words.issuperset(value)
                except TypeError:  # a mapping or a list cannot be looked up, and is no word
                    return False

            return listed
        case MapOf(keys, item):
            fits = holds(item, rulebook)
            return lambda value: (
                type(value) is dict and all(key in keys and (one is None or fits(one)) for key, one in value.items())
            )
        case Whole(low, high) | Number(low, high):
            whole = isinstance(kind, Whole)
            return lambda value: (
                (type(value) is int or (type(value) is float and (not whole or value.is_integer())))
                and low <= value <= high
            )
        case _:
            return kind.holds


@attrs.frozen(eq=False)
class Unread:
    """A value that is not what its column holds."""

    said: Any


class Cells(dict[str, Any]):
    """What the cells of a column say, each text read once: a value, None for an empty cell, or `Unread`."""

    def __init__(self, kind: Kind, rulebook: Rulebook) -> None:
        super().__init__()
        self.kind = kind
        self.holds = holds(kind, rulebook)

    def __missing__(self, cell: str) -> Any:
        value = _value(self.kind, cell.strip())
        found = value if value is None or self.holds(value) else Unread(value)
        if len(cell) <= _LONG:
            if len(self) >= _MOST_CELLS:
                self.clear()
            self[cell] = found
        return found


def _value(kind: Kind, text: str) -> Any:
    """Read a cell: a number, true or false, words of a set with `;` between them (`;` alone is a set of none)."""
    if not text:
        return None
    match kind:
        case Flag():
            return {"true": True, "false": False}.get(text.lower(), text)
        case Whole() | Number():
            if _WHOLE.fullmatch(text):
                return int(text)
            number = float(text) if _NUMBER.fullmatch(text) else text
            return int(number) if type(number) is float and number.is_integer() else number
        case SetOf() | Ids():
            return [word.strip() for word in text.split(";") if word.strip()]
        case _:
            return text
