"""CSV as input: every cell is text, and is read by what its column holds, never by what others in it look like."""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from runstrength.batch.errors import BatchError
from runstrength.batch.facts import Cells, Unread, kinds_of_columns, type_of
from runstrength.batch.pieces import Piece, text_column, unreadable
from runstrength.facts import MapOf
from runstrength.frame.columns import layout_of
from runstrength.frame.problems import problems_of
from runstrength.strangers import show

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO, TextIO

    from runstrength.rulebook.rule import Rulebook

__all__ = ["Csv"]

_MOST = 1 << 20  # characters of a line
_ENDS = "unexpected end of data"
_LARGE = "field larger than field limit"

Row = list[str] | str  # or what is wrong with it


class Csv:
    """A CSV file in UTF-8, with a header; how far it is read is told in bytes."""

    def __init__(self, path: Path, rulebook: Rulebook, id: str | None, keep: Sequence[str]) -> None:  # noqa: A002
        self.path = path
        self.rulebook = rulebook
        with self.opened() as (file, octets):
            self.size = octets.seek(0, io.SEEK_END)
            octets.seek(0)
            self.header = self.read_header(_Rows(path, file))
        # A name alone says what a column holds.
        self.layout = layout_of(dict.fromkeys(self.header), rulebook, id, keep)
        mapped = [place.field for place in self.layout.places if isinstance(place.kind, MapOf) and place.column]
        if mapped:
            example = {place.field: place.kind.keys[0] for place in self.layout.places if isinstance(place.kind, MapOf)}
            lines = [
                f"{name} has no cell of its own: write a column for each entry, {name}.{example[name]}"
                for name in mapped
            ]
            raise BatchError("\n  ".join([f"{path}: the columns cannot be read:", *lines]))
        self.kinds = kinds_of_columns(self.layout)
        types = [(name, type_of(self.kinds[name]) if name in self.kinds else pa.string()) for name in self.header]
        self.schema = pa.schema(types)

    @contextmanager
    def opened(self) -> Iterator[tuple[TextIO, BinaryIO]]:
        """Open the file, as text and as what it is; what is no UTF-8 comes through as what is no text anywhere."""
        with (
            unreadable(self.path),
            self.path.open("rb") as octets,
            io.TextIOWrapper(octets, encoding="utf-8-sig", errors="surrogateescape", newline="") as file,
        ):
            yield file, octets

    def read_header(self, rows: _Rows) -> list[str]:
        """Read the names of the columns."""
        header = next(rows, None)
        if header is None:
            raise BatchError(f"{self.path}: is empty: the least is a header, such as `discipline`")
        if isinstance(header, str):
            raise BatchError(f"{self.path}: {header}")
        names = [name.strip() for name in header]
        wrong = [name for name in names if not name.isprintable()]
        if wrong:
            raise BatchError(f"{self.path}: the header is no text in UTF-8: {show(wrong[0])}")
        twice = [name for number, name in enumerate(names) if name in names[:number]]
        if twice:
            raise BatchError(
                f"{self.path}: a column stands more than once: {', '.join(map(show, dict.fromkeys(twice)))}"
            )
        return names

    def pieces(self, first: int, rows: int) -> Iterator[Piece]:
        """Give the rows from this one on, so many at a time."""
        cells = {name: Cells(kind, self.rulebook) for name, kind in self.kinds.items()}
        with self.opened() as (file, octets):
            every = _Rows(self.path, file)
            next(every)
            for _ in islice(every, first):
                pass
            while found := list(islice(every, rows)):
                table, wrong = self.read(found, cells)
                yield Piece(first, table, wrong, octets.tell())
                first += len(found)

    def read(self, rows: list[Row], cells: dict[str, Cells]) -> tuple[Any, dict[int, str]]:
        """Read rows into a table; give what is wrong with those that cannot be read."""
        wrong = {place: row for place, row in enumerate(rows) if isinstance(row, str)}
        if wrong:
            empty = [""] * len(self.header)
            rows = [empty if isinstance(row, str) else row for row in rows]
        columns: dict[str, list[Any]] = {}
        unread: set[int] = set()
        for name, texts in zip(self.header, zip(*rows, strict=True), strict=True):
            if name in cells:
                values = columns[name] = list(map(cells[name].__getitem__, texts))
                if Unread in set(map(type, values)):
                    unread.update(place for place, value in enumerate(values) if type(value) is Unread)
            else:
                columns[name] = [text or None for text in texts]
        for place in unread:
            wrong[place] = self.problems(columns, place)
            for name in cells:
                columns[name][place] = None
        arrays = [
            pa.array(columns[of.name], of.type) if of.name in cells else text_column(columns[of.name])
            for of in self.schema
        ]
        return pa.table(arrays, self.schema), wrong

    def problems(self, columns: dict[str, list[Any]], place: int) -> str:
        """Name all that is wrong with a row."""
        values = {name: columns[name][place] for name in self.kinds}
        said = {name: value.said if type(value) is Unread else value for name, value in values.items()}
        return problems_of(self.layout, self.rulebook, said)


class _Rows:
    """The rows of a CSV file: their cells, or what is wrong with them. Blank lines are none."""

    def __init__(self, path: Path, file: TextIO) -> None:
        self.path = path
        self.file = file
        self.reader = csv.reader(self.lines(), strict=True)
        self.width: int | None = None

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        while True:
            line = self.reader.line_num + 1
            try:
                row = next(self.reader)
            except csv.Error as error:
                message = str(error)
                if message.startswith((_ENDS, _LARGE)):
                    # Where the row ends nobody knows, nor how many rows are in it.
                    raise BatchError(
                        f"{self.path}:{line}: a cell does not end: is a quote not closed, in this line or before?"
                    ) from None
                return f"line {line}: is not CSV: {message}"
            if row:
                if self.width is None:
                    self.width = len(row)
                if len(row) != self.width:
                    return f"line {line}: has {len(row)} cells, and the header has {self.width}"
                return row

    def lines(self) -> Iterator[str]:
        """Give the lines, none of which may be endless."""
        number = 0
        while line := self.file.readline(_MOST):
            number += 1
            if len(line) == _MOST:
                raise BatchError(f"{self.path}:{number}: is longer than {_MOST:,} characters")
            yield line
