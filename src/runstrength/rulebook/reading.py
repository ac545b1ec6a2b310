"""YAML as data: text to a tree of nodes that know where they stand.

Built on libyaml's events, not on its loader: nothing is constructed, no tag is followed, every scalar stays the text
it is, and a file that nests two hundred thousand brackets is refused at the thirty-third. All that is wrong with a
file is noted; only where YAML itself cannot be read does reading of that file end.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any

import attrs
import yaml

from runstrength.rulebook.diagnostics import Diagnostic, Place
from runstrength.strangers import show

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = [
    "HALF_CHARACTER",
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_PROBLEMS",
    "Mapped",
    "Node",
    "Scalar",
    "Sequence",
    "plain",
    "quoted",
    "read_bytes",
    "read_text",
]

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 32
# What a person writes is far from these: they keep a hostile file from costing more than its reading.
MAX_NODES = 100_000
MAX_PROBLEMS = 1000

_LOADER: Any = getattr(yaml, "CLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[+-]?(0|[1-9][0-9]{0,18})\Z")
HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_TAB = re.compile(r"[ ?-]*\t")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,18}\.[0-9]{1,18}\Z")


@attrs.frozen(eq=False)
class Scalar:
    """A single value. `plain` if it was written without quotes: only then can it be a number, true, false or null.

    `verbatim` if its characters stand in the file just as they are: on one line, nothing escaped or folded.
    """

    text: str
    place: Place
    plain: bool
    verbatim: bool

    @property
    def is_null(self) -> bool:
        """Whether it says that there is nothing."""
        return self.plain and self.text in {"", "~", "null"}


@attrs.frozen(eq=False)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    place: Place


@attrs.frozen(eq=False)
class Mapped:
    """A mapping from text to nodes; `keys` holds the nodes of its keys, for their places."""

    entries: dict[str, Node]
    keys: dict[str, Scalar]
    place: Place


Node = Scalar | Sequence | Mapped


def read_bytes(path: Path, name: str, problems: list[Diagnostic]) -> str | None:
    """Read a file's text, refusing what is too large or not UTF-8. A byte-order mark and CRLF are understood."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        problems.append(
            Diagnostic(Place(name), "RS101", f"the file cannot be read: {error.strerror or 'unknown reason'}")
        )
        return None
    if len(data) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1024 // 1024} MiB"
        problems.append(Diagnostic(Place(name), "RS104", message, "split it into several files"))
        return None
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"the file is not UTF-8: byte 0x{data[error.start]:02x}"
        place = _place_of(name, data[: error.start].decode("utf-8"))
        problems.append(Diagnostic(place, "RS103", message, "save it as UTF-8"))
        return None


def _place_of(name: str, before: str) -> Place:
    """Give the place that follows a text."""
    return Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))


def read_text(text: str, name: str, problems: list[Diagnostic]) -> Node | None:
    """Read one YAML document into nodes; give None where there is none, or not all of it can be read."""
    reader = _TreeReader(name, problems)
    try:
        found = reader.document(iter(yaml.parse(text, Loader=_LOADER)))
    except _StopReading:
        return None
    except yaml.MarkedYAMLError as error:
        reader.syntax(error, text)
    except yaml.reader.ReaderError as error:
        place = _place_of(name, text[: error.position])
        problems.append(
            Diagnostic(place, "RS110", "a character that YAML does not allow", "remove it, or write it as an escape")
        )
    except yaml.YAMLError:
        problems.append(Diagnostic(Place(name), "RS110", "the file is not YAML"))
    else:
        return found if reader.is_whole else None
    return None


class _StopReading(Exception):  # noqa: N818 - it is no error: the problem is noted already
    """Reading further would be a risk."""


