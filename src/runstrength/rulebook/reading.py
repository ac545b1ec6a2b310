"""YAML as data: text to a tree of nodes that know where they stand.

Built on libyaml's events, not on its loader: nothing is constructed, no tag is followed, every scalar stays the text
it is, and a file that nests two hundred thousand brackets is refused at the thirty-third. All that is wrong with a
file is noted; only where YAML itself cannot be read does reading of that file end.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

import attrs
import yaml

from runstrength.rulebook.diagnostics import Diagnostic, Place
from runstrength.strangers import show

if TYPE_CHECKING:
    from collections.abc import Callable
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
    "Source",
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
_NULLS = frozenset({"", "~", "null"})
_STYLES = ("'", '"', "|", ">")  # how a scalar begins that is not plain
_DECIMAL = re.compile(r"[+-]?[0-9]{1,18}\.[0-9]{1,18}\Z")


class Source(Protocol):
    """What nodes were read from. It knows of each, by the number `at`, what is asked of few: where and how it stands.

    `may_vary` says whether any of it may hold a variable of `for`.
    """

    may_vary: bool

    def place(self, at: int) -> Place:
        """Give the place of a node."""

    def is_plain(self, at: int) -> bool:
        """Say whether a scalar is written without quotes."""

    def holds(self, at: int, text: str) -> bool:
        """Say whether a scalar is written just as its text is: on one line, nothing escaped or folded."""


# Not frozen, as all else is: that would double the time to make one, and of these a large rulebook has 100,000.


@attrs.define(eq=False)
class Scalar:
    """A single value."""

    text: str
    source: Source
    at: int

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.source.place(self.at)

    @property
    def plain(self) -> bool:
        """Whether it is written without quotes: only then can it be a number, true, false or null."""
        return self.source.is_plain(self.at)

    @property
    def verbatim(self) -> bool:
        """Whether its characters stand in the file just as they are."""
        return self.source.holds(self.at, self.text)

    @property
    def is_null(self) -> bool:
        """Whether it says that there is nothing."""
        return self.text in _NULLS and self.plain


@attrs.define(eq=False)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    source: Source
    at: int

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.source.place(self.at)


@attrs.define(eq=False)
class Mapped:
    """A mapping from text to nodes; `keys` says of each key where it stands in the source."""

    entries: dict[str, Node]
    keys: dict[str, int]
    source: Source
    at: int

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.source.place(self.at)

    def key(self, name: str) -> Scalar:
        """Give a key as a node."""
        return Scalar(name, self.source, self.keys[name])


Node = Scalar | Sequence | Mapped


class _File:
    """The text of a file; the number of a node is the position of its first character."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.has_escapes = "\\" in text
        self.may_vary = "$" in text or self.has_escapes

    @cached_property
    def lines(self) -> list[int]:
        """Where each line begins."""
        # Where `splitlines` sees an end and YAML none, there stands a character that YAML refuses.
        return list(accumulate(map(len, self.text.splitlines(keepends=True)), initial=0))

    def place(self, at: int) -> Place:
        line = bisect_right(self.lines, at)
        return Place(self.name, line, at - self.lines[line - 1] + 1)

    def is_plain(self, at: int) -> bool:
        return not self.text.startswith(_STYLES, at)

    def holds(self, at: int, text: str) -> bool:
        quote = "" if self.is_plain(at) else self.text[at]
        return self.text.startswith(f"{quote}{text}{quote}", at)


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
    try:
        reader = _TreeReader(_File(name, text), problems)
        found = reader.document()
    except _StopReading:
        return None
    except yaml.MarkedYAMLError as error:
        problems.append(_syntax(error, name, text))
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


def _syntax(error: yaml.MarkedYAMLError, name: str, text: str) -> Diagnostic:
    """Say why a text is not YAML."""
    mark: Any = error.problem_mark or error.context_mark
    words = (error.problem or "the YAML cannot be read").replace("'", "`")
    if mark is None:
        return Diagnostic(Place(name), "RS110", words)
    place = _marked(name, mark)
    if "nesting" in words:  # a libyaml from 0.2.6 on looks ahead, and gives up at a depth of its own
        return Diagnostic(place, "RS114", f"nested more than {MAX_DEPTH} deep")
    begin: Any = error.context_mark
    if begin is not None and "quoted" in (error.context or "") and "end of stream" in words:
        message = "a text in quotes begins here and never ends"
        return Diagnostic(_marked(name, begin), "RS110", message, "close the quotes")
    tab = _TAB.match("".join(text.splitlines()[mark.line : mark.line + 1]))
    if tab is not None:
        place = Place(name, mark.line + 1, tab.end())
        return Diagnostic(place, "RS111", "a tab where YAML wants spaces", "indent with spaces")
    hint = "a text that holds `: ` or begins with a special character needs quotes"
    return Diagnostic(place, "RS110", words, None if "escape" in words else hint)


