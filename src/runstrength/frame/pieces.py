"""From the rules that fired in each row to its programme, piece by piece.

Hardly two runners have one outcome, and most have most of its pieces in common: what each depends on is said by
`resolve.pieces`. Each distinct piece is worked out once, by the library's own resolver, and becomes a line; a row is
the lines of its pieces, in the order of a result.
"""

from __future__ import annotations

import threading
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
import pyarrow as pa

from runstrength.frame.lines import Lines, advised, avoided, exercise, problem, referral, sessions
from runstrength.frame.lines import focus as focus_line
from runstrength.frame.outcomes import spread
from runstrength.resolve import resolver_of
from runstrength.resolve.pieces import pieces_of as pieces_of_outcomes
from runstrength.rulebook.rule import FOCUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy.typing as npt

    from runstrength.frame.lines import Line
    from runstrength.outcome import Names
    from runstrength.resolve.pieces import Piece
    from runstrength.resolve.resolver import Referred, Resolver
    from runstrength.rulebook.rule import Rulebook, Span

    Ints = npt.NDArray[Any]
    Rows = npt.NDArray[np.uint64]  # a row of bits for each runner: the rules that fired

__all__ = ["Pieces", "pieces_of"]

NOTHING = -1
_HALF = 32
_LOW = (1 << _HALF) - 1
_NONE = np.iinfo(np.int64).max


# With so many lines a rulebook begins anew; what has them still keeps them.
MOST_LINES = 250_000

_pieces: WeakKeyDictionary[Rulebook, Pieces] = WeakKeyDictionary()
_lock = threading.Lock()


def pieces_of(rulebook: Rulebook) -> Pieces | None:
    """Give the pieces of a rulebook's outcomes, with what is known of them; None where pieces do not do."""
    with _lock:
        found = _pieces.get(rulebook)
        if found is None or len(found.lines) > MOST_LINES:
            resolver = resolver_of(rulebook)
            of = pieces_of_outcomes(resolver)
            if not of:
                return None
            found = _pieces[rulebook] = Pieces(resolver, of)
        return found