class _TreeReader:
    """Builds the tree from events. Recursion is bounded by `MAX_DEPTH`."""

    def __init__(self, name: str, problems: list[Diagnostic]) -> None:
        self.name = name
        self.problems = problems
        self.is_whole = True
        self.nodes = 0

    def place(self, mark: Any) -> Place:  # noqa: ANN401 - PyYAML's marks are untyped
        return Place(self.name, mark.line + 1, mark.column + 1)

    def note(self, mark: Any, code: str, message: str, help_: str | None = None) -> None:  # noqa: ANN401
        self.problems.append(Diagnostic(self.place(mark), code, message, help_))
        if len(self.problems) > MAX_PROBLEMS:
            raise _StopReading

    def syntax(self, error: yaml.MarkedYAMLError, text: str) -> None:
        mark: Any = error.problem_mark or error.context_mark
        words = (error.problem or "the YAML cannot be read").replace("'", "`")
        if mark is None:
            self.problems.append(Diagnostic(Place(self.name), "RS110", words))
            return
        if "nesting" in words:  # a libyaml from 0.2.6 on looks ahead, and gives up at a depth of its own
            self.note(mark, "RS114", f"nested more than {MAX_DEPTH} deep")
            return
        begin: Any = error.context_mark
        if begin is not None and "quoted" in (error.context or "") and "end of stream" in words:
            self.note(begin, "RS110", "a text in quotes begins here and never ends", "close the quotes")
            return
        tab = _TAB.match("".join(text.splitlines()[mark.line : mark.line + 1]))
        if tab is not None:
            place = Place(self.name, mark.line + 1, tab.end())
            self.problems.append(Diagnostic(place, "RS111", "a tab where YAML wants spaces", "indent with spaces"))
        else:
            hint = "a text that holds `: ` or begins with a special character needs quotes"
            self.note(mark, "RS110", words, None if "escape" in words else hint)

    def document(self, events: Iterator[Any]) -> Node | None:
        found: Node | None = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.note(event.start_mark, "RS116", "a second document begins here", "keep one document in a file")
                    return None
            elif isinstance(event, yaml.NodeEvent):
                found = self.node(event, events, 1)
        return found

    def node(self, event: Any, events: Iterator[Any], depth: int) -> Node | None:  # noqa: ANN401
        if depth > MAX_DEPTH:
            self.note(event.start_mark, "RS114", f"nested more than {MAX_DEPTH} deep")
            raise _StopReading
        self.nodes += 1
        if self.nodes > MAX_NODES:
            hint = "split it into several files"
            self.note(event.start_mark, "RS104", f"the file holds more than {MAX_NODES} values", hint)
            raise _StopReading
        if event.anchor is not None:
            what = "an alias" if isinstance(event, yaml.AliasEvent) else "an anchor"
            shown = show(event.anchor).replace('"', "`")
            self.note(event.start_mark, "RS113", f"{what} {shown} in a rule file", "write the value out")
        if isinstance(event, yaml.AliasEvent):
            self.is_whole = False
            return None
        if event.tag is not None:
            shown = show(event.tag).replace('"', "`")
            self.note(
                event.start_mark, "RS112", f"a tag {shown} in a rule file", "rule files are data: leave the tag out"
            )
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, events, depth)
        return self.mapping(event, events, depth)

    def scalar(self, event: Any) -> Scalar:  # noqa: ANN401 - PyYAML's events are untyped
        start, end, is_plain = event.start_mark, event.end_mark, event.style in (None, "")
        if HALF_CHARACTER.search(event.value):  # libyaml refuses them by itself
            self.note(start, "RS110", "half a character, which no text can hold", "write the whole character")
        as_written = len(event.value) + (0 if is_plain else 2)
        verbatim = start.line == end.line and end.column - start.column == as_written
        return Scalar(event.value, self.place(start), plain=is_plain, verbatim=verbatim)

    def sequence(self, start: Any, events: Iterator[Any], depth: int) -> Sequence:  # noqa: ANN401
        items = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            node = self.node(event, events, depth + 1)
            if node is not None:
                items.append(node)
        return Sequence(tuple(items), self.place(start.start_mark))

    def mapping(self, start: Any, events: Iterator[Any], depth: int) -> Mapped:  # noqa: ANN401
        entries: dict[str, Node] = {}
        keys: dict[str, Scalar] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.node(event, events, depth + 1)
            value = self.node(next(events), events, depth + 1)
            if key is None:
                continue
            if not isinstance(key, Scalar):
                self.note(event.start_mark, "RS120", "a key is a text, and this is not", None)
            elif key.text in keys:
                first = keys[key.text].place
                self.note(
                    event.start_mark,
                    "RS115",
                    f"the key {quoted(key.text)} stands here a second time",
                    f"the first is in line {first.line}",
                )
            elif key.text == "<<" and key.plain:
                self.note(event.start_mark, "RS113", "a merge key in a rule file", "write the values out")
            elif value is not None:
                keys[key.text] = key
                entries[key.text] = value
        return Mapped(entries, keys, self.place(start.start_mark))


def quoted(text: str) -> str:
    """Show a user's text in backticks, printable and short."""
    return f"`{show(text)[1:-1]}`"


def plain(node: Node | None) -> Any:  # noqa: ANN401 - any JSON value
    """Give the value that a person means: numbers, true, false and null where they stand unquoted, else text.

    `no`, `on` and `1:30` stay the text they are.
    """
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if isinstance(node, Mapped):
        return {key: plain(item) for key, item in node.entries.items()}
    if node is None or not node.plain:
        return None if node is None else node.text
    text = node.text
    if node.is_null:
        return None
    if text in {"true", "false"}:
        return text == "true"
    if _INTEGER.match(text):
        return int(text)
    if _DECIMAL.match(text):
        return float(text)
    return text
