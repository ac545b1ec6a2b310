"""A rule file as a tree that knows how it is written, with its comments.

PyYAML forgets comments, so they are looked for in what lies between the values that its events mark: there a `#` can
be nothing else. Each is kept with the entry that it was written for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import attrs
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["BLOCK_STYLES", "Collection", "Entry", "Reader", "Text", "comments"]

BLOCK_STYLES = {"|", ">"}
_LOADER: Any = getattr(yaml, "CLoader", yaml.SafeLoader)


def _events(text: str) -> Iterator[Any]:
    """Give PyYAML's events, which are untyped."""
    return iter(yaml.parse(text, Loader=_LOADER))


def _span(event: Any) -> tuple[int, int]:  # noqa: ANN401
    return event.start_mark.index, event.end_mark.index


def comments(text: str) -> list[str]:
    """Give the comments of a YAML text in their order: each `#` outside of all scalars, up to the end of its line."""
    found, at = [], 0
    for event in _events(text):
        if isinstance(event, yaml.ScalarEvent):
            start, end = _span(event)
            found.append(text[at:start])
            if event.style in BLOCK_STYLES:  # behind its `>-` a comment can stand
                found.append(text[start:end].partition("\n")[0] + "\n")
            at = end
    return [comment.rstrip() for comment in re.findall("#.*", "".join([*found, text[at:]]))]


@attrs.define
class Text:
    """A scalar: what it says, how it is written, and the column from which a block scalar counts its indent."""

    text: str
    source: str
    style: str
    column: int


@attrs.define
class Collection:
    """A list or mapping, with the comments after its last entry. An empty string among comments is a blank line.

    If it `is_spaced`, blank lines between its entries are kept, one at a time; else there are none.
    """

    is_mapping: bool
    is_flow: bool
    column: int
    entries: list[Entry] = attrs.Factory(list)
    tail: list[str] = attrs.Factory(list)
    is_spaced: bool = False


@attrs.define
class Entry:
    """A key with its value, or an item of a list; `lead` are the comments above it, `trail` those in its line."""

    key: Text | None = None
    value: Text | Collection = attrs.field(factory=lambda: Text("", "", "", 0))
    lead: list[str] = attrs.Factory(list)
    trail: list[str] = attrs.Factory(list)


class Reader:
    """Builds the tree of a text that is known to be readable, and gives each comment a home in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.events = _events(text)
        self.at = 0  # all before is read
        self.last: Entry | None = None  # whose key, value or bracket ends there
        self.opening: Entry | None = None  # the outermost that begins with what comes next
        self.open = [Collection(is_mapping=False, is_flow=False, column=-1)]
        self.closed: list[Collection] = []  # block collections that ended since, the innermost first,
        self.column = -1  # and where the one begins that goes on

    def document(self) -> Collection:
        """Give the document as a collection of one entry, or of none."""
        document = self.open[0]
        for event in self.events:
            if isinstance(event, yaml.NodeEvent):
                root = Entry()
                document.entries.append(root)
                root.value = self.value(event, root)
        self.gap(len(self.text), document.tail)
        return document

    def value(self, event: Any, entry: Entry) -> Text | Collection:  # noqa: ANN401 - PyYAML's events are untyped
        """Read what an entry holds."""
        return self.scalar(event, entry) if isinstance(event, yaml.ScalarEvent) else self.collection(event, entry)

    def scalar(self, event: Any, entry: Entry) -> Text:  # noqa: ANN401
        """Read a key, an item or a value; a comment behind the `>-` of a block scalar is one of its line."""
        start, end = _span(event)
        source = self.text[start:end]
        self.token(start, start + len(source.rstrip()), entry)
        if event.style in BLOCK_STYLES:
            header, newline, content = source.partition("\n")
            header, mark, comment = header.partition("#")
            entry.trail += [mark + comment.rstrip()] * bool(mark)
            source = header.rstrip() + newline + content
        return Text(event.value, source, event.style or "", max(self.open[-1].column, 0))

    def collection(self, event: Any, entry: Entry) -> Collection:  # noqa: ANN401
        """Read a list or mapping with all that it holds."""
        made = Collection(isinstance(event, yaml.MappingStartEvent), bool(event.flow_style), event.start_mark.column)
        start, end = _span(event)
        has_brackets = self.text[start:end] in {"[", "{"}  # a pair in a list needs none: `[a: 1]`
        if has_brackets:
            self.token(start, end, entry)
        if not made.is_flow:
            self.open.append(made)
        for inner in self.events:
            if isinstance(inner, yaml.CollectionEndEvent):
                if has_brackets:
                    self.token(*_span(inner), entry, made.tail)
                break
            self.item(inner, made)
        if not made.is_flow:
            self.closed.append(self.open.pop())
            self.column = self.open[-1].column
        if not made.entries:
            entry.trail += filter(None, made.tail)
            made.tail = []
        return made

    def item(self, event: Any, made: Collection) -> None:  # noqa: ANN401
        """Read an entry of a list or mapping."""
        entry = Entry()
        made.entries.append(entry)
        if self.opening is None:
            self.opening = entry
        if made.is_mapping:
            entry.key = self.scalar(event, entry)
            event = next(self.events)
        entry.value = self.value(event, entry)

    def token(self, start: int, end: int, entry: Entry, home: list[str] | None = None) -> None:
        """Take note of a scalar or bracket, and find a home for the comments before it."""
        self.gap(start, (self.opening or entry).lead if home is None else home)
        self.at, self.last, self.opening = end, entry, None

    def gap(self, end: int, home: list[str]) -> None:
        """Find a home for the comments up to a place: the line they end, a block that ended, or what follows."""
        *lines, rest = self.text[self.at : end].split("\n")
        if "#" in rest:  # the last line of the file, without an end
            lines.append(rest)
        if self.last is not None and lines:
            _, mark, comment = lines.pop(0).partition("#")
            self.last.trail += [mark + comment.rstrip()] * bool(mark)
        blank = False
        for line in lines:
            before, mark, comment = line.partition("#")
            if mark:
                notes = home if before.strip() else self.ended(len(before), home)
                notes += [""] * blank + [mark + comment.rstrip()]
            blank = not line.strip() or (blank and not mark)
        home += [""] * blank
        self.closed = []

    def ended(self, column: int, home: list[str]) -> list[str]:
        """Give the home of a comment in a line of its own: of a block that ended, if it is indented as that is."""
        while self.closed and column > self.column:
            if len(self.closed) == 1 or self.closed[0].column <= column:
                return self.closed[0].tail
            del self.closed[0]
        self.closed = []
        return home