class Pieces:
    """The pieces of one rulebook's outcomes, and the lines that they have become. Threads may share it."""

    def __init__(self, resolver: Resolver, of: tuple[Piece, ...]) -> None:
        self.lines = Lines()
        self.names = resolver.sayings.names
        self.words = max(-(-len(self.names) // 64), 1)
        self._resolver = resolver
        self._lock = threading.Lock()
        made: dict[str, list[_Part]] = {}
        for piece in of:
            made.setdefault(piece.part, []).append(_Part(piece, self.words, self._lock))
        [self._focus], [self._sessions], [self._plyometric] = (
            made["focus"],
            made["sessions"],
            made["plyometric_sessions"],
        )
        [self._referral], [self._fallback] = made["referral"], made["fallback"]
        # Who takes an exercise is decided by what rules it out as well, so one piece says both.
        vetoed = {piece.name: piece for piece in of if piece.part == "avoid"}
        self._exercises = [
            (taken, dose, vetoed.get(taken.name))
            for taken, dose in zip(made.get("exercise", []), made.get("dose", []), strict=True)
        ]
        self._advice = made.get("advice", [])
        self._pairs: list[dict[int, int]] = [{} for _ in self._exercises]

    def problem(self, text: str) -> int:
        """Give the line of a row that cannot be right."""
        return self.lines.add(problem(text))

    def block(self, rows: Rows, wrong: Mapping[int, int]) -> tuple[Ints, ...]:
        """Give the lines of some rows, one after the other: row, line, position and sessions (low, high) of each.

        `wrong` are rows that cannot be right, with their lines. Rows in which the same rules fired are answered once.
        """
        codes, there = _distinct(rows)
        codes[list(wrong)] = np.arange(len(there), len(there) + len(wrong))
        rows = np.concatenate([there, rows[list(wrong)]])
        count = len(rows)
        focus = self._focus.of(rows, self._focused)
        often = [part.of(rows, partial(self._often, part.name)) for part in (self._sessions, self._plyometric)]
        front = np.full((count, 4), NOTHING, np.int32)
        front[:, 0] = focus.column(1)
        front[:, 1], front[:, 2] = (found.column(2) for found in often)
        front[:, 3] = self._referral.of(rows, self._referred).column(0)
        given, avoid = self._given(rows, focus)
        advice = np.empty((count, len(self._advice)), np.int32)
        for at, part in enumerate(self._advice):
            advice[:, at] = part.of(rows, partial(self._line, advised, part.name)).column(0)
        every = np.concatenate([front, given, avoid, advice], axis=1, dtype=np.int32)
        every[len(there) :] = NOTHING
        every[len(there) :, 0] = list(wrong.values())
        said = every >= 0
        after = np.cumsum([4, given.shape[1], avoid.shape[1]])
        place = np.zeros(every.shape, np.int16)
        for begin, end in zip(after, (*after[1:], every.shape[1]), strict=True):
            place[:, begin:end] = np.cumsum(said[:, begin:end], axis=1)
        lines, lengths = every[said], said.sum(axis=1)
        low, high = self._spans(lines, np.repeat(np.arange(count), lengths), often)
        of_row, of_line = spread(np.concatenate([[0], np.cumsum(lengths)]), codes)
        return of_row, *(column[of_line] for column in (lines, place[said], low, high))

    def _focused(self, found: tuple[str, Names]) -> tuple[int, int]:
        return FOCUSES.index(found[0]), self.lines.add(focus_line(*found))

    def _often(self, part: str, found: tuple[Span, Names]) -> tuple[int, int, int]:
        return *found[0], self.lines.add(sessions(part, found[1]))

    def _referred(self, of: Referred) -> tuple[int]:
        return (NOTHING if of.urgency is None else self.lines.add(referral(of.urgency, of.names)),)

    def _line(self, said: Callable[[str, Names], Line], name: str, names: Names) -> tuple[int]:
        return (self.lines.add(said(name, names)) if names else NOTHING,)

    def _given(self, rows: Rows, focus: _Found) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Give the lines of exercises, the most important of each row first, and of those that are ruled out."""
        weights = np.full((len(rows), max(len(self._exercises), 1)), _NONE)
        avoid = np.full(weights.shape, NOTHING, np.int32)
        rank = focus.column(0)
        for at, (taken, dose, vetoed) in enumerate(self._exercises):
            because = taken.of(rows, partial(self._ranked, taken.name), partial(self._vetoed, vetoed))
            avoid[:, at] = because.column(-1)
            given = np.flatnonzero(because.column(0))
            if len(given):
                doses = dose.of(rows[given], _alone)
                weights[given, at] = self._weighed(at, doses, because.some(given), rank[given])
        nothing = np.flatnonzero(weights.min(axis=1) == _NONE)
        if len(nothing):
            self._fall_back(weights, rows, nothing, rank)
        weights.sort(axis=1)
        return np.where(weights == _NONE, NOTHING, weights & _LOW).astype(np.int32), avoid

    def _vetoed(self, vetoed: Piece | None, rules: int) -> tuple[int]:
        if vetoed is None or vetoed.name is None:
            return (NOTHING,)
        return self._line(avoided, vetoed.name, vetoed.of(rules & vetoed.read_by))

    def _ranked(self, name: str, because: int) -> tuple[Any, ...]:
        """Give whether an exercise is given, the rules for that, and its weight for each focus."""
        known = self._resolver.sayings.focus_order
        weights = [
            self._resolver.weight(focus, name, because) if because and focus in known else 0 for focus in FOCUSES
        ]
        return int(because != 0), because, *weights

    def _weighed(self, at: int, dose: _Found, because: _Found, rank: Ints) -> Ints:
        """Give the weight of an exercise in rows, with its line below it."""
        codes = pa.array((because.ids << _HALF) | dose.ids).dictionary_encode()
        pairs = self._pairs[at]
        for pair in codes.dictionary.to_pylist():
            if pair not in pairs:
                item = dose.part.values[pair & _LOW][0]
                names = self._resolver.strongest(because.part.values[pair >> _HALF][1])
                pairs[pair] = self.lines.add(exercise(item, names))
        lines = np.array([pairs[pair] for pair in codes.dictionary.to_pylist()], np.int64)
        weights = np.array([value[2 : 2 + len(FOCUSES)] for value in because.part.values], np.int64)
        found: Ints = (weights[because.ids, rank] << _HALF) | lines[codes.indices.to_numpy()]
        return found

    def _fall_back(self, weights: Ints, rows: Rows, nothing: Ints, rank: Ints) -> None:
        """Give those for whom nothing remains what is left."""
        left = self._fallback.of(rows[nothing], self._left)
        for at, (_, dose, _) in enumerate(self._exercises):
            given = left.mapped(itemgetter(at))
            some = np.flatnonzero(given.column(0))
            if len(some):
                doses = dose.of(rows[nothing[some]], _alone)
                weights[nothing[some], at] = self._weighed(at, doses, given.some(some), rank[nothing[some]])

    def _left(self, because: Mapping[str, int]) -> tuple[Any, ...]:
        return tuple(self._ranked(taken.name, because.get(taken.name, 0)) for taken, *_ in self._exercises)

    def _spans(self, lines: Ints, of_row: Ints, often: list[_Found]) -> tuple[Ints, Ints]:
        """Give how often a week what a line says is done; null is -1."""
        kind = self.lines.kinds()[lines]
        low, high = (
            np.choose(kind, [np.int64(NOTHING), *(part.column(end)[of_row] for part in often)]) for end in range(2)
        )
        return low, high


def _distinct(rows: Rows) -> tuple[Ints, Rows]:
    """Give the distinct rows, and each row's number among them."""
    keys = pa.FixedSizeBinaryArray.from_buffers(pa.binary(rows.shape[1] * 8), len(rows), [None, pa.py_buffer(rows)])
    encoded = keys.dictionary_encode()
    found = np.frombuffer(encoded.dictionary.buffers()[1], rows.dtype)[: len(encoded.dictionary) * rows.shape[1]]
    return encoded.indices.to_numpy().astype(np.int64), found.reshape(-1, rows.shape[1])


def _alone(found: Any) -> tuple[Any]:
    return (found,)


class _Part:
    """One piece, and what it has been so far, by number."""

    def __init__(self, piece: Piece, words: int, lock: threading.Lock) -> None:
        self.name = piece.name if piece.name is not None else piece.part
        self.values: list[tuple[Any, ...]] = []
        self._of = piece.of
        mask = np.frombuffer(piece.read_by.to_bytes(words * 8, "little"), "<u8")
        self._words = np.flatnonzero(mask) if piece.read_by else np.zeros(1, np.int64)
        self._mask = mask[self._words]
        self._numbers: dict[bytes, int] = {}
        self._lock = lock

    def of(
        self,
        rows: Rows,
        made: Callable[[Any], tuple[Any, ...]],
        more: Callable[[int], tuple[Any, ...]] = lambda _: (),
    ) -> _Found:
        """Give what it is in each row, `made` of what the resolver says, and what `more` there is to the rules."""
        masked = np.ascontiguousarray(rows[:, self._words] & self._mask)
        codes, there = _distinct(masked)
        keys = [row.tobytes() for row in there]
        numbers = [self._numbers.get(key, NOTHING) for key in keys]
        for at, number in enumerate(numbers):
            if number == NOTHING:
                key, words = keys[at], np.zeros(rows.shape[1], "<u8")
                words[self._words] = there[at]
                rules = int.from_bytes(words.tobytes(), "little")
                found = self._of(rules)
                with self._lock:
                    numbers[at] = self._numbers.setdefault(key, len(self.values))
                    if numbers[at] == len(self.values):
                        self.values.append((*made(found), *more(rules)))
        return _Found(self, np.array(numbers, np.int64)[codes])


class _Found:
    """What a piece is in some rows, by the numbers of its values."""

    def __init__(self, part: Any, ids: Ints) -> None:
        self.part = part
        self.ids = ids

    def column(self, at: int) -> Ints:
        """Give a number of each row's value: the one in this place."""
        found: Ints = np.array([value[at] for value in self.part.values], np.int64)[self.ids]
        return found

    def some(self, rows: Ints) -> _Found:
        """Give what it is in some of the rows."""
        return _Found(self.part, self.ids[rows])

    def mapped(self, of: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> _Found:
        """Give something else for each value."""
        return _Found(_Values([of(value) for value in self.part.values]), self.ids)


class _Values:
    def __init__(self, values: list[tuple[Any, ...]]) -> None:
        self.values = values
