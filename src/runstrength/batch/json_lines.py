"""JSON lines as input: every line is a profile, as `recommend` reads one."""

from __future__ import annotations

import io
import json
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from runstrength.api import understand
from runstrength.batch.errors import BatchError
from runstrength.batch.facts import holds, kinds_of, type_of
from runstrength.batch.pieces import Piece, text_column, unreadable
from runstrength.errors import ProfileError
from runstrength.frame.columns import layout_of
from runstrength.strangers import show

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from runstrength.rulebook.rule import Rulebook

__all__ = ["JsonLines"]

_MOST = 1 << 20  # bytes of a line
_LOOKED_AT = 1000  # lines that say which names there are
_MARK = b"\xef\xbb\xbf"

Line = tuple[int, bytes]


class JsonLines:
    """A file of JSON lines in UTF-8; how far it is read is told in bytes."""

    def __init__(self, path: Path, rulebook: Rulebook, id: str | None, keep: Sequence[str]) -> None:  # noqa: A002
        self.path = path
        self.rulebook = rulebook
        self.kinds = kinds_of(rulebook)
        self.fits = {name: holds(kind, rulebook) for name, kind in self.kinds.items()}
        with self.opened() as file:
            self.size = file.seek(0, io.SEEK_END)
            file.seek(0)
            seen = [found for line in islice(_lines(file), _LOOKED_AT) if isinstance(found := _object(*line), dict)]
        if not self.size:
            raise BatchError(f"{path}: is empty")
        wanted = (*(() if id is None else (id,)), *keep)
        # What stands in every line is a column, and must be known; what stands in some is theirs to be wrong about.
        always = set.intersection(*map(set, seen)) if seen else set()
        ever = {name for name in wanted if not seen or any(name in found for found in seen)}
        self.passed = layout_of(
            dict.fromkeys([*self.kinds, *sorted({*always, *ever} - {*self.kinds})]), rulebook, id, keep
        ).passed
        facts = [(name, type_of(kind)) for name, kind in self.kinds.items()]
        self.schema = pa.schema([*((name, pa.string()) for name in self.passed), *facts])

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Open the file."""
        with unreadable(self.path), self.path.open("rb") as file:
            if file.read(len(_MARK)) != _MARK:
                file.seek(0)
            yield file

    def pieces(self, first: int, rows: int) -> Iterator[Piece]:
        """Give the rows from this one on, so many at a time."""
        with self.opened() as file:
            every = _lines(file)
            for _ in islice(every, first):
                pass
            while found := list(islice(every, rows)):
                table, wrong = self.read(found)
                yield Piece(first, table, wrong, file.tell())
                first += len(found)

    def read(self, lines: list[Line]) -> tuple[Any, dict[int, str]]:
        """Read lines into a table; give what is wrong with those that cannot be read."""
        wrong: dict[int, str] = {}
        profiles: list[dict[str, Any]] = []
        passed: dict[str, list[str | None]] = {name: [] for name in self.passed}
        for place, line in enumerate(lines):
            found = _object(*line)
            profile: dict[str, Any] | str = found
            if isinstance(found, dict):
                for name, values in passed.items():
                    values.append(_as_text(found.pop(name, None)))
                profile = self.profile(found)
            else:
                for values in passed.values():
                    values.append(None)
            if isinstance(profile, str):
                wrong[place] = profile
                profile = {}
            profiles.append(profile)
        facts = [pa.array([one.get(name) for one in profiles], self.schema.field(name).type) for name in self.kinds]
        return pa.table([*map(text_column, passed.values()), *facts], self.schema), wrong

    def profile(self, found: dict[str, Any]) -> dict[str, Any] | str:
        """Give what is known of a runner, or all that is wrong with it."""
        for name, value in found.items():
            if value is not None and not (name in self.fits and self.fits[name](value)):
                break
        else:
            # An unknown name is a mistake even where nothing is said.
            if found.keys() <= self.fits.keys():
                return found
        try:
            return understand(found, self.rulebook).to_dict()
        except ProfileError as error:
            return "\n".join(map(str, error.problems))


def _lines(file: BinaryIO) -> Iterator[Line]:
    """Give the lines with their numbers, but for blank ones; of those that are too long, the beginning."""
    number = 0
    while line := file.readline(_MOST + 1):
        number += 1
        rest = line
        while len(rest) > _MOST and not rest.endswith(b"\n"):
            rest = file.readline(_MOST + 1)
        if not line.isspace():
            yield number, line


def _object(number: int, line: bytes) -> dict[str, Any] | str:
    """Read a line; give what is wrong with it if it is no object of JSON."""
    at = f"line {number}:"
    if len(line) > _MOST:
        return f"{at} is longer than {_MOST:,} bytes"
    try:
        found = _DECODER.decode(line.decode())
    except UnicodeDecodeError:
        return f"{at} is no text in UTF-8"
    except json.JSONDecodeError as error:
        return f"{at} is not JSON: {error.msg} in column {error.colno}"
    except RecursionError:
        return f"{at} is nested too deep"
    except ValueError as error:
        return f"{at} {error}"
    return found if isinstance(found, dict) else f"{at} is no mapping: {show(found)}"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in found if keys.count(key) > 1)
        raise ValueError(f"a key stands more than once in one mapping: {show(twice)}")
    return found


def _as_text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value)


_DECODER = json.JSONDecoder(object_pairs_hook=_once)
