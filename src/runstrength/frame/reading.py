"""Reading the columns of a block of rows: what leaves ask of them, and in which rows a value cannot be right.

A column whose type fits its kind of fact is read as a whole, at the speed of numpy. Every other is read value by value
by what reads a single runner too, so that nothing is decided here that is decided there.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, cast

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from runstrength.errors import ProfileError
from runstrength.facts import Choice, Flag, Ids, MapOf, Number, SetOf, Whole
from runstrength.frame.bits import flags_of, known_of, none, of_bitmap, packed
from runstrength.frame.columns import words_of
from runstrength.strangers import MOST_ENTRIES, UNREADABLE, ask
from runstrength.understanding import understand

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy.typing as npt

    from runstrength.engine.inputs import Threshold
    from runstrength.frame.bits import Flags, Words
    from runstrength.frame.columns import Layout, Place
    from runstrength.frame.formulas import Leaf, Path
    from runstrength.kinds import Kind
    from runstrength.rulebook.rule import Rulebook

    # An array of Arrow's, or the values themselves where Arrow has no type for them; None is unknown.
    Values = Any

__all__ = ["Block", "plain_values", "salvaged"]


@attrs.frozen(eq=False)
class _Column:
    """What is known of a column, as bits."""

    known: Words


@attrs.frozen(eq=False)
class _Truths(_Column):
    """A flag, or one element of a set; `true` only where it is known."""

    true: Words


@attrs.frozen(eq=False)
class _Spoken(_Column):
    """Words, each row's by its position in a dictionary; a word may stand there more than once."""

    positions: npt.NDArray[Any]
    places: Mapping[str, list[int]]
    scratch: Flags

    def is_(self, word: str) -> Words:
        found = none(len(self.positions))
        for place in self.places[word]:
            found |= packed(np.equal(self.positions, place, out=self.scratch))
        found &= self.known
        return found


@attrs.frozen(eq=False)
class _Numbers(_Column):
    values: npt.NDArray[Any]
    scratch: Flags

    def from_(self, threshold: Threshold) -> Words:
        found = self.past(*threshold)
        found &= self.known
        return found

    def past(self, number: float, above: int) -> Words:
        """Give where a number is not below another, or `above` it; what lies in unknown rows means nothing."""
        compare: np.ufunc = np.greater_equal
        if self.values.dtype.kind in "iu":
            exact: Any = math.floor(number) + 1 if above else math.ceil(number)
        else:
            # A number that has no place among those of a narrow column must not be rounded to one that has.
            exact = number if float(self.values.dtype.type(number)) == number else np.float64(number)
            compare = np.greater if above else compare
        return packed(compare(self.values, exact, out=self.scratch))


