"""The folder that is written to: whole parts, a manifest that names them, and a lock while somebody writes.

A file takes its place by being renamed, after all of it is on the disk; the manifest names a part only afterwards.
Whatever ends a run, the folder then holds what its manifest says, and perhaps one file more that nobody counts.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from runstrength.batch.errors import BatchError, NotWrittenError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import BinaryIO

__all__ = ["MANIFEST", "Folder", "Manifest", "Part", "locked"]

MANIFEST = "manifest.json"
_LOCK = ".lock"
_UNFINISHED = re.compile(r"\..+\.unfinished")
_PART = re.compile(r"part-\d{8,}_\d{12,}-\d{12,}\.(parquet|csv|jsonl)")


@attrs.frozen
class Part:
    """A part: the numbers of the first and the last row of the input, how many lines and problems, and its bytes."""

    name: str
    first: int
    last: int
    lines: int
    problems: int
    bytes: int


@attrs.frozen
class Manifest:
    """What a folder holds: what it was made of and how (`made_of`), its parts, and whether they are all.

    `single` is the name of the file that the parts were joined to; then there are none any more.
    """

    made_of: Mapping[str, Any]
    parts: tuple[Part, ...] = ()
    complete: bool = False
    single: str | None = None

    @property
    def rows(self) -> int:
        """How many rows of the input are answered."""
        return self.parts[-1].last + 1 if self.parts else 0

    @property
    def problems(self) -> int:
        """How many of them have problems."""
        return sum(part.problems for part in self.parts)

    def to_dict(self) -> dict[str, Any]:
        """Give the manifest as plain JSON."""
        counts = {"rows": self.rows, "problems": self.problems, "complete": self.complete, "single": self.single}
        return {**self.made_of, **counts, "parts": [attrs.asdict(part) for part in self.parts]}


@attrs.frozen
class Folder:
    """The folder, in which `to` is the ending of parts."""

    path: Path
    to: str

    def manifest(self, made_of: Mapping[str, Any]) -> Manifest:
        """Give the manifest that is there, or else a new one.

        Raises `BatchError` if the folder holds anything else, or what was made of something else or in another way.
        """
        try:
            text = (self.path / MANIFEST).read_text(encoding="utf-8")
        except FileNotFoundError:
            strange = [name for name in os.listdir(self.path) if name != _LOCK and not _UNFINISHED.fullmatch(name)]  # noqa: PTH208 - names are enough
            if strange:
                raise BatchError(
                    f"{self.path}: holds {min(strange)}, and no {MANIFEST}: name a folder that is empty or new"
                ) from None
            return Manifest(made_of)
        except (OSError, UnicodeDecodeError) as error:
            raise BatchError(f"{self.path / MANIFEST}: cannot be read: {error}") from None
        try:
            found = _read(json.loads(text), made_of)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise BatchError(f"{self.path / MANIFEST}: is no manifest of a batch") from None
        differs = list(_differences(found.made_of, made_of))
        if differs:
            lines = [f"{self.path}: holds the answers to something else, and is not written over:", *differs]
            raise BatchError("\n  ".join(lines))
        return self.whole(found)

    def whole(self, manifest: Manifest) -> Manifest:
        """Leave out all from the first part on that is not there as it was written."""
        if manifest.single is not None:
            if not (self.path / manifest.single).is_file():
                raise BatchError(f"{self.path}: {manifest.single}, which the manifest names, is gone")
            return manifest
        parts: list[Part] = []
        for number, part in enumerate(manifest.parts, start=1):
            next_row = parts[-1].last + 1 if parts else 0
            path = self.path / part.name
            named = part.name == self.name_of(number, next_row, part.last)
            if not (named and part.first == next_row and path.is_file() and path.stat().st_size == part.bytes):
                return attrs.evolve(manifest, parts=tuple(parts), complete=False)
            parts.append(part)
        return manifest

    def name_of(self, number: int, first: int, last: int) -> str:
        """Name a part."""
        return f"part-{number:08}_{first:012}-{last:012}.{self.to}"

    def write(self, name: str, writes: Callable[[BinaryIO], object]) -> int:
        """Write a file as a whole, or not at all; give its bytes."""
        unfinished = self.path / f".{name}.unfinished"
        with self.writing():
            try:
                with unfinished.open("wb") as file:
                    writes(file)
                    file.flush()
                    os.fsync(file.fileno())
                    size = file.tell()
                unfinished.replace(self.path / name)
            except BaseException:
                with contextlib.suppress(OSError):
                    unfinished.unlink(missing_ok=True)
                raise
            _sync(self.path)
        return size

    def save(self, manifest: Manifest) -> None:
        """Write the manifest."""
        text = json.dumps(manifest.to_dict(), indent=1, ensure_ascii=False)
        self.write(MANIFEST, lambda file: file.write(f"{text}\n".encode()))

    def tidy(self, manifest: Manifest) -> None:
        """Remove what was not finished, and parts that the manifest does not name, or no longer needs."""
        needed = set() if manifest.single is not None else {part.name for part in manifest.parts}
        with self.writing():
            for path in list(self.path.iterdir()):
                if _UNFINISHED.fullmatch(path.name) or (_PART.fullmatch(path.name) and path.name not in needed):
                    path.unlink()

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Say in one sentence that the folder cannot be written to."""
        try:
            yield
        except OSError as error:
            raise NotWrittenError(f"{self.path}: cannot be written: {_why(error)}") from None


