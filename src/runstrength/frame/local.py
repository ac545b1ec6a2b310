"""Frames in memory: which rules fire in each row, what is wrong with it, and the programme of it.

Whatever the frame is, its columns cross over to Arrow, block by block; what comes back are arrays of Arrow's.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

import attrs
import numpy as np
import pyarrow as pa

from runstrength.engine import native_for
from runstrength.frame.bits import as_arrow, flags_of, none
from runstrength.frame.formulas import formulas_of
from runstrength.frame.lines import lines_of, nullable
from runstrength.frame.outcomes import programme_table, resolved, spread
from runstrength.frame.pieces import pieces_of
from runstrength.frame.problems import problems_of
from runstrength.frame.reading import Block, plain_values
from runstrength.strangers import UNREADABLE, ask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import numpy.typing as npt

    from runstrength.frame.bits import Words
    from runstrength.frame.columns import Layout
    from runstrength.frame.formulas import Formulas, Path
    from runstrength.frame.pieces import Pieces
    from runstrength.rulebook.rule import Rulebook

__all__ = ["Answered", "answered", "formulas_for"]

T = TypeVar("T")
R = TypeVar("R")

# How many rows are answered at once: fewer, and threads wait for each other; more, and they take much memory.
_LEAST, _MOST = 1 << 19, 1 << 21
_NEAR = 1 << 14  # rows that are packed at once: what is in between stays near
_MANY = 1 << 16  # rows whose programmes are put together at once
_MOST_LAYOUTS = 16

_formulas: WeakKeyDictionary[Rulebook, dict[frozenset[Path], Formulas]] = WeakKeyDictionary()
_lock = threading.Lock()


def formulas_for(rulebook: Rulebook, given: frozenset[Path]) -> Formulas:
    """Give the formulas of a rulebook for frames with these columns; they are made once."""
    with _lock:
        made = _formulas.setdefault(rulebook, {})
        if given not in made:
            if len(made) >= _MOST_LAYOUTS:
                made.clear()
            made[given] = formulas_of(native_for(rulebook).program, given)
        return made[given]


@attrs.frozen(eq=False)
class Answered:
    """The answer for every row: for each rule where it fires, as bits, and the rows that cannot be right."""

    layout: Layout
    rulebook: Rulebook
    rows: int
    rules: Mapping[str, Words]
    right: Words
    wrong: Mapping[int, str]  # the problems of a row, by its number
    columns: Mapping[str, Any]

    def fired(self, text: Any) -> Any:
        """Give a column of truth for each rule, null where the row cannot be right, and `problems`, a type of text."""
        known = self.right if self.wrong else None
        columns = {name: as_arrow(words, self.rows, known) for name, words in self.rules.items()}
        return pa.table({**columns, "problems": self.problems(text)})

    def problems(self, text: Any) -> Any:
        """Give what is wrong with each row, null where nothing is."""
        if not self.wrong:
            return pa.nulls(self.rows, text)
        found: list[str | None] = [None] * self.rows
        for row, problems in self.wrong.items():
            found[row] = problems
        return pa.array(found, text)

    def programme(self) -> tuple[npt.NDArray[np.uint32], Any]:
        """Give the long table, and for each of its rows the number of the row that it is for."""
        pieces = None if self.layout.next_session else pieces_of(self.rulebook)
        return self.by_outcomes() if pieces is None else self.by_pieces(pieces)

    def by_pieces(self, pieces: Pieces) -> tuple[npt.NDArray[np.uint32], Any]:
        """Give it from the pieces that outcomes have in common."""
        wrong = {row: pieces.problem(text) for row, text in self.wrong.items()}

        def block(begin: int) -> tuple[Any, ...]:
            end = min(begin + _MANY, self.rows)
            here = {row - begin: line for row, line in wrong.items() if begin <= row < end}
            rows, *others = pieces.block(self.words(pieces, begin, end), here)
            return rows.astype(np.uint32) + np.uint32(begin), *others

        blocks = in_parallel(block, range(0, max(self.rows, 1), _MANY))
        rows, lines, position, low, high = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
        made = {
            **pieces.lines.table(lines),
            "position": nullable(np.where(position, position, -1).astype(np.int16)),
            "sessions_low": nullable(low.astype(np.int16)),
            "sessions_high": nullable(high.astype(np.int16)),
        }
        return rows, pa.table({name: made[name] for name in self.layout.made})

    def words(self, pieces: Pieces, begin: int, end: int) -> npt.NDArray[np.uint64]:
        """Give for each of these rows the rules that fired, as the resolver numbers them, 64 to a word."""
        near = slice(begin // 64, -(-end // 64))
        octets = np.zeros((pieces.words * 8, end - begin), np.uint8)
        for number, name in enumerate(pieces.names):
            fired = flags_of(self.rules[name][near] & self.right[near], end - begin).view(np.uint8)
            octets[number // 8] |= fired << (number % 8)
        return np.ascontiguousarray(octets.T).view(np.uint64)

    def by_outcomes(self) -> tuple[npt.NDArray[np.uint32], Any]:
        """Give it from whole outcomes, which say what the next session holds."""
        outcome_of, distinct = self.outcomes()
        table, begins = programme_table(
            [lines_of(resolved(self.rulebook, fired, minutes)) for fired, minutes in distinct]
            + [[{"part": "problem", "problems": text}] for text in dict.fromkeys(self.wrong.values())],
            self.layout.made,
        )
        rows, lines = spread(begins, outcome_of)
        found = in_parallel(lambda column: column.chunk(0).take(pa.array(lines)), table.columns) if len(rows) else []
        return rows, pa.table(dict(zip(table.column_names, found, strict=True))) if found else table.slice(0, 0)

    def outcomes(self) -> tuple[npt.NDArray[np.int64], list[tuple[frozenset[str], float | None]]]:
        """Give each row's outcome by its number: first those that have to be resolved, then the distinct problems."""
        keys = self.keys()
        found = pa.FixedSizeBinaryArray.from_buffers(pa.binary(keys.shape[1]), self.rows, [None, pa.py_buffer(keys)])
        encoded = found.dictionary_encode()
        outcome_of = encoded.indices.to_numpy().astype(np.int64)
        names = list(self.rules)
        distinct = [_decoded(key, names) for key in encoded.dictionary.to_pylist()]
        texts = {text: len(distinct) + number for number, text in enumerate(dict.fromkeys(self.wrong.values()))}
        for row, text in self.wrong.items():
            outcome_of[row] = texts[text]
        return outcome_of, distinct

    def keys(self) -> npt.NDArray[np.uint8]:
        """Give for each row the rules that fired, 8 to a byte, and the minutes: equal keys, equal outcomes."""
        size = -(-len(self.rules) // 8)
        keys = np.empty((self.rows, size + 8), np.uint8)
        in_parallel(lambda begin: self.write_keys(keys, begin), range(0, self.rows, _NEAR))
        keys[:, size:] = self.minutes().view(np.uint8).reshape(self.rows, 8)
        return keys

    def minutes(self) -> npt.NDArray[np.float64]:
        """Give the minutes that each has for a session, NaN where they are not known."""
        places = tuple(place for place in self.layout.places if place.field == "session_minutes")
        layout = attrs.evolve(self.layout, places=places, missing=())
        return Block(layout, self.rulebook, self.columns, self.rows).numbers_of("session_minutes")

    def write_keys(self, keys: npt.NDArray[np.uint8], begin: int) -> None:
        """Write which rules fired in the rows from this one on, as far as they stay near."""
        end = min(begin + _NEAR, self.rows)
        words = slice(begin // 64, -(-end // 64))
        octets = np.zeros((-(-len(self.rules) // 8), end - begin), np.uint8)
        for number, rule in enumerate(self.rules.values()):
            fired = flags_of(rule[words] & self.right[words], end - begin).view(np.uint8)
            octets[number // 8] |= fired << (number % 8)
        keys[begin:end, : len(octets)] = octets.T


def in_parallel(function: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """Do something to each of some items, on every core: numpy and Arrow let other threads run."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(function, items))


def _decoded(key: bytes, names: list[str]) -> tuple[frozenset[str], float | None]:
    bits = int.from_bytes(key[:-8], "little")
    [minutes] = np.frombuffer(key[-8:], np.float64)
    fired = frozenset(name for number, name in enumerate(names) if bits >> number & 1)
    return fired, None if np.isnan(minutes) else float(minutes)


def answered(layout: Layout, rulebook: Rulebook, columns: Mapping[str, Any], rows: int) -> Answered:
    """Give the answer for every row of some columns: arrays of Arrow's, or lists of values."""
    formulas = formulas_for(rulebook, layout.given)
    # Rules with one formula share their bits. A formula that is always so is true or false, and no place: 1 is another.
    distinct = {at: np.empty_like(none(rows)) for at in formulas.rules.values() if not isinstance(at, bool)}
    always = {True: ~none(rows), False: none(rows)}
    right = none(rows)

    block_rows = min(max(64 * -(-rows // (64 * (os.cpu_count() or 1))), _LEAST), _MOST)

    def answer(begin: int) -> None:
        end = min(begin + block_rows, rows)
        block = Block(layout, rulebook, {name: values[begin:end] for name, values in columns.items()}, end - begin)
        words = slice(begin // 64, -(-end // 64))
        _evaluate(formulas, block, {at: whole[words] for at, whole in distinct.items()})
        right[words] = ~block.wrong

    in_parallel(answer, range(0, rows, block_rows))
    rules = {name: always[at] if isinstance(at, bool) else distinct[at] for name, at in formulas.rules.items()}
    wrong = np.flatnonzero(~flags_of(right, rows))
    return Answered(layout, rulebook, rows, rules, right, _problems(layout, rulebook, columns, wrong), columns)


_JOINS: Mapping[str, Callable[..., Words]] = {"not": np.invert, "and": np.bitwise_and, "or": np.bitwise_or}


def _evaluate(formulas: Formulas, block: Block, into: Mapping[int, Words]) -> None:
    """Compute every formula, those of rules `into` their places; what none needs any more makes room for the next."""
    found = {at: block.answer(leaf) for at, leaf in formulas.leaves}
    for at in into.keys() & found.keys():
        into[at][:] = found[at]
    room: list[Words] = []
    for at, node in enumerate(formulas.nodes):
        if node.leaf is None:
            join, place = _JOINS[node.join], into.get(at)
            if place is None:
                place = room.pop() if room else none(block.rows)
            found[at] = join(*(found[of] for of in node.of[:2]), out=place)
            for of in node.of[2:]:
                join(place, found[of], out=place)
        for spent in formulas.spent[at]:
            words = found.pop(spent)
            if spent not in into and formulas.nodes[spent].leaf is None:  # what leaves answer belongs to the block
                room.append(words)


def _problems(
    layout: Layout, rulebook: Rulebook, columns: Mapping[str, Any], rows: npt.NDArray[np.int64]
) -> dict[int, str]:
    if not len(rows):
        return {}
    values = {name: _at(rows, of) for name, of in columns.items()}
    return {
        int(row): problems_of(layout, rulebook, {name: found[number] for name, found in values.items()})
        for number, row in enumerate(rows)
    }


def _at(rows: npt.NDArray[np.int64], values: Any) -> list[Any]:
    """Give the values of some rows, as they would stand in a mapping of a single runner."""
    taken: Any = UNREADABLE if isinstance(values, list) else ask(values.take, pa.array(rows))
    if taken is not UNREADABLE:
        return plain_values(taken)
    every = plain_values(values)  # there are types of which Arrow cannot take rows
    return [every[row] for row in rows]
