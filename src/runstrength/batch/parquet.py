"""Parquet as input: typed as it is, read a little at a time."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from runstrength.batch.errors import BatchError
from runstrength.batch.pieces import Piece, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["Parquet"]

_BUFFER = 1 << 20  # bytes of a column that are read at once, however large a row group is
_BATCH = 1 << 16


class Parquet:
    """A Parquet file; how far it is read is told in rows."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self.reading():
            self.file = pq.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False)
            self.schema = self.file.schema_arrow
        self.size = self.file.metadata.num_rows
        names = self.schema.names
        if len(set(names)) < len(names):
            raise BatchError(f"{path}: two columns have one name")

    def pieces(self, first: int, rows: int) -> Iterator[Piece]:
        """Give the rows from this one on, so many at a time."""
        skip, groups = first, list(range(self.file.num_row_groups))
        while groups and skip >= (here := self.file.metadata.row_group(groups[0]).num_rows):
            skip -= here
            del groups[0]
        with self.reading():
            batches = self.file.iter_batches(min(rows, _BATCH), row_groups=groups) if groups else ()
            for table in _of(batches, skip, rows):
                yield Piece(first, table, {}, first + len(table))
                first += len(table)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Say in one sentence that the file is broken."""
        with unreadable(self.path):
            try:
                yield
            except (pa.ArrowException, UnicodeDecodeError) as error:
                if isinstance(error, OSError):
                    raise
                raise BatchError(
                    f"{self.path}: is no Parquet that can be read: {' '.join(str(error).split())}"
                ) from None


def _of(batches: Iterable[Any], skip: int, rows: int) -> Iterator[Any]:
    """Join and cut batches to tables of so many rows, but for the first ones."""
    waiting: list[Any] = []
    there = 0
    for batch in batches:
        rest = batch.slice(min(skip, len(batch)))
        skip -= len(batch) - len(rest)
        while there + len(rest) >= rows:
            yield pa.Table.from_batches([*waiting, rest.slice(0, rows - there)])
            rest = rest.slice(rows - there)
            waiting, there = [], 0
        if len(rest):
            waiting.append(rest)
            there += len(rest)
    if waiting:
        yield pa.Table.from_batches(waiting)