class Block:
    """Some rows of a frame, read: what their columns answer, and `wrong`, where a value cannot be right."""

    def __init__(self, layout: Layout, rulebook: Rulebook, columns: Mapping[str, Values], rows: int) -> None:
        self.rows = rows
        self.rulebook = rulebook
        self.ids = frozenset(rulebook.exercises)
        self.scratch = np.empty(rows, np.bool_)  # of comparisons, before they are packed: memory that stays near
        self.columns: dict[Path, _Column] = {}
        self.wrong = ~none(rows) if layout.missing else none(rows)
        for place in layout.places:
            if place.column is not None:
                self.read(place.field, place.kind, columns[place.column])
            elif isinstance(place.kind, MapOf):
                for key, name in place.spread.items():
                    self.columns[place.field, key] = self.one(place.kind.item, columns[name])
            else:
                self.spread_set(place, columns)
            if place.required:
                self.wrong |= ~self.columns[place.field, None].known

    def answer(self, leaf: Leaf) -> Words:
        """Give where the answer to what a leaf asks is yes; it is not where nothing is known."""
        column = self.columns[leaf.path]
        if leaf.asks == "known":
            return column.known
        if isinstance(column, _Spoken):
            return column.is_(leaf.word)
        if isinstance(column, _Numbers):
            return column.from_(leaf.threshold)
        assert isinstance(column, _Truths)  # noqa: S101 - there is no other
        return column.true

    def numbers_of(self, field: str) -> npt.NDArray[np.float64]:
        """Give the numbers of a field, NaN where it is not known, or is no number."""
        column = self.columns.get((field, None))
        if not isinstance(column, _Numbers):
            return np.full(self.rows, np.nan)
        return np.where(flags_of(column.known & ~self.wrong, self.rows), column.values, np.nan)

    def read(self, field: str, kind: Kind, values: Values) -> None:
        """Read a fact that stands in one column."""
        if not _fits(kind, values):
            values, wrong = self.by_hand(kind, values)
            self.wrong |= packed(wrong)
        match kind:
            case SetOf() | Ids():
                self.listed(field, kind, values)
            case MapOf():
                names = [of.name for of in values.type]
                parts = dict(zip(names, values.flatten(), strict=True))
                for key in kind.keys:
                    part = parts.get(key)
                    self.columns[field, key] = self.one(kind.item, pa.nulls(self.rows) if part is None else part)
            case _:
                self.columns[field, None] = self.one(kind, values)

    def one(self, kind: Kind, values: Values) -> _Column:
        """Read a column with one value in a row."""
        if not _fits(kind, values):
            values, wrong = self.by_hand(kind, values)
            self.wrong |= packed(wrong)
        if isinstance(kind, Choice):
            return self.spoken(kind, values)
        if isinstance(kind, Flag):
            known = known_of(values)
            true = (
                none(self.rows)
                if pa.types.is_null(values.type)
                else of_bitmap(values.buffers()[1], values.offset, self.rows)
            )
            return _Truths(known, true & known)
        assert isinstance(kind, (Whole, Number))  # noqa: S101 - there is no other
        return self.numbers(kind, values)

    def numbers(self, kind: Whole | Number, values: Values) -> _Numbers:
        """Read a column of numbers."""
        known = known_of(values)
        if pa.types.is_null(values.type):
            return _Numbers(known, np.zeros(self.rows, np.int8), self.scratch)
        whole = pa.types.is_integer(values.type)
        numbers = np.frombuffer(values.buffers()[1], values.type.to_pandas_dtype())[values.offset :][: self.rows]
        found = _Numbers(known, numbers, self.scratch)
        with np.errstate(invalid="ignore"):
            # The least and the greatest are found far quicker than the rows; of numbers that are none, both are none.
            if self.rows and not (kind.low <= numbers.min() and numbers.max() <= kind.high):
                self.wrong |= known & ~(
                    found.past(kind.low, 0) & ~found.past(kind.high, 1) & ~packed(np.isnan(numbers))
                )
            if isinstance(kind, Whole) and not whole:
                self.wrong |= known & ~packed(numbers == np.floor(numbers))
        return found

    def spoken(self, kind: Choice, values: Values) -> _Spoken:
        """Read a column of words."""
        known, positions, words = _dictionary(values)
        places: dict[str, list[int]] = {word: [] for word in kind.values}
        strange = np.zeros(len(words), np.bool_)
        for position, word in enumerate(words):
            if word in places:
                places[word].append(position)
            elif word is None:
                known = known & ~packed(positions == position)
            else:
                strange[position] = True
        if strange.any():
            # What stands where nothing is known means nothing, and may lie outside.
            self.wrong |= packed(strange[np.where(flags_of(known, self.rows), positions, 0)]) & known
        return _Spoken(known, positions, places, self.scratch)

    # sets

    def listed(self, field: str, kind: SetOf | Ids, values: Values) -> None:
        """Read a set from a column of lists."""
        known = known_of(values)
        if pa.types.is_null(values.type):
            lengths, (inside, positions, words) = np.zeros(self.rows, np.int64), _dictionary(pa.nulls(0))
        else:
            lengths = pc.fill_null(pc.list_value_length(values), 0).to_numpy(zero_copy_only=False).astype(np.int64)
            inside, positions, words = _dictionary(pc.list_flatten(values))
        rows = np.repeat(np.arange(self.rows), lengths)
        known_words = words_of(kind, self.rulebook)
        index = {word: number for number, word in enumerate(known_words)}
        strange = len(known_words)
        meant = np.array([strange if word is None else index.get(word, strange) for word in words], np.int64)
        of = np.full(len(rows), strange)
        there = flags_of(inside, len(rows))
        of[there] = meant[positions[there]]
        flags = np.zeros((strange + 1, self.rows), np.bool_)
        flags[of, rows] = True
        self.wrong |= packed(flags[strange] | (lengths > MOST_ENTRIES)) & known
        self.columns[field, None] = _Column(known)
        for word, number in index.items():
            self.columns[field, word] = _Truths(known, packed(flags[number]))

    def spread_set(self, place: Place, columns: Mapping[str, Values]) -> None:
        """Read a set that is spread over columns of truth: in a row it is known in all of them or in none."""
        any_known, all_known = none(self.rows), ~none(self.rows)
        for word, name in place.spread.items():
            column = self.columns[place.field, word] = self.one(Flag(), columns[name])
            any_known |= column.known
            all_known &= column.known
        self.wrong |= any_known ^ all_known
        self.columns[place.field, None] = _Column(all_known)

    def by_hand(self, kind: Kind, values: Values) -> tuple[Values, npt.NDArray[np.bool_]]:
        """Read value by value what no type fits; a value that cannot be right is unknown, and wrong."""
        read: list[Any] = [None] * self.rows
        wrong = np.zeros(self.rows, np.bool_)
        seen: dict[Any, tuple[Any, bool]] = {}
        for row, value in enumerate(plain_values(values)):
            if value is None:
                continue
            # A class that derives from these may have a say in what it is equal to.
            plain = any(type(value) is kind for kind in (str, int, float, bool))
            key = (type(value), value) if plain else None
            found = seen.get(key) if key is not None else None
            if found is None:
                try:
                    found = understand({"it": kind}, frozenset(), {"it": value}, self.ids)["it"], False
                except ProfileError:
                    found = None, True
                if key is not None:
                    seen[key] = found
            read[row], wrong[row] = found
        return pa.array([_as_arrow(kind, value) for value in read], _type_of(kind)), wrong


