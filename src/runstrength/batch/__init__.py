"""Whole files: recommendations for every row of one, piece by piece, into a folder of parts.

`runstrength batch` is its command. A run that ended before its time is gone on with by the next; memory does not grow
with the file. Needs the extra `frame`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pyarrow.compute as pc

from runstrength._version import __version__
from runstrength.batch.answering import Answering
from runstrength.batch.csv_rows import Csv
from runstrength.batch.errors import BatchError, NotWrittenError
from runstrength.batch.folder import Folder, Part, locked
from runstrength.batch.json_lines import JsonLines
from runstrength.batch.parquet import Parquet
from runstrength.batch.pieces import fingerprint_of
from runstrength.batch.writing import joined, unwritable, write_table
from runstrength.errors import FrameError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from runstrength.batch.folder import Manifest
    from runstrength.batch.pieces import Piece, Source
    from runstrength.rulebook.rule import Rulebook

__all__ = ["FORMATS", "Batch", "BatchError", "NotWrittenError"]

FORMATS = ("parquet", "csv", "jsonl")
_ENDINGS = {".parquet": "parquet", ".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}


@attrs.frozen
class Batch:
    """What is to be done: answer the rows of a file, and write the answers to a folder."""

    rulebook: Rulebook
    source: Path
    folder: Path
    format: str | None = None  # of the file; None: as its name ends
    what: str = "programme"
    to: str = "parquet"
    id: str | None = None
    keep: tuple[str, ...] = ()
    rows: int = 50_000
    single: bool = False

    def run(self, report: Callable[[int, int, int, int], None]) -> Manifest:
        """Do all that is not done yet; give the manifest, complete.

        After each part, `report` is told how many rows are answered, how many of them in it, how far into the input
        they reach, and how far that goes.

        Raises `BatchError` if the input or the folder is not what it has to be, `NotWrittenError` if the folder cannot
        be written to. What is done then stays done.
        """
        source = self.opened()
        answering = Answering(self.rulebook, self.what, self.id, self.keep)
        try:
            answering.check(source.schema)
        except FrameError as error:
            raise BatchError(f"{self.source}: {error}") from None
        nothing = answering.nothing(source.schema)
        cannot = unwritable(nothing.schema, self.to)
        if cannot:
            raise BatchError(
                f"{self.source}: {', '.join(cannot)}: a column of such a type cannot be written as {self.to}"
            )
        begun = self.source.stat()
        made_of = self.made_of()
        folder = Folder(self.folder, self.to)
        with locked(self.folder):
            manifest = folder.manifest(made_of)
            folder.tidy(manifest)
            if not manifest.complete:
                manifest = self.answered(source, answering, folder, manifest, report)
                ended = self.source.stat()
                if (begun.st_size, begun.st_mtime_ns) != (ended.st_size, ended.st_mtime_ns):
                    raise BatchError(
                        f"{self.source}: has changed while it was read: remove {self.folder} and begin anew"
                    )
                manifest = attrs.evolve(manifest, complete=True)
                folder.save(manifest)
            if self.single and manifest.single is None:
                manifest = self.in_one(folder, manifest, nothing)
        return manifest

    @property
    def read_as(self) -> str | None:
        """The format of the input."""
        return self.format or _ENDINGS.get(self.source.suffix.lower())

    def opened(self) -> Source:
        """Look at the input, and at how it is laid out."""
        path = self.source
        if path.is_dir():
            raise BatchError(f"{path}: is a folder: name one file")
        if path.exists() and not path.is_file():
            raise BatchError(f"{path}: is no file that can be read twice, as going on after an end needs")
        if self.read_as is None:
            raise BatchError(f"{path}: ends in none of {', '.join(_ENDINGS)}: say what it is with --format")
        try:
            match self.read_as:
                case "parquet":
                    return Parquet(path)
                case "csv":
                    return Csv(path, self.rulebook, self.id, self.keep)
                case _:
                    return JsonLines(path, self.rulebook, self.id, self.keep)
        except FrameError as error:
            raise BatchError(f"{path}: {error}") from None

    def made_of(self) -> dict[str, Any]:
        """Say what the answers are made of, and how: all that must be the same for a run to be gone on with."""
        book = self.rulebook
        vocabulary = f"{book.vocabulary.__module__}:{book.vocabulary.__qualname__}"
        options = {"what": self.what, "to": self.to, "rows": self.rows, "id": self.id, "keep": list(self.keep)}
        return {
            "runstrength": __version__,
            "input": {"name": self.source.name, **attrs.asdict(fingerprint_of(self.source)), "format": self.read_as},
            "rulebook": {"name": book.name, "version": book.version, "digest": book.digest, "profile": vocabulary},
            "options": options,
        }

    def answered(
        self,
        source: Source,
        answering: Answering,
        folder: Folder,
        manifest: Manifest,
        report: Callable[[int, int, int, int], None],
    ) -> Manifest:
        """Answer the rows that are not answered yet."""
        folder.save(manifest)
        for piece in source.pieces(manifest.rows, self.rows):
            part = self.written(piece, answering, folder, len(manifest.parts) + 1)
            manifest = attrs.evolve(manifest, parts=(*manifest.parts, part))
            folder.save(manifest)
            report(manifest.rows, len(piece.table), piece.at, source.size)
        return manifest

    def written(self, piece: Piece, answering: Answering, folder: Folder, number: int) -> Part:
        """Answer a piece, and write its part."""
        table = answering.answer(piece)
        last = piece.first + len(piece.table) - 1
        name = folder.name_of(number, piece.first, last)
        size = folder.write(name, lambda file: write_table(table, self.to, file))
        return Part(name, piece.first, last, len(table), pc.count(table["problems"]).as_py(), size)

    def in_one(self, folder: Folder, manifest: Manifest, nothing: Any) -> Manifest:
        """Join the parts to one file, which takes their place."""
        name = f"{self.what}.{self.to}"
        paths = [self.folder / part.name for part in manifest.parts]
        folder.write(name, lambda file: joined(paths, nothing, self.to, file))
        manifest = attrs.evolve(manifest, single=name)
        folder.save(manifest)
        folder.tidy(manifest)
        return manifest