def _why(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else " ".join(str(error).split())


def _read(found: dict[str, Any], made_of: Mapping[str, Any]) -> Manifest:
    parts = tuple(Part(**part) for part in found["parts"])
    for part in parts:
        if not all(type(number) is int for number in (part.first, part.last, part.lines, part.problems, part.bytes)):
            raise TypeError
    single = found["single"]
    if single is not None and Path(single).name != single:
        raise ValueError
    return Manifest({name: found[name] for name in made_of}, parts, found["complete"] is True, single)


def _differences(there: Mapping[str, Any], here: Mapping[str, Any], of: str = "") -> Iterator[str]:
    """Name what differs; a file may go by another name."""
    for name, value in here.items():
        other = there.get(name)
        if isinstance(value, dict) and isinstance(other, dict):
            yield from _differences(other, value, f"{of}{name} ")
        elif other != value and f"{of}{name}" != "input name":
            yield f"{of}{name}: {json.dumps(other)} there, {json.dumps(value)} here"


def _sync(path: Path) -> None:
    """Make what was renamed last, where a folder can be asked for that."""
    if sys.platform != "win32":
        opened = os.open(path, os.O_RDONLY)
        with contextlib.suppress(OSError):  # some file systems cannot
            os.fsync(opened)
        os.close(opened)


# --- the lock -------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Make the folder, and keep others from writing to it.

    The lock is the system's, which takes it from a process that ends, however it does; the file says whose it is.
    """
    lock = path / _LOCK
    try:
        path.mkdir(parents=True, exist_ok=True)
        file = _take(lock)
    except FileExistsError:
        raise BatchError(f"{path}: is a file: name a folder that is empty or new") from None
    except OSError as error:
        raise NotWrittenError(f"{path}: cannot be written: {_why(error)}") from None
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # Windows removes no file that is open
            lock.unlink()
        os.close(file)


def _take(lock: Path) -> int:
    while True:
        file = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(file)
        except (BlockingIOError, PermissionError):
            owner = os.pread(file, 20, 0).decode("ascii", "replace").strip() if sys.platform != "win32" else ""
            os.close(file)
            raise BatchError(
                f"{lock.parent}: is being written{owner and f' by process {owner}'}; wait until it ends"
            ) from None
        # Whoever had it before may have removed the file in between.
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(file), lock.stat()):
                os.truncate(file, 0)
                os.write(file, f"{os.getpid()}\n".encode())
                return file
        os.close(file)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
