"""The lines of a programme: what each kind of line says, and a store in which every distinct line stands once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy.typing as npt

    from runstrength.outcome import Item, Names, Outcome

__all__ = [
    "Line",
    "Lines",
    "advised",
    "avoided",
    "exercise",
    "focus",
    "lines_of",
    "nullable",
    "problem",
    "referral",
    "sessions",
]

# A line, by the names of its columns; what is left out is null.
Line = dict[str, Any]

_TEXTS = ("part", "name", "role", "load", "because", "dose_because", "problems")
_SMALL = ("sets", "reps_low", "reps_high")
_SECONDS = ("seconds_low", "seconds_high", "rest_seconds_low", "rest_seconds_high")
_COLUMNS = (*_TEXTS, *_SMALL, *_SECONDS, "per_side")
_NULL = -1


def focus(name: str, because: Names) -> Line:
    """Say what the training is for."""
    return {"part": "focus", "name": name, "because": _text(because)}


def sessions(part: str, because: Names) -> Line:
    """Say who says how often a week; how often stands beside this line, and beside those of exercises."""
    return {"part": part, "because": _text(because)}


def referral(urgency: str, because: Names) -> Line:
    """Say that a clinician should see this runner."""
    return {"part": "referral", "name": urgency, "because": _text(because)}


def exercise(item: Item, because: Names) -> Line:
    """Say an exercise and its dose."""
    return {
        "part": "exercise",
        "name": item.exercise.id,
        "role": item.exercise.role,
        "sets": item.sets,
        **_span("reps", item.reps),
        **_span("seconds", item.seconds),
        **_span("rest_seconds", item.rest_seconds),
        "load": item.load,
        "per_side": item.exercise.unilateral,
        "because": _text(because),
        "dose_because": _text(item.dose_because),
    }


def avoided(name: str, because: Names) -> Line:
    """Say that an exercise is ruled out."""
    return {"part": "avoid", "name": name, "because": _text(because)}


def advised(name: str, because: Names) -> Line:
    """Say an advice."""
    return {"part": "advice", "name": name, "because": _text(because)}


def problem(text: str) -> Line:
    """Say what is wrong with a row."""
    return {"part": "problem", "problems": text}


def lines_of(outcome: Outcome) -> Iterator[Line]:
    """Write an outcome as lines: focus, sessions, referral, exercises, what to avoid, advice."""
    yield focus(outcome.focus, outcome.focus_because)
    jumps = outcome.plyometric_sessions
    yield {**sessions("sessions", outcome.sessions_because), **_often(outcome.sessions)}
    yield {**sessions("plyometric_sessions", outcome.plyometric_sessions_because), **_often(jumps)}
    if outcome.referral is not None:
        yield referral(*outcome.referral)
    turn = {name: position for position, name in enumerate(outcome.next_session, start=1)}
    for position, item in enumerate(outcome.items, start=1):
        often = _often(jumps if item.exercise.role == "plyometric" else outcome.sessions)
        in_turn = {"position": position, "in_next_session": turn.get(item.exercise.id)}
        yield {**exercise(item, item.because), **in_turn, **often}
    for say, things in ((avoided, outcome.avoid), (advised, outcome.advice)):
        for position, (name, names) in enumerate(things, start=1):
            yield {**say(name, names), "position": position}


def _often(span: tuple[int, int]) -> Line:
    return _span("sessions", span)


def _span(name: str, span: tuple[int, int] | None) -> Line:
    return {} if span is None else {f"{name}_low": span[0], f"{name}_high": span[1]}


def _text(names: Names) -> str:
    """Give names of rules as one text; there are no spaces in them."""
    return " ".join(names)


class Lines:
    """Distinct lines, each by its number. Threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers: dict[tuple[Any, ...], int] = {}
        self._words: dict[str, dict[str, int]] = {name: {} for name in _TEXTS}
        self._rows: list[list[int]] = []
        self._kinds: list[int] = []
        self._written = np.empty((0, len(_COLUMNS)), np.int32)

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, line: Line) -> int:
        """Give the number of a line."""
        key = tuple(line.get(name) for name in _COLUMNS)
        with self._lock:
            number = self._numbers.get(key)
            if number is None:
                number = self._numbers[key] = len(self._rows)
                self._rows.append([self._code(name, value) for name, value in zip(_COLUMNS, key, strict=True)])
                self._kinds.append(_kind_of(line))
        return number

    def _code(self, name: str, value: Any) -> int:
        if value is None:
            return _NULL
        words = self._words.get(name)
        return int(value) if words is None else words.setdefault(value, len(words))

    def kinds(self) -> npt.NDArray[np.int64]:
        """Say which numbers of sessions stand beside each line: none (0), those of strength (1) or of jumps (2)."""
        return np.array(self._kinds, np.int64)

    def table(self, lines: npt.NDArray[np.int64]) -> Mapping[str, Any]:
        """Give the columns of these lines, one after the other, as arrays of Arrow's."""
        with self._lock:
            new = self._rows[len(self._written) :]
            if new:
                self._written = np.concatenate([self._written, np.array(new, np.int32)])
            written = self._written
            words = {name: list(known) for name, known in self._words.items()}
        used = np.zeros(len(written), np.bool_)
        used[lines] = True

        def column(at: int) -> Any:
            name, codes = _COLUMNS[at], np.ascontiguousarray(written[:, at])
            if name in words:
                return _texts(words[name], codes, used, lines)
            values = codes[lines]
            if name == "per_side":
                return pa.array(values == 1, mask=values == _NULL)
            return nullable(values.astype(np.int16 if name in _SMALL else np.int32))

        with ThreadPoolExecutor() as pool:
            return dict(zip(_COLUMNS, pool.map(column, range(len(_COLUMNS))), strict=True))


def _texts(words: list[str], codes: npt.NDArray[Any], used: npt.NDArray[np.bool_], lines: npt.NDArray[Any]) -> Any:
    """Give texts by their codes; the dictionary has those that are there, in an order that tells no history."""
    there = sorted((words[code], code) for code in set(codes[used].tolist()) if code != _NULL)
    rank = np.full(len(words) + 1, _NULL, np.int32)  # what is null stays so: -1 is the last
    rank[[code for _, code in there]] = np.arange(len(there))
    return pa.DictionaryArray.from_arrays(
        nullable(rank[codes][lines]), pa.array([word for word, _ in there], pa.string())
    )


def nullable(values: npt.NDArray[Any]) -> Any:
    """Give numbers as an array of Arrow's; those below nothing are null."""
    known = values >= 0
    bitmap = None if known.all() else pa.py_buffer(np.packbits(known, bitorder="little"))
    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [bitmap, pa.py_buffer(values)])


def _kind_of(line: Line) -> int:
    if line["part"] in {"sessions", "plyometric_sessions"}:
        return 2 if line["part"] == "plyometric_sessions" else 1
    return (2 if line["role"] == "plyometric" else 1) if line["part"] == "exercise" else 0
