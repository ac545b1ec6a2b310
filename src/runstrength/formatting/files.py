"""Texts and files, written canonically.

What comes out is read again before anybody gets it: a text that lost a comment or came to mean something else is never
given.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from runstrength.errors import RunstrengthError
from runstrength.formatting.tree import Reader, comments
from runstrength.formatting.writing import write_document
from runstrength.rulebook.diagnostics import Diagnostic, Place, RulebookError
from runstrength.rulebook.reading import Mapped, Scalar, plain, read_bytes, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from runstrength.rulebook.reading import Node

__all__ = ["FormattingError", "format_text", "format_tree"]


class FormattingError(RunstrengthError):
    """A file cannot be written canonically without losing something of it, so it stays as it is."""


def format_text(text: str, name: str) -> str:
    """Write a rule file canonically: the same meaning, the same comments.

    `name` is what the file is called where something is wrong with it. A `RulebookError` says what cannot be read.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    meaning = _meaning(_read(text, name))
    written = write_document(Reader(text).document())
    try:
        same = meaning == _meaning(_read(written, name)) and Counter(comments(text)) == Counter(comments(written))
    except RulebookError:
        same = False
    if not same:
        raise FormattingError(f"{name}: formatting would change what the file says, so it stays as it is")
    return written


def format_tree(path: Path, *, write: bool) -> list[Path]:
    """Give the files whose text is not canonical, of a folder with all its folders or of one file.

    With `write` they are written anew, but none of them if anything is wrong with any. What begins with `.` or `_` is
    left out, as it is where rulebooks are read.
    """
    problems: list[Diagnostic] = []
    changed: dict[Path, bytes] = {}
    for file in sorted(_files(path)) if path.is_dir() else [path]:
        text = read_bytes(file, str(file), problems)
        if text is None:
            continue
        try:
            data = format_text(text, str(file)).encode()
        except RulebookError as error:
            problems.extend(error.diagnostics)
            continue
        if data != file.read_bytes():
            changed[file] = data
    if problems:
        raise RulebookError(problems)
    if write:
        for file, data in changed.items():
            file.write_bytes(data)
    return list(changed)


def _files(folder: Path) -> Iterator[Path]:
    """Give the YAML files of a folder. Links to folders are not followed."""
    try:
        entries = list(folder.iterdir())
    except OSError as error:
        message = f"the folder cannot be read: {error.strerror or 'unknown reason'}"
        raise RulebookError([Diagnostic(Place(str(folder)), "RS101", message)]) from error
    for entry in entries:
        if entry.name.startswith((".", "_")):
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from _files(entry)
        elif entry.suffix.lower() in {".yaml", ".yml"} and entry.is_file():
            yield entry


def _read(text: str, name: str) -> Node | None:
    problems: list[Diagnostic] = []
    node = read_text(text, name, problems)
    if problems:
        raise RulebookError(problems)
    return node


def _meaning(node: Node | None) -> object:
    """Give what a file says, whatever the order of its keys. That there is nothing has several spellings."""
    if isinstance(node, Mapped):
        return {key: _meaning(item) for key, item in node.entries.items()}
    if isinstance(node, Scalar):
        return None if node.is_null else (plain(node), node.text)
    return None if node is None else [_meaning(item) for item in node.items]