def plain_values(values: Values) -> list[Any]:
    """Give values as they would stand in a mapping of a single runner; what Python has no value for is `UNREADABLE`."""
    if isinstance(values, list):
        return values
    return salvaged(values, _mappings if pa.types.is_map(values.type) else lambda some: some.to_pylist())


def salvaged(values: Any, read: Callable[[Any], list[Any]]) -> list[Any]:
    """Read values, and by ever smaller parts if they cannot be read together: what cannot be read is `UNREADABLE`."""
    found: Any = ask(read, values)
    if found is not UNREADABLE:
        return cast("list[Any]", found)
    half = len(values) // 2
    return [*salvaged(values[:half], read), *salvaged(values[half:], read)] if half else [UNREADABLE] * len(values)


def _mappings(maps: Any) -> list[dict[Any, Any] | None]:
    return [None if entries is None else _mapping(entries) for entries in maps.to_pylist()]


def _mapping(entries: list[tuple[Any, Any]]) -> dict[Any, Any]:
    found = dict(entries)
    if len(found) != len(entries):
        raise ValueError("a key stands twice")
    return found


def _is_text(of: Any) -> bool:
    if pa.types.is_dictionary(of):
        of = of.value_type
    return bool(pa.types.is_string(of) or pa.types.is_large_string(of) or pa.types.is_string_view(of))


def _fits(kind: Kind, values: Values) -> bool:
    """Say whether a column can be read as a whole."""
    if isinstance(values, list):
        return False
    of = values.type
    if pa.types.is_null(of) and not isinstance(kind, MapOf):
        return True
    match kind:
        case Choice():
            return _is_text(of)
        case Flag():
            return bool(pa.types.is_boolean(of))
        case Whole() | Number():
            return bool(pa.types.is_integer(of) or pa.types.is_floating(of))
        case SetOf() | Ids():
            return bool(pa.types.is_list(of) or pa.types.is_large_list(of)) and _is_text(of.value_type)
        case MapOf():
            return bool(pa.types.is_struct(of)) and len({field.name for field in of}) == of.num_fields


def _dictionary(values: Values) -> tuple[Words, npt.NDArray[Any], list[str | None]]:
    """Give where there is a word, each row's position in the dictionary (0 where there is none), and the dictionary."""
    if pa.types.is_null(values.type):
        return none(len(values)), np.zeros(len(values), np.int8), [None]
    if not pa.types.is_dictionary(values.type):
        values = values.dictionary_encode()
    indices = values.indices
    positions = np.frombuffer(indices.buffers()[1], indices.type.to_pandas_dtype())[indices.offset :][: len(indices)]
    words = plain_values(values.dictionary)
    return known_of(indices), positions, words or [None]


def _type_of(kind: Kind) -> Any:
    match kind:
        case Choice():
            return pa.string()
        case Flag():
            return pa.bool_()
        case Whole():
            return pa.int64()
        case Number():
            return pa.float64()
        case SetOf() | Ids():
            return pa.list_(pa.string())
        case MapOf():
            return pa.struct([(key, _type_of(kind.item)) for key in kind.keys])


def _as_arrow(kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, (SetOf, Ids)):
        return list(value)
    return dict(value) if isinstance(kind, MapOf) else value