def _marked(name: str, mark: Any) -> Place:  # noqa: ANN401 - PyYAML's marks are untyped
    return Place(name, mark.line + 1, mark.column + 1)


class _StopReading(Exception):  # noqa: N818 - it is no error: the problem is noted already
    """Reading further would be a risk."""


class _TreeReader:
    """Builds the tree from events. Recursion is bounded by `MAX_DEPTH`."""

    def __init__(self, source: _File, problems: list[Diagnostic]) -> None:
        self.source = source
        self.problems = problems
        self.next: Callable[[], Any] = _LOADER(source.text).get_event
        self.is_whole = True
        self.nodes = 0

    def note(self, event: Any, code: str, message: str, help_: str | None = None) -> None:  # noqa: ANN401
        self.problems.append(Diagnostic(self.source.place(event.start_mark.index), code, message, help_))
        if len(self.problems) > MAX_PROBLEMS:
            raise _StopReading

    def document(self) -> Node | None:
        found: Node | None = None
        documents = 0
        while not isinstance(event := self.next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.note(event, "RS116", "a second document begins here", "keep one document in a file")
                    return None
            elif isinstance(event, yaml.NodeEvent):
                found = self.node(event, 1)
        return found

    def node(self, event: Any, depth: int) -> Node | None:  # noqa: ANN401 - PyYAML's events are untyped
        kind = type(event)
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            self.too_much(event, depth)
        if event.anchor is not None:
            what = "an alias" if kind is yaml.AliasEvent else "an anchor"
            self.note(event, "RS113", f"{what} {_ticked(event.anchor)} in a rule file", "write the value out")
            if kind is yaml.AliasEvent:
                self.is_whole = False
                return None
        if event.tag is not None:
            hint = "rule files are data: leave the tag out"
            self.note(event, "RS112", f"a tag {_ticked(event.tag)} in a rule file", hint)
        at = event.start_mark.index
        if kind is yaml.ScalarEvent:
            if self.source.has_escapes and HALF_CHARACTER.search(event.value):  # libyaml refuses them by itself
                self.note(event, "RS110", "half a character, which no text can hold", "write the whole character")
            return Scalar(event.value, self.source, at)
        if kind is yaml.SequenceStartEvent:
            return Sequence(self.items(depth + 1), self.source, at)
        return self.mapping(at, depth + 1)

    def too_much(self, event: Any, depth: int) -> NoReturn:  # noqa: ANN401
        if depth > MAX_DEPTH:
            self.note(event, "RS114", f"nested more than {MAX_DEPTH} deep")
        else:
            hint = "split it into several files"
            self.note(event, "RS104", f"the file holds more than {MAX_NODES} values", hint)
        raise _StopReading

    def items(self, depth: int) -> tuple[Node, ...]:
        found = []
        while type(event := self.next()) is not yaml.SequenceEndEvent:
            node = self.node(event, depth)
            if node is not None:
                found.append(node)
        return tuple(found)

    def mapping(self, at: int, depth: int) -> Mapped:
        entries: dict[str, Node] = {}
        keys: dict[str, int] = {}
        made = Mapped(entries, keys, self.source, at)
        while type(event := self.next()) is not yaml.MappingEndEvent:
            key = self.node(event, depth)
            value = self.node(self.next(), depth)
            if key is None:
                continue
            if type(key) is not Scalar:
                self.note(event, "RS120", "a key is a text, and this is not", None)
            elif key.text in keys:
                self.note(
                    event,
                    "RS115",
                    f"the key {quoted(key.text)} stands here a second time",
                    f"the first is in line {made.key(key.text).place.line}",
                )
            elif key.text == "<<" and key.plain:
                self.note(event, "RS113", "a merge key in a rule file", "write the values out")
            elif value is not None:
                keys[key.text] = key.at
                entries[key.text] = value
        return made


def _ticked(name: str) -> str:
    return show(name).replace('"', "`")


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
    if text in _NULLS:
        return None
    if text in {"true", "false"}:
        return text == "true"
    if _INTEGER.match(text):
        return int(text)
    if _DECIMAL.match(text):
        return float(text)
    return text
