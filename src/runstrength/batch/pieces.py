"""What every kind of input is read as: pieces of so many rows, each a table whose types are those of every other."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import attrs

from runstrength.batch.errors import BatchError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["Fingerprint", "Piece", "Source", "fingerprint_of", "text_column", "unreadable"]


@attrs.frozen(eq=False)
class Piece:
    """Some rows: the number of the first, their table, what is `wrong` with rows of it that could not be read.

    `wrong` goes by the place of a row in the table, whose columns are null there; `at` says how far into the input
    the piece reaches.
    """

    first: int
    table: Any
    wrong: Mapping[int, str]
    at: int


class Source(Protocol):
    """An input: how its tables look (`schema`), and how long it is, in the unit of `Piece.at`."""

    schema: Any
    size: int

    def pieces(self, first: int, rows: int) -> Iterator[Piece]:
        """Give the rows from this one on, so many at a time."""
        ...


@attrs.frozen
class Fingerprint:
    """What a file holds: one that has the same is the same."""

    size: int
    sha256: str


def fingerprint_of(path: Path) -> Fingerprint:
    """Read a file through."""
    with unreadable(path), path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Fingerprint(file.tell(), digest)


@contextmanager
def unreadable(path: Path) -> Iterator[None]:
    """Say in one sentence that a file cannot be read."""
    try:
        yield
    except OSError as error:
        raise BatchError(f"{path}: cannot be read: {' '.join(str(error.strerror or error).split())}") from None


def text_column(values: list[str | None]) -> Any:
    """Give texts as an array of Arrow's; what is no text in UTF-8 is replaced by question marks."""
    import pyarrow as pa  # noqa: PLC0415 - whoever looks at a fingerprint needs none

    try:
        return pa.array(values, pa.string())
    except UnicodeEncodeError:
        plain = [None if value is None else value.encode("utf-8", "replace").decode() for value in values]
        return pa.array(plain, pa.string())
