"""Reading shapes out of nodes: the text, list or mapping that ought to be there, or a diagnostic where it is not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeGuard

from runstrength.rulebook.diagnostics import Diagnostic, Place
from runstrength.rulebook.reading import MAX_PROBLEMS, Mapped, Scalar, Sequence, plain, quoted
from runstrength.strangers import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from runstrength.rulebook.reading import Node

__all__ = ["ID", "NAME", "WORD", "Shapes", "TooManyProblemsError", "is_said"]

MAX_TEXT = 2000
MAX_NAME = 80
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")

# How names are written: rules and ids with hyphens, findings and groups with underscores, sources with dots as well.
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
WORD = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\Z")
NAME = re.compile(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*\Z")
_HOW = {
    ID: "small letters and digits joined by hyphens",
    WORD: "small letters and digits joined by underscores",
    NAME: "letters and digits joined by dots, hyphens or underscores",
}


class TooManyProblemsError(Exception):
    """More is wrong than anybody reads."""


class Shapes:
    """Takes nodes apart and notes what is wrong with them in `problems`.

    For what is missing or wrong None (or nothing) is given, and None may be asked for in turn: one cause is noted once,
    and the rest is read on.
    """

    def __init__(self) -> None:
        self.problems: list[Diagnostic] = []
        self.ignored: frozenset[str] = frozenset()
        self._noted: set[Diagnostic] = set()

    def note(self, at: Node | Place, code: str, message: str, help_: str | None = None) -> None:
        """Note a problem at a node."""
        problem = Diagnostic(at if isinstance(at, Place) else at.place, code, message, help_)
        if code in self.ignored or problem in self._noted:  # noted for another of the rules that `for` makes of one
            return
        self._noted.add(problem)
        self.problems.append(problem)
        if len(self.problems) > MAX_PROBLEMS:
            raise TooManyProblemsError

    def unknown(self, at: Node, code: str, text: str, what: str, known: Iterable[str]) -> None:
        """Note that a name is not known, and which is the nearest."""
        near = nearest(text, known)
        self.note(at, code, f"{quoted(text)} is not {what}", near and f"did you mean `{near}`?")

    def mapping(
        self, node: Node | None, what: str, required: Collection[str], optional: Collection[str] = ()
    ) -> dict[str, Node] | None:
        """Give the entries of a mapping that ought to have these keys; None if it is no mapping."""
        if node is None:
            return None
        if not isinstance(node, Mapped):
            self.note(node, "RS120", f"{what} is a mapping, and this is {_kind(node)}")
            return None
        misspelt = set()
        for key in node.keys:
            if key not in required and key not in optional:
                known = [*required, *optional]
                near = nearest(key, [name for name in known if name not in node.entries])
                misspelt.add(near)
                hint = f"did you mean `{near}`?" if near else f"known are {', '.join(known)}"
                self.note(node.key(key), "RS121", f"{what} has no key {quoted(key)}", hint)
        for key in required:
            if key not in node.entries and key not in misspelt:
                self.note(node, "RS122", f"{what} needs the key `{key}`")
        return node.entries

    def items(self, node: Node | None, what: str) -> tuple[Node, ...]:
        """Give the items of a list."""
        if node is None:
            return ()
        if isinstance(node, Sequence):
            return node.items
        self.note(node, "RS120", f"{what} is a list, and this is {_kind(node)}", _as_list(node))
        return ()

    def text(self, node: Node | None, what: str) -> str | None:
        """Give a text that says something."""
        if node is None:
            return None
        if not isinstance(node, Scalar):
            self.note(node, "RS120", f"{what} is a text, and this is {_kind(node)}")
            return None
        words = " ".join(node.text.split())
        if not words or node.is_null:
            self.note(node, "RS120", f"{what} is empty")
            return None
        if len(words) > MAX_TEXT:
            self.note(node, "RS123", f"{what} has {len(words)} characters, and {MAX_TEXT} are allowed")
            return None
        if not words.isprintable() and _CONTROL.search(words):
            self.note(node, "RS123", f"{what} holds a control character: {quoted(words)}", "leave it out")
            return None
        return words

    def name(self, node: Node | None, what: str, pattern: re.Pattern[str]) -> str | None:
        """Give a name that is written as such names are."""
        if is_said(node) and len(node.text) <= MAX_NAME and pattern.match(node.text):
            return node.text
        text = self.text(node, what)
        if text is None or node is None:
            return None
        if len(text) > MAX_NAME or not pattern.match(text):
            self.note(node, "RS125", f"{what} cannot be {quoted(text)}", f"write {_HOW[pattern]}")
            return None
        return text

    def choice(self, node: Node | None, what: str, allowed: Collection[str]) -> str | None:
        """Give one word of a closed list."""
        if is_said(node) and node.text in allowed:
            return node.text
        text = self.text(node, what)
        if text is None or node is None:
            return None
        if text not in allowed:
            near = nearest(text, allowed)
            hint = f"did you mean `{near}`?" if near else f"allowed are {', '.join(allowed)}"
            self.note(node, "RS123", f"{what} cannot be {quoted(text)}", hint)
            return None
        return text

    def flag(self, node: Node | None, what: str) -> bool:
        """Give true or false; what is left out is false."""
        if node is None:
            return False
        value = plain(node)
        if not isinstance(value, bool):
            self.note(node, "RS120", f"{what} is true or false, and this is {_kind(node)}")
            return False
        return value

    def whole(self, node: Node | None, what: str, low: int, high: int) -> int | None:
        """Give a whole number in a range."""
        if node is None:
            return None
        value = plain(node)
        if type(value) is not int:
            self.note(node, "RS120", f"{what} is a whole number, and this is {_kind(node)}")
            return None
        if not low <= value <= high:
            self.note(node, "RS123", f"{what} is from {low} to {high}, and this is {value}")
            return None
        return value

    def span(self, node: Node | None, what: str, low: int, high: int) -> tuple[int, int] | None:
        """Give the two ends of a range, `[10, 12]`."""
        if node is None:
            return None
        items = node.items if isinstance(node, Sequence) else ()
        if len(items) != 2:  # noqa: PLR2004 - a range has two ends
            this = f"has {len(items)}" if isinstance(node, Sequence) else f"is {_kind(node)}"
            self.note(
                node, "RS120", f"{what} has two ends, and this {this}", "write the lower and the upper, such as [2, 3]"
            )
            return None
        ends = [self.whole(item, what, low, high) for item in items]
        if ends[0] is None or ends[1] is None:
            return None
        if ends[0] > ends[1]:
            self.note(node, "RS123", f"{what} goes from the lower end to the upper", f"write [{ends[1]}, {ends[0]}]")
            return None
        return ends[0], ends[1]

    def words(self, node: Node | None, what: str, pattern: re.Pattern[str] = NAME) -> list[tuple[str, Node]]:
        """Give the names of a list, each with its node; a name that stands twice is a problem."""
        found: dict[str, Node] = {}
        for item in self.items(node, what):
            name = self.name(item, f"an entry of {what}", pattern)
            if name is None:
                continue
            if name in found:
                self.note(item, "RS124", f"{quoted(name)} stands twice in {what}")
            found[name] = item
        return list(found.items())


def is_said(node: Node | None) -> TypeGuard[Scalar]:
    """Say whether a node is a text, be it an empty one: the shortest way to what is right, as nearly all is."""
    return type(node) is Scalar and not node.is_null


def _kind(node: Node) -> str:
    if isinstance(node, Mapped):
        return "a mapping"
    if isinstance(node, Sequence):
        return "a list"
    if node.is_null or not node.text:
        return "empty"
    return quoted(node.text) if node.plain else f"the text {quoted(node.text)}"


def _as_list(node: Node) -> str | None:
    return f"write [{quoted(node.text)[1:-1]}]" if isinstance(node, Scalar) and node.text else None
